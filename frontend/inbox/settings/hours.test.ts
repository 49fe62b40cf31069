import { expect, test } from "vitest";
import { datesOf, minutesOf, spansOf, weekOf } from "./hours";

const CLOSED = weekOf([]);

test("a week is written a line for each day and read back", () => {
  const spans = [
    { weekday: "MONDAY" as const, opens: "09:00", closes: "12:00" },
    { weekday: "MONDAY" as const, opens: "13:00", closes: "17:30" },
    { weekday: "SUNDAY" as const, opens: "00:00", closes: "24:00" },
  ];
  const week = weekOf(spans);
  expect(week.MONDAY).toBe("09:00–12:00, 13:00–17:30");
  expect(week.TUESDAY).toBe("");
  expect(spansOf(week)).toEqual(spans);
});

test.each([
  ["9-17", "09:00", "17:00"],
  ["9:30 to 17.45", "09:30", "17:45"],
  ["9 am – 5:30 PM", "09:00", "17:30"],
  ["12am—12pm", "00:00", "12:00"],
  ["0900-24:00", "09:00", "24:00"],
])("hours are read as people write them: %s", (text, opens, closes) => {
  expect(spansOf({ ...CLOSED, FRIDAY: text })).toEqual([{ weekday: "FRIDAY", opens, closes }]);
});

test("what cannot be read goes as it was written, for the server to refuse beside its day", () => {
  expect(spansOf({ ...CLOSED, FRIDAY: "mornings" })).toEqual([{ weekday: "FRIDAY", opens: "mornings", closes: "" }]);
});

test("a closed day may be left empty or called so", () => {
  expect(spansOf({ ...CLOSED, SATURDAY: " closed ", SUNDAY: " , " })).toEqual([]);
});

test("minutes and dates may stand in a row or on lines", () => {
  expect(minutesOf("2, 5 15")).toEqual([2, 5, 15]);
  expect(minutesOf("")).toEqual([]);
  expect(minutesOf("two")).toBeNull();
  expect(datesOf("2026-12-25\n\n2026-12-26, 2027-01-01")).toEqual(["2026-12-25", "2026-12-26", "2027-01-01"]);
});
