/** The shop's words, from the Liquid block, and its ways of writing times. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Config, fill } from "./config";

export interface Words {
  t(key: string, values?: Record<string, string | number>): string;
  time(iso: string): string;
  day(iso: string): string;
  money(of: { amount: string; currency: string }): string;
}

export function createWords({ strings, locale }: Pick<Config, "strings" | "locale">): Words {
  const written = (iso: string, options: Intl.DateTimeFormatOptions) => {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return iso;
    return new Intl.DateTimeFormat(locale, options).format(date);
  };
  return {
    t: (key, values) => fill(strings[key], values),
    time: (iso) => written(iso, { hour: "numeric", minute: "2-digit" }),
    money: ({ amount, currency }) => new Intl.NumberFormat(locale, { style: "currency", currency }).format(+amount),
    // A date without a time is that day everywhere; as a moment it would be the day before in the west.
    day: (iso) =>
      written(iso, {
        weekday: "short",
        day: "numeric",
        month: "short",
        ...(iso.length === 10 ? { timeZone: "UTC" } : {}),
      }),
  };
}

export const WordsContext = createContext<Words>({
  t: (key) => key,
  time: (iso) => iso,
  day: (iso) => iso,
  money: (it) => it.amount,
});

export const useWords = () => useContext(WordsContext);
