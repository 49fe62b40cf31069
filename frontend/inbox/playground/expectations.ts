/** What a test question expects, as a form shows it and as a line says it; and results in the words of a merchant. */
import type {
  EvaluationReportQuery,
  ExpectationInput,
  TestQuestionFieldsFragment,
  TriedFieldsFragment,
} from "../../graphql/generated/graphql";
import type { Intent } from "../actions/design";
import { INTENT } from "../actions/names";
import { REASON, type Reason } from "../ui/words";

export type Turn = TestQuestionFieldsFragment["history"][number];
export type Expectation = TestQuestionFieldsFragment["expect"];
export type Tried = TriedFieldsFragment;
export type Result = EvaluationReportQuery["evaluationReport"]["results"][number];
export type Missed = Result["missed"][number];

/** What should become of the question, as one choice. */
export type Fate = "answered" | "unanswered" | "person" | "no_person" | "any";

export interface ExpectationForm {
  fate: Fate;
  source: string;
  /** One phrase a line. */
  contains: string;
  reason: string;
  intent: string;
}

const NOTHING: Expectation = {
  source: [],
  contains: [],
  answerable: null,
  escalate: null,
  reason: [],
  intent: [],
  urgency: [],
  decision: [],
  language: [],
  action: [],
};

export function formOf(expect: Expectation): ExpectationForm {
  return {
    fate: fateOf(expect),
    source: expect.source.join("\n"),
    contains: expect.contains.join("\n"),
    reason: expect.reason[0] ?? "",
    intent: expect.intent[0] ?? "",
  };
}

function fateOf({ answerable, escalate, source, contains }: Expectation): Fate {
  if (escalate === true) return "person";
  if (answerable === true || (answerable === null && source.length + contains.length > 0)) return "answered";
  if (answerable === false) return "unanswered";
  return escalate === false ? "no_person" : "any";
}

/** What the form says, over what was expected before: expectations that it has no place for stay as they are. */
export function expectationOf(form: ExpectationForm, before: Expectation = NOTHING): ExpectationInput {
  const isAnswered = form.fate === "answered";
  const isPerson = form.fate === "person";
  return {
    ...before,
    answerable: isAnswered ? true : form.fate === "unanswered" ? false : null,
    escalate: isPerson ? true : form.fate === "no_person" || before.escalate === false ? false : null,
    source: isAnswered ? lines(form.source) : [],
    contains: isAnswered ? lines(form.contains) : [],
    reason: isPerson ? kept(form.reason, before.reason) : [],
    intent: kept(form.intent, before.intent),
  };
}

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** Several words of which any will do are more than the form shows: they stay while the first one does. */
function kept(chosen: string, before: readonly string[]): string[] {
  if (chosen === "") return [];
  return before[0] === chosen ? [...before] : [chosen];
}

/** What came of a question, as what to expect of it from now on. */
export function expectedOf(turn: Tried): Expectation {
  switch (turn.decision) {
    case "ANSWER":
      return { ...NOTHING, answerable: true, source: turn.citations.slice(0, 1).map(({ title }) => title) };
    case "ESCALATE":
      return { ...NOTHING, escalate: true, reason: turn.reason ? [turn.reason.toLowerCase()] : [] };
    case "ASK":
      return { ...NOTHING, answerable: false };
    default:
      return { ...NOTHING, intent: turn.intents.slice(0, 1).map(({ intent }) => intent.toLowerCase()) };
  }
}

const quoted = (words: readonly string[], between: string) => words.map((word) => `“${word}”`).join(between);

const named = (name: string, word: string) => {
  if (name === "intent") return INTENT[word.toUpperCase() as Intent] ?? word;
  if (name === "reason") return REASON[word.toUpperCase() as Reason] ?? word;
  return word.replaceAll("_", " ");
};

/** One line for a list: "Answered from “Shipping policy”, with “$14”". */
export function expectWords(expect: Expectation): string {
  const from = expect.source.length > 0 ? ` from ${quoted(expect.source, " or ")}` : "";
  const containing = expect.contains.length > 0 ? `, with ${quoted(expect.contains, " and ")}` : "";
  const isAnswer = expect.answerable === true || from !== "" || containing !== "";
  const parts = [
    isAnswer && `Answered${from}${containing}`,
    expect.answerable === false && "Not answered",
    expect.escalate === true && "A person is asked for",
    expect.escalate === false && "No person is asked for",
    ...(["reason", "intent", "urgency", "decision", "language", "action"] as const).map(
      (name) =>
        expect[name].length > 0 && `${LABEL[name]}: ${expect[name].map((word) => named(name, word)).join(" or ")}`,
    ),
  ];
  return parts.filter(Boolean).join(" · ") || "Nothing is expected";
}

const LABEL = {
  reason: "Reason",
  intent: "About",
  urgency: "Urgency",
  decision: "Outcome",
  language: "Language",
  action: "Form",
} as const;

export function missedWords({ name, wanted, got }: Missed): string {
  switch (name) {
    case "source":
      return got ? `Found “${got}” first, not “${wanted}”` : `Found nothing, not “${wanted}”`;
    case "contains":
      return `The answer lacks “${wanted}”`;
    case "answerable":
      return wanted === "yes" ? "It was not answered" : "It was answered, and should not have been";
    case "escalate":
      return wanted === "yes" ? "No person was asked for" : "A person was asked for";
    default: {
      const what = LABEL[name as keyof typeof LABEL] ?? name;
      const expected = wanted
        .split(", ")
        .map((word) => named(name, word))
        .join(" or ");
      return `${what}: ${got ? named(name, got) : "none"}, not ${expected}`;
    }
  }
}
