import { expect, test } from "vitest";
import { handoff, JONAS, MAYA } from "./fixtures";
import { stepsOf } from "./handoff";

const at = (minutes: number) => new Date(Date.parse("2026-11-22T10:00:00Z") + minutes * 60_000).toISOString();
const told = (part: Parameters<typeof handoff>[0]) =>
  stepsOf(handoff(part)).map(({ word, at, by }) => (at === null ? `(${word})` : by ? `${word} by ${by}` : word));

test("each step is told in order, with who took it", () => {
  const whole = {
    seenAt: at(1),
    seenBy: JONAS,
    reminders: 2,
    remindedAt: at(5),
    acceptedAt: at(6),
    acceptedBy: MAYA,
    firstHumanWordAt: at(7),
    firstHumanWordBy: MAYA,
    closedAt: at(7),
    closedBy: MAYA,
    ending: "ANSWERED" as const,
  };
  expect(told(whole)).toEqual(["Asked", "Seen by Jonas", "Reminded of 2 times", "Taken by you", "First word by you"]);
});

test("a request that ended without a word says how, and nobody is named who was gone", () => {
  expect(told({ acceptedAt: at(1), acceptedBy: JONAS, closedAt: at(9), ending: "RELEASED" })).toEqual([
    "Asked",
    "Taken by Jonas",
    "Given to the queue again",
  ]);
});

test("what is still to come stands below, where taking it moves nothing", () => {
  expect(told({})).toEqual(["Asked", "(Seen)", "(Taken)", "(First word)"]);
  expect(told({ seenAt: at(1), seenBy: MAYA })).toEqual(["Asked", "Seen by you", "(Taken)", "(First word)"]);
});
