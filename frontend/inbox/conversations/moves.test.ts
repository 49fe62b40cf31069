import { expect, test } from "vitest";
import { conversation, JONAS, MAYA } from "./fixtures";
import { activityWords, type Move, MoveQueue, movesFor, sendingFrom } from "./moves";

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

/** A server that needs a while for each move, until `answer` is called. */
function slowly(state: Record<Move, ReturnType<typeof conversation> | string>) {
  let now = conversation("1");
  const told: (string | null)[] = [];
  const done: Move[] = [];
  const waiting: (() => void)[] = [];
  const queue = new MoveQueue({
    async run(move) {
      await new Promise<void>((resume) => waiting.push(resume));
      done.push(move);
      const next = state[move];
      if (typeof next === "string") return next;
      now = next;
      return null;
    },
    conversation: () => now,
    tell: (words) => told.push(words),
    changed: () => undefined,
  });
  const answer = async () => {
    waiting.shift()?.();
    await new Promise((resume) => setTimeout(resume));
  };
  return { queue, told, done, answer };
}

const mine = conversation("1", { state: "AGENT", agent: MAYA, term: 2 });
const ENDS = {
  takeOver: mine,
  handBack: conversation("1", { term: 3 }),
  release: conversation("1", { state: "WAITING", term: 3 }),
  resolve: conversation("1", { state: "RESOLVED", term: 3 }),
  reopen: conversation("1", { term: 4 }),
};

test("a key pressed while a move runs waits for it, and is judged by what is true then", async () => {
  const { queue, told, done, answer } = slowly(ENDS);
  void queue.press("takeOver", MAYA.id);
  void queue.press("handBack", MAYA.id);
  await answer();
  await answer();
  expect(done).toEqual(["takeOver", "handBack"]);
  expect(told).toEqual([null, null]);
});

test("the same key twice is one move, and of several that wait the last one counts", async () => {
  const { queue, done, answer } = slowly(ENDS);
  for (const move of ["takeOver", "takeOver", "handBack", "resolve"] as const) void queue.press(move, MAYA.id);
  await answer();
  await answer();
  await answer();
  expect(done).toEqual(["takeOver", "resolve"]);
});

test("what cannot be done is said, with the move that waited behind it", async () => {
  const { queue, told, done, answer } = slowly({ ...ENDS, takeOver: "Jonas holds this conversation." });
  void queue.press("takeOver", MAYA.id);
  void queue.press("handBack", MAYA.id);
  await answer();
  expect(done).toEqual(["takeOver"]);
  expect(told).toEqual(["Jonas holds this conversation. “Hand back” was not done either."]);
});

test("a key of a move that does not fit says why", async () => {
  const { queue, told, done } = slowly(ENDS);
  await queue.press("handBack", MAYA.id);
  expect(told).toEqual(["The bot is answering already."]);
  expect(done).toEqual([]);
});
