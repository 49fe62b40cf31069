import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import type { Pending } from "../live/transcript";
import { type Api, Unreachable } from "./api";
import { createOutbox, type OutboxEvents } from "./outbox";
import { createStorage } from "./storage";

const own = (clientKey: string, kind = "text"): Pending => ({
  clientKey,
  kind,
  text: `text of ${clientKey}`,
  at: "2026-11-22T12:00:00Z",
  sequence: null,
  failure: null,
});

let posted: string[] = [];
let answer: (key: string) => unknown;
let events: { [name in keyof OutboxEvents]: Mock<OutboxEvents[name]> };
const storage = () => createStorage("shop.example");
const kept = () => (storage().read<Pending[]>("outbox") ?? []).map((one) => one.clientKey);

const api: Api = {
  async run<T>(query: string, variables: Record<string, unknown> = {}) {
    const key = String(variables.clientKey);
    posted.push(key);
    const outcome = answer(key);
    if (outcome instanceof Error) throw outcome;
    return { [query.includes("askForHuman(") ? "askForHuman" : "postMessage"]: outcome } as T;
  },
  address: async () => ({ url: "", token: "" }),
  grant: async () => ({}) as never,
  onAnother: () => undefined,
};
const accepted = () => ({ message: { sequence: posted.length }, userErrors: [] });
const refused = (message: string, retryAfter: number | null = null) => ({
  message: null,
  userErrors: [{ code: "X", message, field: null, retryAfter }],
});

function open() {
  events = { accepted: vi.fn(), refused: vi.fn(), late: vi.fn() };
  return createOutbox(api, storage(), events);
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  localStorage.clear();
  posted = [];
  answer = accepted;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("what is written goes out one at a time, in order, and is forgotten when accepted", async () => {
  const outbox = open();
  for (const key of ["a", "b", "c"]) outbox.put(own(key));
  expect(kept()).toEqual(["a", "b", "c"]);
  await settle();
  expect(posted).toEqual(["a", "b", "c"]);
  expect(events.accepted.mock.calls).toEqual([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
  expect(kept()).toEqual([]);
});

test("while the app cannot be reached everything is kept, and tried again under the same key", async () => {
  answer = () => new Unreachable("down");
  const outbox = open();
  outbox.put(own("a"));
  outbox.put(own("b"));
  await settle();
  expect(posted).toEqual(["a"]);
  expect(events.late).toHaveBeenLastCalledWith(true);
  expect(kept()).toEqual(["a", "b"]);
  answer = accepted;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(posted).toEqual(["a", "a", "b"]);
  expect(events.late).toHaveBeenLastCalledWith(false);
  expect(kept()).toEqual([]);
});

test("a reload continues with what was left, under the same keys", async () => {
  answer = () => new Unreachable("down");
  open().put(own("a"));
  await settle();
  posted = [];
  answer = accepted;
  const next = open();
  expect(next.left.map((one) => one.clientKey)).toEqual(["a"]);
  next.flush();
  await settle();
  expect(posted).toEqual(["a"]);
  expect(kept()).toEqual([]);
});

test("a refusal stops nobody behind it, keeps the text, and may be tried again or taken away", async () => {
  answer = (key) => (key === "bad" ? refused("Too long.") : accepted());
  const outbox = open();
  outbox.put(own("bad"));
  outbox.put(own("good"));
  await settle();
  expect(events.refused).toHaveBeenCalledExactlyOnceWith("bad", "Too long.");
  expect(events.accepted).toHaveBeenCalledExactlyOnceWith("good", 2);
  expect(kept()).toEqual(["bad"]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(posted).toEqual(["bad", "good"]);
  answer = accepted;
  outbox.put({ ...own("bad"), failure: null });
  await settle();
  expect(posted).toEqual(["bad", "good", "bad"]);
  outbox.put(own("other"));
  outbox.drop("other");
  expect(kept()).toEqual([]);
});

test("a limit is waited out for as long as the server says", async () => {
  answer = () => refused("Too many.", 10);
  const outbox = open();
  outbox.put(own("a"));
  await vi.advanceTimersByTimeAsync(9_900);
  expect(posted).toEqual(["a"]);
  expect(events.refused).not.toHaveBeenCalled();
  answer = accepted;
  await vi.advanceTimersByTimeAsync(200);
  expect(posted).toEqual(["a", "a"]);
  expect(kept()).toEqual([]);
});

test("asking for a human is kept and retried like a message", async () => {
  answer = () => new Unreachable("down");
  open().put(own("h", "human"));
  await settle();
  expect(kept()).toEqual(["h"]);
  answer = () => ({ userErrors: [] });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(events.accepted).toHaveBeenCalledExactlyOnceWith("h", null);
});

test("what another tab keeps is left alone", async () => {
  answer = () => new Unreachable("down");
  open().put(own("theirs"));
  await settle();
  const mine = open();
  mine.put(own("mine"));
  mine.drop("mine");
  expect(kept()).toEqual(["theirs"]);
});
