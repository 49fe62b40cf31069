import { expect, test } from "vitest";
import { conversation, JONAS, MAYA } from "./fixtures";
import { movesFor, sendingFrom } from "./moves";

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
