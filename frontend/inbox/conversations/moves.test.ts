import { expect, test } from "vitest";
import { conversation, JONAS, MAYA } from "./fixtures";
import { activityWords, movesFor, sendingFrom } from "./moves";

const moves = (one: ReturnType<typeof conversation>) => movesFor(one, MAYA.id).map(({ move }) => move);

test("the moves fit who answers", () => {
  expect(moves(conversation("1"))).toEqual(["resolve", "takeOver"]);
  expect(moves(conversation("1", { state: "WAITING" }))).toEqual(["resolve", "takeOver"]);
  expect(moves(conversation("1", { state: "AGENT", agent: JONAS }))).toEqual(["resolve", "takeOver"]);
  expect(moves(conversation("1", { state: "AGENT", agent: MAYA }))).toEqual(["release", "handBack", "resolve"]);
  expect(moves(conversation("1", { state: "RESOLVED" }))).toEqual(["reopen", "takeOver"]);
});

test("the composer says when sending takes over, and nothing when the thread is mine", () => {
  expect(sendingFrom(conversation("1"), MAYA.id)).toEqual({
    line: "The bot is answering. Sending takes over.",
    mayReply: true,
  });
  expect(sendingFrom(conversation("1", { state: "AGENT", agent: MAYA }), MAYA.id)).toEqual({
    line: "",
    mayReply: true,
  });
});

test("a reply into another agent's thread is not offered, a note is", () => {
  const sending = sendingFrom(conversation("1", { state: "AGENT", agent: JONAS }), MAYA.id);
  expect(sending.mayReply).toBe(false);
  expect(sending.line).toContain("Jonas is answering");
});

test("an activity says who did what", () => {
  const said = (move: string, kind: "BOT" | "SHOPPER" | "AGENT", name: string) =>
    activityWords({ move, author: { kind, name, agentId: null }, text: "" }, name);
  expect(said("escalate", "BOT", "Store bot")).toBe("The bot asked for a person");
  expect(said("escalate", "SHOPPER", "Elena")).toBe("Elena asked for a person");
  expect(said("take_over", "AGENT", "Maya")).toBe("Maya took over");
  expect(said("reopen", "SHOPPER", "Elena")).toBe("Elena wrote again");
  expect(said("reopen", "AGENT", "Maya")).toBe("Maya reopened it");
});
