import { expect, test } from "vitest";
import { outcome } from "./pictures";

const NAME = "photo-aaaaaaaaaaaaaaaaaaaaaa";

test("a photo that was taken has a name and a link", () =>
  expect(outcome(200, { name: NAME, url: "u" })).toEqual({ picture: { name: NAME, url: "u" }, problem: null }));

test.each([
  [422, "It is a HEIC.", "It is a HEIC."],
  [403, "No more photos.", "No more photos."],
  [429, "Too often.", null],
  [401, "Over.", null],
  [503, "Away.", null],
  [502, undefined, null],
])("the answer %s with %j is for the shopper to read, or to be tried again", (status, message, problem) =>
  expect(outcome(status, message ? { error: { message } } : null)).toEqual({ picture: null, problem }),
);
