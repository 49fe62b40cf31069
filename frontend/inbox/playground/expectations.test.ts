import { expect, test } from "vitest";
import {
  type Expectation,
  expectationOf,
  expectedOf,
  expectWords,
  formOf,
  missedWords,
  type Tried,
} from "./expectations";

const nothing: Expectation = {
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
const turn: Tried = {
  language: "en",
  intents: [{ intent: "SHIPPING_INFO", chance: 0.9 }],
  signals: [],
  orderNumbers: [],
  isFollowUp: false,
  decision: "ANSWER",
  reason: null,
  urgency: "NORMAL",
  because: "",
  answer: "Canada: $14",
  citations: [{ title: "Shipping policy", url: "https://shop.example/shipping", heading: "", quote: "Canada: $14" }],
  form: null,
  retrieved: [],
  milliseconds: 12,
  model: "local",
};

test.each<[string, Partial<Expectation>]>([
  ["an answer", { answerable: true, source: ["Shipping policy", "FAQ"], contains: ["$14", "days"] }],
  ["no answer", { answerable: false }],
  ["a person", { escalate: true, reason: ["upset", "high_stakes"] }],
  ["no person", { escalate: false, intent: ["order_status"] }],
  ["nothing", {}],
  ["an answer, and no person", { answerable: true, escalate: false }],
  ["no answer, and no person", { answerable: false, escalate: false }],
  ["what the form has no place for", { urgency: ["high"], decision: ["offer"], language: ["fr"], action: ["returns"] }],
])("what is not changed in the form stays as it was: %s", (_, part) => {
  const before = { ...nothing, ...part };
  expect(expectationOf(formOf(before), before)).toEqual(before);
});

test("words without a fate are words of an answer", () => {
  const before = { ...nothing, contains: ["$14"] };
  expect(formOf(before).fate).toBe("answered");
  expect(expectationOf(formOf(before), before)).toEqual({ ...before, answerable: true });
});

test("another fate takes the words of the former one along", () => {
  const before = { ...nothing, answerable: true, source: ["Shipping policy"], contains: ["$14"] };
  const form = { ...formOf(before), fate: "person" as const, reason: "upset" };
  expect(expectationOf(form, before)).toEqual({ ...nothing, escalate: true, reason: ["upset"] });
});

test("empty lines of a list are no words", () => {
  const form = { ...formOf({ ...nothing, answerable: true }), contains: " $14 \n\n days\n" };
  expect(expectationOf(form).contains).toEqual(["$14", "days"]);
});

test("what came of a question is what is expected of it from now on", () => {
  expect(expectedOf(turn)).toEqual({ ...nothing, answerable: true, source: ["Shipping policy"] });
  expect(expectedOf({ ...turn, decision: "ESCALATE", reason: "HIGH_STAKES" })).toEqual({
    ...nothing,
    escalate: true,
    reason: ["high_stakes"],
  });
  expect(expectedOf({ ...turn, decision: "ASK", reason: "CANNOT_ANSWER" })).toEqual({ ...nothing, answerable: false });
  expect(expectedOf({ ...turn, decision: "OFFER" }).intent).toEqual(["shipping_info"]);
});

test("expectations are told in a line", () => {
  expect(expectWords({ ...nothing, answerable: true, source: ["Shipping policy"], contains: ["$14", "days"] })).toBe(
    "Answered from “Shipping policy”, with “$14” and “days”",
  );
  expect(expectWords({ ...nothing, escalate: true, reason: ["asked_for_human"] })).toBe(
    "A person is asked for · Reason: Asked for a person",
  );
  expect(expectWords({ ...nothing, answerable: false, intent: ["order_status"] })).toBe(
    "Not answered · About: where an order is",
  );
  expect(expectWords(nothing)).toBe("Nothing is expected");
});

test.each([
  ["source", "Shipping policy", "FAQ", "Found “FAQ” first, not “Shipping policy”"],
  ["source", "Shipping policy", "", "Found nothing, not “Shipping policy”"],
  ["contains", "$14", "", "The answer lacks “$14”"],
  ["answerable", "yes", "ask", "It was not answered"],
  ["answerable", "no", "answer", "It was answered, and should not have been"],
  ["escalate", "yes", "answer", "No person was asked for"],
  ["escalate", "no", "escalate", "A person was asked for"],
  ["intent", "order_status", "thanks", "About: thanks, not where an order is"],
  ["reason", "upset, high_stakes", "", "Reason: none, not The shopper is upset or High stakes"],
  ["urgency", "high", "normal", "Urgency: normal, not high"],
])("what was missed is told in words: %s %s", (name, wanted, got, words) => {
  expect(missedWords({ name, wanted, got })).toBe(words);
});
