import { expect, test } from "vitest";
import { ago, duration, elapsed, money } from "./time";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const before = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test("elapsed time is told in the units that matter", () => {
  expect(
    [0, 59, 60, 3_599, 3_600, 3_900, 86_399, 86_400, 260_000].map((seconds) => elapsed(before(seconds), NOW)),
  ).toEqual(["0s", "59s", "1m", "59m", "1h", "1h 5m", "23h 59m", "1d", "3d"]);
});

test("a clock that runs ahead never gives a negative time", () => {
  expect(elapsed(before(-30), NOW)).toBe("0s");
  expect(ago(before(-30), NOW)).toBe("just now");
});

test("money keeps its currency, and an amount that is no number is shown as it came", () => {
  expect(money({ amount: "339.50", currency: "USD" })).toBe("$339.50");
  expect(money({ amount: "1200", currency: "JPY" })).toBe("¥1,200");
  expect(money({ amount: "withheld", currency: "USD" })).toBe("withheld USD");
});

test("a median is told in one unit", () => {
  expect([40, 140, 9_000, 7_200].map(duration)).toEqual(["40 s", "2 min", "2.5 h", "2 h"]);
});
