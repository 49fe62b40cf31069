/** The test questions, the runs and the report that is shown. While a run is under way its progress is asked for. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import {
  EvaluationReportDocument,
  EvaluationRunsDocument,
  PlaygroundPageDocument,
} from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { useEvery } from "../ui/ask";
import type { Question, Report, Run } from "./rows";

const LOOK_EVERY_MS = 1_000;

export interface Tests {
  questions: Question[] | null;
  runs: Run[];
  report: Report | null;
  /** The run whose report is shown. */
  chosen: string | null;
  failure: string | null;
  again(): void;
  /** Asks how far the runs are. */
  look(): void;
  choose(run: string): void;
  setQuestions(questions: Question[]): void;
}

export function useTests(): Tests {
  const [questions, setQuestions] = useState<Question[] | null>(null);
  const [runs, setRuns] = useState<Run[]>([]);
  const [report, setReport] = useState<Report | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const again = useCallback(async () => {
    try {
      const { testQuestions, evaluationRuns } = await ask(PlaygroundPageDocument, {});
      setQuestions(testQuestions);
      setRuns(evaluationRuns);
      setFailure(null);
    } catch (error) {
      setFailure(wordsOf(error));
    }
  }, []);
  const look = useCallback(async () => {
    const found = await ask(EvaluationRunsDocument, {}).catch(() => null);
    if (found) setRuns(found.evaluationRuns);
  }, []);
  useEffect(() => void again(), [again]);

  const isRunning = runs.some(({ state }) => state === "RUNNING");
  useEvery(isRunning ? LOOK_EVERY_MS : null, look);
  const newest = runs.find(({ state }) => state !== "RUNNING")?.id ?? null;
  useEffect(() => setChosen(newest), [newest]);
  useReport(chosen, setReport);
  return {
    questions,
    runs,
    report,
    chosen,
    failure,
    again: () => void again(),
    look: () => void look(),
    choose: setChosen,
    setQuestions,
  };
}

function useReport(chosen: string | null, keep: (report: Report | null) => void): void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    wanted.current = chosen;
    if (chosen === null) return keep(null);
    ask(EvaluationReportDocument, { id: chosen }).then(
      ({ evaluationReport }) => wanted.current === chosen && keep(evaluationReport),
      () => wanted.current === chosen && keep(null),
    );
  }, [chosen]);
}
