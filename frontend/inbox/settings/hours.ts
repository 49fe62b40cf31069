/** Opening hours as a merchant writes them, a line for each day, and as the API takes them. Pure. */
import type { ShopFieldsFragment } from "../../graphql/generated/graphql";

export type Span = ShopFieldsFragment["settings"]["hours"][number];
export type Weekday = Span["weekday"];

export const WEEKDAYS: readonly Weekday[] = [
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
  "SUNDAY",
];

export type Week = Readonly<Record<Weekday, string>>;

export function dayName(weekday: Weekday): string {
  return weekday.charAt(0) + weekday.slice(1).toLowerCase();
}

/** "09:00–12:00, 13:00–17:00" for each day; a closed day is empty. */
export function weekOf(spans: readonly Span[]): Week {
  const lines = WEEKDAYS.map((weekday) => {
    const own = spans.filter((span) => span.weekday === weekday);
    return [weekday, own.map(({ opens, closes }) => `${opens}–${closes}`).join(", ")];
  });
  return Object.fromEntries(lines) as Record<Weekday, string>;
}

/** What cannot be read goes as it was written: the server says what is wrong with it, beside its day. */
export function spansOf(week: Week): Span[] {
  return WEEKDAYS.flatMap((weekday) =>
    week[weekday]
      .split(/[,;]/)
      .map((part) => part.trim())
      .filter((part) => part !== "" && !/^closed$/i.test(part))
      .map((part) => {
        const [opens = "", closes = ""] = part.split(/\s*(?:[-–—]|\bto\b)\s*/i);
        return { weekday, opens: clock(opens), closes: clock(closes) };
      }),
  );
}

/** "9", "9:30", "5 pm" and "1730" as the clock writes them. */
function clock(text: string): string {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$/i.exec(text.trim());
  if (!found) return text.trim();
  const [, hours = "", minutes = "00", half] = found;
  const shift = half?.toLowerCase() === "pm" ? 12 : 0;
  const hour = half ? (Number(hours) % 12) + shift : Number(hours);
  return `${String(hour).padStart(2, "0")}:${minutes}`;
}

/** Numbers in a line: "2, 5, 15". Null where something else stands among them. */
export function minutesOf(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  return parts.every((part) => /^\d{1,5}$/.test(part)) ? parts.map(Number) : null;
}

/** One date on a line; empty lines say nothing. */
export function datesOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
