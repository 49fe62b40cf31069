/** The same cases are put to what the server counts (backend/conversations/repeats.py). */
import { expect, test } from "vitest";
import { askedAgain } from "./asked-again";
import cases from "./asked-again.cases.json";

const asked = (text: string) => askedAgain(text, cases.known).map(({ key }) => key);

test.each(cases.asks as [string, string[]][])("%s asks for what is known", (text, keys) =>
  expect(asked(text)).toEqual(keys),
);

test.each(cases.quiet)("%s asks for nothing that is known", (text) => expect(asked(text)).toEqual([]));
