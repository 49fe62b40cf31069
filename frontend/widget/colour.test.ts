import { expect, test } from "vitest";
import { contrast, inkOn, normal, readableOn } from "./colour";

const CHOSEN: string[] = [];
for (const red of [0, 51, 102, 119, 128, 153, 204, 255])
  for (const green of [0, 51, 102, 119, 128, 153, 204, 255])
    for (const blue of [0, 64, 128, 192, 255])
      CHOSEN.push(`#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`);

test("the reference contrasts of WCAG come out", () => {
  expect(contrast("#000", "#fff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("text on any colour of a merchant can be read", () => {
  for (const colour of CHOSEN) expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
});

test("any colour of a merchant, used as text, can be read on every ground of the panel", () => {
  for (const colour of CHOSEN) {
    const onLight = readableOn("#f3f4f2", colour);
    const onDark = readableOn("#26292c", colour);
    for (const ground of ["#f3f4f2", "#ffffff"]) expect(contrast(onLight, ground)).toBeGreaterThanOrEqual(4.5);
    for (const ground of ["#26292c", "#17191b"]) expect(contrast(onDark, ground)).toBeGreaterThanOrEqual(4.5);
  }
});

test("a colour that can be read is left as it is", () => {
  expect(readableOn("#ffffff", "#1f6f54")).toBe("#1f6f54");
});

test("what is no colour becomes the usual one", () => {
  expect(normal("red; background: url(x)")).toBe("#1f6f54");
  expect(normal("#ABC")).toBe("#aabbcc");
  expect(normal("#11223344")).toBe("#112233");
});
