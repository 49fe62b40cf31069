import { expect, test } from "vitest";
import { conversation, handoff } from "../conversations/fixtures";
import type { Conversation } from "../conversations/lists";
import { alarmsBetween } from "./alarms";

const known = (...conversations: Conversation[]) => new Map(conversations.map((each) => [each.id, each]));
const waiting = (id: string, revision: number, part = {}) =>
  conversation(id, { state: "WAITING", revision, handoff: handoff(part) });
const kinds = (before: Map<string, Conversation>, after: Map<string, Conversation>) =>
  alarmsBetween(before, after, 10).map(({ conversationId, kind }) => `${kind} ${conversationId}`);

test("a request that came after the first look rings once", () => {
  const before = known(conversation("1", { revision: 9 }));
  const after = known(waiting("1", 11), waiting("2", 12));
  expect(kinds(before, after)).toEqual(["new 1", "new 2"]);
  expect(kinds(after, known(...after.values(), conversation("3", { revision: 13 })))).toEqual([]);
});

test("what waited before this page was opened is no news, whenever a list brings it in", () => {
  expect(kinds(new Map(), known(waiting("1", 4), waiting("2", 10)))).toEqual([]);
});

test("another word of a shopper who waits does not ring again, a reminder does", () => {
  const before = known(waiting("1", 11));
  expect(kinds(before, known(waiting("1", 12)))).toEqual([]);
  expect(kinds(before, known(waiting("1", 13, { reminders: 1 })))).toEqual(["reminder 1"]);
  expect(kinds(known(waiting("1", 13, { reminders: 1 })), known(waiting("1", 14, { reminders: 1 })))).toEqual([]);
});

test("a request that somebody took is silent, and rings as a new one when it comes back to the queue", () => {
  const taken = conversation("1", {
    state: "AGENT",
    revision: 12,
    handoff: handoff({ acceptedAt: "2026-11-22T10:01:00Z" }),
  });
  expect(kinds(known(waiting("1", 11)), known(taken))).toEqual([]);
  const back = waiting("1", 13, { requestedAt: "2026-11-22T10:09:00Z", reason: "AGENT_GONE" });
  const [alarm] = alarmsBetween(known(taken), known(back), 10);
  expect(alarm?.kind).toBe("new");
  expect(alarm?.words).toContain("The agent who held it is gone");
});
