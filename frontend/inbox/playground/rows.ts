/** Test questions beside what came of them: the rows of the list, and what may be shown of them. Pure. */
import type {
  EvaluationReportQuery,
  RunFieldsFragment,
  TestQuestionFieldsFragment,
} from "../../graphql/generated/graphql";
import { counted, type Label } from "../ui/words";
import type { Result } from "./expectations";

export type Question = TestQuestionFieldsFragment;
export type Run = RunFieldsFragment;
export type Report = EvaluationReportQuery["evaluationReport"];

export interface Row {
  id: string;
  text: string;
  earlier: number;
  /** Null for a question that was deleted since the run. */
  question: Question | null;
  result: Result | null;
}

export type Shown = "ALL" | "BROKEN" | "MENDED" | "STILL_FAILING";
export const SHOWN: Record<Shown, string> = {
  ALL: "All",
  BROKEN: "Newly broken",
  MENDED: "Newly mended",
  STILL_FAILING: "Still failing",
};

/** The questions as they are now, then those of the run that are gone. */
export function rowsOf(questions: readonly Question[], report: Report | null): Row[] {
  const results = new Map(report?.results.map((result) => [result.questionId, result]));
  const rows: Row[] = questions.map((question) => ({
    id: question.id,
    text: question.text,
    earlier: question.history.length,
    question,
    result: results.get(question.id) ?? null,
  }));
  const here = new Set(questions.map(({ id }) => id));
  for (const result of report?.results ?? []) {
    if (here.has(result.questionId)) continue;
    rows.push({ id: result.questionId, text: result.text, earlier: result.history.length, question: null, result });
  }
  return rows;
}

export function shownOf(rows: readonly Row[], shown: Shown): Row[] {
  return shown === "ALL" ? [...rows] : rows.filter(({ result }) => result?.change === shown);
}

export function resultLabel(result: Result | null): Label {
  if (!result || result.verdict === null) return { word: "Not asked yet", tone: "neutral" };
  if (result.verdict === "UNJUDGED") return { word: "Asked", tone: "neutral" };
  if (result.verdict === "PASSED") {
    return { word: result.change === "MENDED" ? "Newly mended" : "Passed", tone: "success" };
  }
  return { word: result.change === "BROKEN" ? "Newly broken" : "Failed", tone: "critical" };
}

/** "12 of 14 passed · 1 newly broken". */
export function runWords({ run, results }: Report): string {
  const count = (change: Result["change"]) => results.filter((result) => result.change === change).length;
  const judged = run.passed + run.failed;
  const parts = [
    judged > 0 ? `${run.passed} of ${counted(judged, "question")} passed` : `${counted(run.asked, "question")} asked`,
    ...(["BROKEN", "MENDED", "STILL_FAILING"] as const).map((change) =>
      count(change) > 0 ? `${count(change)} ${SHOWN[change].toLowerCase()}` : "",
    ),
  ];
  return parts.filter(Boolean).join(" · ");
}

export const RUN_STATE: Record<Run["state"], string> = {
  RUNNING: "Running",
  DONE: "Done",
  STOPPED: "Stopped",
  FAILED: "Stopped by a failure on our side. Run it again.",
};

const percent = (share: number | null) => (share === null ? null : `${Math.round(share * 100)} %`);

/** The figures that the command prints, with what they mean; those of which nothing was expected are left out. */
export function figuresOf({ summary }: Report): { name: string; value: string }[] {
  const of = (name: string, value: string | null) => (value === null ? [] : [{ name, value }]);
  const speed = summary.millisecondsP95;
  return [
    ...of("Answered, of what can be answered", percent(summary.answered)),
    ...of("Answered, of what cannot be", percent(summary.falseAnswerRate)),
    ...of("Right source found first", percent(summary.hitAt1)),
    ...of("Right source among three", percent(summary.hitAt3)),
    ...of("Requests for a person that were heard", percent(summary.escalationRecall)),
    ...of("Of those called, rightly", percent(summary.escalationPrecision)),
    ...of("Slowest in twenty", speed === null ? null : `${Math.round(speed)} ms`),
  ];
}
