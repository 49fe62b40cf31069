import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { conversation } from "./fixtures";
import { inbox, listState, openList, readMore, seenByMe, takeIn } from "./inbox";
import { type ListQuery, listed } from "./lists";

const ALL: ListQuery = { view: "ALL", tag: null, search: "" };
const at = (minute: number) => `2026-11-22T09:${String(minute).padStart(2, "0")}:00Z`;
let answers: { nodes: ReturnType<typeof conversation>[]; hasNextPage: boolean }[];
let asked: Record<string, unknown>[];

beforeEach(() => {
  inbox.set({ byId: new Map(), counts: null, lists: {}, isReached: true });
  asked = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)).variables);
    const answer = answers.shift();
    if (!answer) throw new TypeError("network");
    const edges = answer.nodes.map((node) => ({ node }));
    const pageInfo = { hasNextPage: answer.hasNextPage, endCursor: `c${asked.length}` };
    return new Response(JSON.stringify({ data: { conversations: { edges, pageInfo } } }));
  });
});

afterEach(() => vi.unstubAllGlobals());

const ids = () => listed(inbox.value.byId, ALL, listState(inbox.value, ALL), null);

test("a list reads on from where it was, and a change that arrives meanwhile is not doubled", async () => {
  const [one, two, three] = [
    conversation("1", { lastMessageAt: at(30) }),
    conversation("2", { lastMessageAt: at(20) }),
    conversation("3", { lastMessageAt: at(10) }),
  ];
  answers = [
    { nodes: [one, two], hasNextPage: true },
    { nodes: [two, three], hasNextPage: false },
  ];
  openList(ALL);
  await vi.waitFor(() => expect(ids()).toEqual(["1", "2"]));
  takeIn([conversation("2", { lastMessageAt: at(40), revision: 2 })]);
  readMore(ALL);
  readMore(ALL);
  await vi.waitFor(() => expect(ids()).toEqual(["2", "1", "3"]));
  expect(asked.map((variables) => variables.after)).toEqual([null, "c1"]);
});

test("a list that cannot be read says why, keeps what it has, and can be read again", async () => {
  answers = [];
  openList(ALL);
  await vi.waitFor(() => expect(listState(inbox.value, ALL).failure).toMatch(/cannot be reached/));
  answers = [{ nodes: [conversation("1")], hasNextPage: false }];
  openList(ALL);
  await vi.waitFor(() => expect(ids()).toEqual(["1"]));
  expect(listState(inbox.value, ALL).failure).toBeNull();
});

test("what I have seen is not unread any more, and nothing else of it changes", () => {
  const before = conversation("1", { unread: 4 });
  takeIn([before]);
  seenByMe("1");
  expect(inbox.value.byId.get("1")).toEqual({ ...before, unread: 0 });
});
