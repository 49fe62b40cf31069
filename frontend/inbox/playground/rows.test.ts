import { expect, test } from "vitest";
import type { Expectation, Result } from "./expectations";
import { figuresOf, type Question, type Report, resultLabel, rowsOf, runWords, shownOf } from "./rows";

const nothing = {} as Expectation;
const question = (id: string, text = `Question ${id}`): Question => ({ id, text, history: [], expect: nothing });
const result = (questionId: string, part: Partial<Result> = {}): Result => ({
  questionId,
  text: `Question ${questionId}`,
  history: [],
  verdict: "PASSED",
  change: "STILL_PASSING",
  decision: "ANSWER",
  answer: "Yes.",
  missed: [],
  milliseconds: 10,
  ...part,
});
const report = (results: Result[], part: Partial<Report["summary"]> = {}): Report => ({
  run: {
    id: "9",
    state: "DONE",
    startedAt: "2026-11-22T10:00:00Z",
    finishedAt: "2026-11-22T10:00:09Z",
    total: results.length,
    asked: results.length,
    passed: results.filter(({ verdict }) => verdict === "PASSED").length,
    failed: results.filter(({ verdict }) => verdict === "FAILED").length,
  },
  summary: {
    expectations: [],
    hitAt1: null,
    hitAt3: null,
    answered: null,
    falseAnswerRate: null,
    escalationPrecision: null,
    escalationRecall: null,
    millisecondsP50: null,
    millisecondsP95: null,
    ...part,
  },
  results,
});
const broken = result("2", { verdict: "FAILED", change: "BROKEN" });
const mended = result("3", { change: "MENDED" });
const failing = result("4", { verdict: "FAILED", change: "STILL_FAILING" });

test("questions stand beside their results, and those that are gone come last", () => {
  const rows = rowsOf([question("5"), question("1")], report([result("1"), broken]));
  expect(rows.map(({ id, question, result }) => [id, question !== null, result?.verdict ?? null])).toEqual([
    ["5", true, null],
    ["1", true, "PASSED"],
    ["2", false, "FAILED"],
  ]);
  expect(rowsOf([question("1")], null).map((row) => row.result)).toEqual([null]);
});

test("what changed can be looked at alone", () => {
  const rows = rowsOf(
    ["1", "2", "3", "4"].map((id) => question(id)),
    report([result("1"), broken, mended, failing]),
  );
  expect(shownOf(rows, "ALL")).toHaveLength(4);
  expect(shownOf(rows, "BROKEN").map(({ id }) => id)).toEqual(["2"]);
  expect(shownOf(rows, "MENDED").map(({ id }) => id)).toEqual(["3"]);
  expect(shownOf(rows, "STILL_FAILING").map(({ id }) => id)).toEqual(["4"]);
});

test("a result is a word and a tone", () => {
  expect(resultLabel(null)).toEqual({ word: "Not asked yet", tone: "neutral" });
  expect(resultLabel(result("1", { verdict: null }))).toEqual({ word: "Not asked yet", tone: "neutral" });
  expect(resultLabel(result("1", { verdict: "UNJUDGED", change: null })).word).toBe("Asked");
  expect(resultLabel(result("1"))).toEqual({ word: "Passed", tone: "success" });
  expect(resultLabel(mended).word).toBe("Newly mended");
  expect(resultLabel(broken)).toEqual({ word: "Newly broken", tone: "critical" });
  expect(resultLabel(failing).word).toBe("Failed");
});

test("a run is told in a line", () => {
  expect(runWords(report([result("1"), broken, mended, failing]))).toBe(
    "2 of 4 questions passed · 1 newly broken · 1 newly mended · 1 still failing",
  );
  expect(runWords(report([result("1")]))).toBe("1 of 1 question passed");
  expect(runWords(report([result("1", { verdict: "UNJUDGED", change: null })]))).toBe("1 question asked");
});

test("figures of which nothing was expected are left out", () => {
  expect(figuresOf(report([]))).toEqual([]);
  expect(figuresOf(report([], { hitAt1: 0.875, millisecondsP95: 41.6 }))).toEqual([
    { name: "Right source found first", value: "88 %" },
    { name: "Slowest in twenty", value: "42 ms" },
  ]);
});
