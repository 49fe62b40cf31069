import { expect, test } from "vitest";
import type { Tried } from "./expectations";
import { FRESH, followsWords, goOn, languageWords, MOST_TURNS, type Trial, withoutTurn } from "./trial";

const turn = { answer: "Canada: $14", decision: "ANSWER", form: null } as Tried;
const asked = (part: Partial<Tried> = {}): Trial => ({
  history: [],
  text: "edited since",
  asked: { history: [{ sender: "SHOPPER", text: "Hello" }], text: "To Canada?", turn: { ...turn, ...part } },
});

test("a follow-up comes after what was asked and answered, not after what is being typed", () => {
  expect(goOn(asked())).toEqual({
    history: [
      { sender: "SHOPPER", text: "Hello" },
      { sender: "SHOPPER", text: "To Canada?" },
      { sender: "BOT", text: "Canada: $14" },
    ],
    text: "",
    asked: null,
  });
  expect(goOn(asked({ answer: "" })).history).toHaveLength(2);
  expect(goOn(FRESH)).toEqual(FRESH);
});

test("what was said longest ago is left out first", () => {
  const trial = asked();
  const said = Array.from({ length: MOST_TURNS }, (_, at) => ({ sender: "SHOPPER" as const, text: `${at}` }));
  if (trial.asked) trial.asked.history = said;
  const { history } = goOn(trial);
  expect(history).toHaveLength(MOST_TURNS);
  expect(history[0]?.text).toBe("2");
});

test("an earlier message can be left out", () => {
  expect(withoutTurn({ ...goOn(asked()) }, 1).history.map(({ text }) => text)).toEqual(["Hello", "Canada: $14"]);
});

test("what follows is said where no words of the store say it", () => {
  expect(followsWords(turn)).toBeNull();
  expect(followsWords({ ...turn, decision: "ESCALATE" })).toMatch(/person of your team/);
  const form = { key: "returns", title: "Return or refund", intro: "" };
  expect(followsWords({ ...turn, decision: "OFFER", form })).toBe("The form “Return or refund” opens.");
  expect(followsWords({ ...turn, decision: "OFFER" })).toBe("The order is looked up.");
});

test("languages have names", () => {
  expect([languageWords("fr"), languageWords("und"), languageWords(""), languageWords("!")]).toEqual([
    "French",
    "not certain",
    "not certain",
    "!",
  ]);
});
