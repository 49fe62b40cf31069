/**
 * What the front-ends need of a browser, without one: a clock that stands until it is told, and a network that is lines of
 * JSON on standard input and output. Imported before anything that looks at the time or at the network.
 */
import { createInterface } from "node:readline";

interface Timer {
  id: number;
  at: number;
  every: number | null;
  run: () => void;
}

const immediate = setImmediate;
let clock = Date.parse("2026-11-22T09:00:00Z");
let ids = 0;
let timers: Timer[] = [];

function set(run: () => void, wait = 0, every: number | null = null): number {
  timers.push({ id: ++ids, at: clock + Math.max(0, wait), every, run });
  return ids;
}

const unset = (id: number) => {
  timers = timers.filter((timer) => timer.id !== id);
};

/** Everything that is ready now has run. */
export const settled = async () => {
  for (let turn = 0; turn < 8; turn++) await new Promise((resume) => immediate(resume));
};

export async function pass(milliseconds: number): Promise<void> {
  const end = clock + milliseconds;
  for (;;) {
    const [next] = timers
      .filter((timer) => timer.at <= end)
      .sort((one, other) => one.at - other.at || one.id - other.id);
    if (!next) break;
    clock = Math.max(clock, next.at);
    unset(next.id);
    if (next.every !== null) timers.push({ ...next, at: clock + next.every });
    next.run();
    await settled();
  }
  clock = end;
}

type Line = Record<string, unknown>;
let written: Line[] = [];
export const say = (line: Line) => written.push(line);

const awaited = new Map<number, (answer: Line) => void>();
let questions = 0;

/** A question over the network: answered, now or later or never, by whoever reads our lines. */
export function asks(door: string, query: string, variables: unknown): Promise<Line> {
  const id = ++questions;
  say({ ask: id, door, query, variables });
  return new Promise((resolve) => awaited.set(id, resolve));
}

const sockets = new Map<number, LineSocket>();

class LineSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly id = sockets.size + 1;

  constructor(url: string) {
    sockets.set(this.id, this);
    say({ socket: this.id, did: "connect", door: url.includes("shopper") ? "shopper" : "agent" });
  }

  send(text: string): void {
    say({ socket: this.id, did: "send", message: JSON.parse(text) });
  }

  close(): void {
    say({ socket: this.id, did: "close" });
  }
}

async function fetchOverLines(_: string, init: { body: string }): Promise<unknown> {
  const { query, variables } = JSON.parse(init.body);
  const answer = await asks("agent", query, variables);
  if (answer.lost) throw new TypeError("network");
  return { ok: true, status: 200, json: async () => answer };
}

const target = new EventTarget();
const stored = new Map<string, string>();
const localStorage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
};
const here = "https://baton.example/inbox";

Object.assign(globalThis, {
  setTimeout: (run: () => void, wait?: number) => set(run, wait),
  clearTimeout: unset,
  setInterval: (run: () => void, wait: number) => set(run, wait, wait),
  clearInterval: unset,
  fetch: fetchOverLines,
  WebSocket: LineSocket,
  localStorage,
  location: new URL(here),
  window: {
    location: new URL(here),
    localStorage,
    shopify: { idToken: async () => "token" },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  },
  document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
  addEventListener: target.addEventListener.bind(target),
  removeEventListener: target.removeEventListener.bind(target),
  dispatchEvent: target.dispatchEvent.bind(target),
});
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
Date.now = () => clock;
AbortSignal.timeout = () => new AbortController().signal;

type Command = (given: Line) => unknown;

const network: Record<string, Command> = {
  answer: ({ ask, answer }) => {
    awaited.get(ask as number)?.(answer as Line);
    awaited.delete(ask as number);
  },
  opened: ({ socket }) => sockets.get(socket as number)?.onopen?.(),
  heard: ({ socket, message }) => sockets.get(socket as number)?.onmessage?.({ data: JSON.stringify(message) }),
  closed: ({ socket }) => sockets.get(socket as number)?.onclose?.(),
  pass: ({ milliseconds }) => pass(milliseconds as number),
};

/** Does each command, and answers with all that was said meanwhile and with the command's own value. */
export async function serve(commands: Record<string, Command>): Promise<void> {
  const all: Record<string, Command> = { ...network, ...commands };
  for await (const line of createInterface({ input: process.stdin })) {
    const given = JSON.parse(line) as Line;
    const command = all[String(given.do)];
    if (!command) throw new Error(`There is no command ${given.do}.`);
    const value = await command(given);
    await settled();
    process.stdout.write(`${JSON.stringify({ said: written, value: value ?? null })}\n`);
    written = [];
  }
}
