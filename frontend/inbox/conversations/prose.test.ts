import { expect, test } from "vitest";
import { piecesOf } from "./prose";

test("only http and https addresses become links, without the full stop after them", () => {
  expect(piecesOf("See https://example.com/a?b=1. Or javascript:alert(1)")).toEqual([
    { kind: "text", text: "See " },
    { kind: "link", text: "https://example.com/a?b=1" },
    { kind: "text", text: ". Or javascript:alert(1)" },
  ]);
});

test("two stars make bold, and markup stays what was written", () => {
  expect(piecesOf("**5–8** days <b>x</b>")).toEqual([
    { kind: "bold", text: "5–8" },
    { kind: "text", text: " days <b>x</b>" },
  ]);
});

test("no word is lost", () => {
  const text = "a **b** https://c.example/d, e ** f";
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text.replace("**b**", "b"));
});
