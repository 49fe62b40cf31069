/** Times and money in words. Every function takes `now`, so that one tick moves all of them together. */
import { useEffect, useState } from "preact/hooks";
import type { MoneyFieldsFragment } from "../../graphql/generated/graphql";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Time since `since`, in the two largest units that matter: "20s", "4m", "1h 5m", "3d". */
export function elapsed(since: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(since));
  if (passed < MINUTE) return `${Math.floor(passed / 1000)}s`;
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)}m`;
  if (passed >= DAY) return `${Math.floor(passed / DAY)}d`;
  const minutes = Math.floor((passed % HOUR) / MINUTE);
  return minutes === 0 ? `${Math.floor(passed / HOUR)}h` : `${Math.floor(passed / HOUR)}h ${minutes}m`;
}

/** "just now", "20s ago", "3d ago". */
export function ago(since: string, now: number): string {
  return now - Date.parse(since) < 5_000 ? "just now" : `${elapsed(since, now)} ago`;
}

const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });
const dayOfYear = new Intl.DateTimeFormat("en", { year: "numeric", month: "short", day: "numeric" });

/** The clock for today, else the day. */
export function moment(at: string, now: number): string {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return clock.format(date);
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayOfYear.format(date);
}

export function dayAndClock(at: string, now: number): string {
  const date = new Date(at);
  const sameDay = date.toDateString() === new Date(now).toDateString();
  return sameDay ? clock.format(date) : `${moment(at, now)}, ${clock.format(date)}`;
}

export function money(value: MoneyFieldsFragment): string {
  const amount = Number(value.amount);
  if (!Number.isFinite(amount)) return `${value.amount} ${value.currency}`;
  return new Intl.NumberFormat("en", { style: "currency", currency: value.currency }).format(amount);
}

/** Seconds in words, for a median: "40 s", "4 min", "2.5 h". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1).replace(/\.0$/, "")} h`;
}

interface Clock {
  listeners: Set<(now: number) => void>;
  timer: ReturnType<typeof setInterval>;
}

/** One timer for each pace, however many elements tell a time. */
const clocks = new Map<number, Clock>();

function listenToClock(every: number, listener: (now: number) => void): () => void {
  let clock = clocks.get(every);
  if (!clock) {
    const listeners = new Set<(now: number) => void>();
    const tick = () => {
      const now = Date.now();
      for (const tell of listeners) tell(now);
    };
    clock = { listeners, timer: setInterval(tick, every) };
    clocks.set(every, clock);
  }
  const { listeners, timer } = clock;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    clocks.delete(every);
  };
}

/** The present, renewed every `every` milliseconds while the component stands. */
export function useNow(every = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => listenToClock(every, setNow), [every]);
  return now;
}
