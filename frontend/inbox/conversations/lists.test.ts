import { describe, expect, test } from "vitest";
import { conversation, JONAS, MAYA } from "./fixtures";
import { belongs, type Conversation, held, type ListQuery, listed, merged, type Reading } from "./lists";

const ME = MAYA.id;
const NEEDS_YOU: ListQuery = { view: "NEEDS_YOU", tag: null, search: "" };
const ALL: ListQuery = { view: "ALL", tag: null, search: "" };
const READ: Reading = { hasNextPage: false, endCursor: null, last: null, found: null };

const at = (minute: number) => `2026-11-22T09:${String(minute).padStart(2, "0")}:00Z`;
const known = (...conversations: Conversation[]) => new Map(conversations.map((one) => [one.id, one]));
const tagged = (name: string) => ({
  tag: { id: name, name, colour: "INFO" as const },
  origin: "RULE" as const,
  agentName: null,
  evidence: "",
  evidenceSequence: null,
  confidence: 1,
  appliedAt: at(0),
});

describe("a view", () => {
  test("holds what waits for a person, what I hold, what the bot holds, or everything", () => {
    const waiting = conversation("1", { state: "WAITING" });
    const mine = conversation("2", { state: "AGENT", agent: MAYA });
    const others = conversation("3", { state: "AGENT", agent: JONAS });
    const views = ["NEEDS_YOU", "MINE", "BOT", "ALL"] as const;
    const of = (one: Conversation) => views.filter((view) => belongs(one, view, ME));
    expect(of(waiting)).toEqual(["NEEDS_YOU", "ALL"]);
    expect(of(mine)).toEqual(["MINE", "ALL"]);
    expect(of(others)).toEqual(["ALL"]);
    expect(of(conversation("4"))).toEqual(["BOT", "ALL"]);
  });
});

describe("a list", () => {
  test("puts the urgent first, then who waits longest", () => {
    const byId = known(
      conversation("1", { state: "WAITING", waitingSince: at(5) }),
      conversation("2", { state: "WAITING", waitingSince: at(1) }),
      conversation("3", { state: "WAITING", waitingSince: at(9), urgency: "HIGH" }),
      conversation("4", { state: "WAITING", waitingSince: at(0), urgency: "LOW" }),
      conversation("5", { state: "BOT" }),
    );
    expect(listed(byId, NEEDS_YOU, READ, ME)).toEqual(["3", "2", "1", "4"]);
  });

  test("puts first, of what the bot holds, where it had no answer most often, as the server does", () => {
    const byId = known(
      conversation("1", { lastMessageAt: at(3) }),
      conversation("2", { lastMessageAt: at(1), botMisses: 2 }),
      conversation("3", { lastMessageAt: at(2), botMisses: 2 }),
    );
    expect(listed(byId, { view: "BOT", tag: null, search: "" }, READ, ME)).toEqual(["3", "2", "1"]);
  });

  test("tells apart moments within a millisecond, as the server does", () => {
    const byId = known(
      conversation("1", { lastMessageAt: "2026-11-22T09:00:00.000002+00:00" }),
      conversation("2", { lastMessageAt: "2026-11-22T09:00:00+00:00" }),
      conversation("3", { lastMessageAt: "2026-11-22T09:00:00.000001+00:00" }),
    );
    expect(listed(byId, ALL, READ, ME)).toEqual(["1", "3", "2"]);
  });

  test("puts the newest message first elsewhere", () => {
    const byId = known(conversation("1", { lastMessageAt: at(1) }), conversation("2", { lastMessageAt: at(2) }));
    expect(listed(byId, ALL, READ, ME)).toEqual(["2", "1"]);
  });

  test("shows nothing below where it was read, since others may lie between", () => {
    const last = conversation("2", { lastMessageAt: at(20) });
    const byId = known(
      conversation("1", { lastMessageAt: at(30) }),
      last,
      conversation("3", { lastMessageAt: at(10) }),
    );
    expect(listed(byId, ALL, { ...READ, hasNextPage: true, last }, ME)).toEqual(["1", "2"]);
    expect(listed(byId, ALL, { ...READ, last }, ME)).toEqual(["1", "2", "3"]);
  });

  test("keeps to its tag, and loses a conversation whose tag was taken off", () => {
    const byId = known(conversation("1", { tags: [tagged("refund")] }), conversation("2"));
    expect(listed(byId, { ...ALL, tag: "refund" }, READ, ME)).toEqual(["1"]);
    const after = merged(byId, [conversation("1", { revision: 2 })]);
    expect(listed(after, { ...ALL, tag: "refund" }, READ, ME)).toEqual([]);
  });

  test("of a search keeps the order that the server found", () => {
    const byId = known(conversation("1", { lastMessageAt: at(1) }), conversation("2", { lastMessageAt: at(2) }));
    expect(listed(byId, ALL, { ...READ, found: ["1", "2", "9"] }, ME)).toEqual(["1", "2"]);
  });
});

describe("a change", () => {
  test("of an older revision never replaces a newer one", () => {
    const byId = known(conversation("1", { revision: 8, preview: "new" }));
    const after = merged(byId, [conversation("1", { revision: 7, preview: "old" })]);
    expect(after).toBe(byId);
    expect(after.get("1")?.preview).toBe("new");
  });

  test("of the same revision is taken, since what I have read is not part of the revision", () => {
    const byId = known(conversation("1", { revision: 8, unread: 3 }));
    expect(merged(byId, [conversation("1", { revision: 8, unread: 0 })]).get("1")?.unread).toBe(0);
  });
});

describe("rows under the pointer", () => {
  test("keep their places while others arrive and change places", () => {
    expect(held(["a", "b", "c"], ["new", "c", "a", "b"])).toEqual({ ids: ["a", "b", "c"], arrivals: 1 });
  });

  test("keep one that left the view", () => {
    expect(held(["a", "b"], ["b"])).toEqual({ ids: ["a", "b"], arrivals: 0 });
  });

  test("let in what reading further adds at the end", () => {
    expect(held(["a", "b"], ["a", "b", "c", "d"])).toEqual({ ids: ["a", "b", "c", "d"], arrivals: 0 });
  });
});
