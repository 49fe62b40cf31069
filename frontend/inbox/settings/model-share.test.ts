import { expect, test } from "vitest";
import { shareOf } from "./model-share";

test.each([
  [0, 100, "None"],
  [1, 2_000, "Less than 1%"],
  [20, 2_000, "1%"],
  [1_999, 2_000, "99%"],
  [2_000, 2_000, "100%"],
  [2_500, 2_000, "100%"],
  [0, 0, "100%"],
])("%i of %i tokens is said as %s", (tokens, tokensADay, words) => {
  expect(shareOf({ tokens, tokensADay })).toBe(words);
});
