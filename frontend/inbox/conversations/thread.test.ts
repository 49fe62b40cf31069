import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepFor } from "../ui/keep";
import * as desks from "./desk";
import { readOutbox } from "./drafts";
import { conversation, JONAS, MAYA, message, transcript } from "./fixtures";
import { inbox } from "./inbox";
import { openPaper } from "./papers";
import { Thread } from "./thread";

type Handler = (variables: Record<string, unknown>) => unknown;
let server: Record<string, Handler>;
let asked: { name: string; variables: Record<string, unknown> }[];

/** Answers by operation name; a handler that throws is a network that fails. */
async function fakeFetch(_: string, init: RequestInit): Promise<Response> {
  const { query, variables } = JSON.parse(String(init.body));
  const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? "";
  asked.push({ name, variables });
  const handler = server[name];
  return new Response(JSON.stringify({ data: handler ? handler(variables) : {} }), { status: 200 });
}

class SilentSocket {
  onopen = null;
  send() {}
  close() {}
}

const settle = () => vi.advanceTimersByTimeAsync(1);
const texts = (thread: Thread) => thread.state.value.transcript.messages.map((one) => one.text);
const pending = (thread: Thread) => thread.state.value.transcript.pending;
let thread: Thread;

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  inbox.patch({ byId: new Map() });
  asked = [];
  server = {
    TranscriptNow: () => ({ transcript: transcript({ messages: [message(1)] }) }),
    Watch: () => ({ moved: { userErrors: [] } }),
  };
  vi.stubGlobal("fetch", fakeFetch);
  vi.stubGlobal("WebSocket", SilentSocket);
  vi.stubGlobal("shopify", { idToken: async () => "token" });
  thread = new Thread("7");
  thread.start();
  await settle();
});

afterEach(() => {
  thread.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const posted = (clientKey: unknown, part = {}) => ({
  posted: {
    message: message(2, {
      clientKey: String(clientKey),
      text: "hello",
      author: { kind: "AGENT", name: "Maya", agentId: "1" },
    }),
    conversation: conversation("7", { revision: 5, state: "AGENT", agent: MAYA, term: 2 }),
    userErrors: [],
    ...part,
  },
});

describe("a reply", () => {
  test("is on the screen at once and becomes one message, though it comes back twice", async () => {
    let key: unknown;
    server.PostReply = (variables) => {
      key = variables.clientKey;
      return posted(key);
    };
    const sending = thread.post("reply", "hello", false);
    expect(pending(thread).map((own) => own.text)).toEqual(["hello"]);
    server.TranscriptNow = () => ({
      transcript: transcript({
        messages: [message(2, { clientKey: String(key), text: "hello" })],
        conversation: conversation("7", { revision: 5, state: "AGENT", agent: MAYA, term: 2 }),
      }),
    });
    expect(await sending).toBeNull();
    await settle();
    expect(texts(thread)).toEqual(["message 1", "hello"]);
    expect(pending(thread)).toEqual([]);
    expect(inbox.value.byId.get("7")?.state).toBe("AGENT");
  });

  test("that another agent's hold refuses leaves nothing in the thread and says who holds it", async () => {
    const userErrors = [
      { code: "HELD_BY_ANOTHER", message: "Jonas holds this conversation.", field: null, retryAfter: null },
    ];
    server.PostReply = () => ({
      posted: {
        message: null,
        conversation: conversation("7", { revision: 6, state: "AGENT", agent: JONAS }),
        userErrors,
      },
    });
    expect(await thread.post("reply", "hello", false)).toBe("Jonas holds this conversation.");
    expect(pending(thread)).toEqual([]);
    expect(texts(thread)).toEqual(["message 1"]);
    expect(thread.state.value.around?.conversation.agent?.firstName).toBe("Jonas");
  });

  test("that the network loses stays in the thread, survives a reload, and is retried under the same key", async () => {
    server.PostReply = () => {
      throw new TypeError("network");
    };
    await thread.post("reply", "hello", false);
    const failed = pending(thread)[0];
    expect(failed?.failure).toMatch(/cannot be reached/);
    expect(readOutbox("7").map((own) => own.clientKey)).toEqual([failed?.clientKey]);
    server.PostReply = (variables) => posted(variables.clientKey);
    await thread.retry(failed?.clientKey ?? "");
    const keys = asked.filter((one) => one.name === "PostReply").map((one) => one.variables.clientKey);
    expect(keys).toEqual([failed?.clientKey, failed?.clientKey]);
    expect(readOutbox("7")).toEqual([]);
  });

  test("that arrived before a reload is not offered for sending again", async () => {
    server.PostReply = () => {
      throw new TypeError("network");
    };
    await thread.post("reply", "hello", false);
    const clientKey = pending(thread)[0]?.clientKey;
    thread.stop();
    server.TranscriptNow = () => ({ transcript: transcript({ messages: [message(1), message(2, { clientKey })] }) });
    thread = new Thread("7");
    expect(pending(thread)).toHaveLength(1);
    thread.start();
    await settle();
    expect(pending(thread)).toEqual([]);
    expect(texts(thread)).toHaveLength(2);
  });
});

describe("a draft", () => {
  const typed = () => openPaper(desks.desk.value.papers, "7", "reply")?.text ?? "";

  beforeEach(() => {
    desks.stopDesk();
    keepFor(crypto.randomUUID());
  });
  afterEach(() => desks.stopDesk());

  test("goes out under the key that it was kept under, and the composer is empty", async () => {
    desks.write("7", "reply", "hello ");
    const key = openPaper(desks.desk.value.papers, "7", "reply")?.clientKey;
    server.PostReply = (variables) => posted(variables.clientKey);
    await thread.post("reply", "hello", false);
    expect(asked.find((one) => one.name === "PostReply")?.variables.clientKey).toBe(key);
    expect(typed()).toBe("");
  });

  test("that is refused is in the composer again, with the reason, before what was typed since", async () => {
    const why = { code: "HELD_BY_ANOTHER", message: "Jonas holds this conversation.", field: null, retryAfter: null };
    server.PostReply = () => {
      desks.write("7", "reply", "PS");
      return { posted: { message: null, conversation: null, userErrors: [why] } };
    };
    desks.write("7", "reply", "hello");
    await thread.post("reply", "hello", false);
    expect(typed()).toBe("hello\n\nPS");
    expect(thread.state.value.notice).toBe("Jonas holds this conversation.");
    expect(pending(thread)).toEqual([]);
  });

  test("whose key another window sent other words under is kept, under a key of its own", async () => {
    server.PostReply = (variables) => posted(variables.clientKey);
    desks.write("7", "reply", "other words");
    const key = openPaper(desks.desk.value.papers, "7", "reply")?.clientKey;
    await thread.post("reply", "other words", false);
    expect(typed()).toBe("other words");
    expect(openPaper(desks.desk.value.papers, "7", "reply")?.clientKey).not.toBe(key);
    expect(thread.state.value.notice).toMatch(/another window/);
  });

  test("that could not be sent is kept on the server too, so that a reload anywhere finds it", async () => {
    server.PostReply = () => {
      throw new TypeError("network");
    };
    server.SaveDraft = ({ text, ...rest }) => ({
      saved: { draft: { ...rest, text, revision: 1, savedAt: "" }, userErrors: [] },
    });
    desks.write("7", "reply", "hello");
    await thread.post("reply", "hello", false);
    await vi.advanceTimersByTimeAsync(1_000);
    const saved = asked.filter((one) => one.name === "SaveDraft").map((one) => one.variables);
    expect(saved).toMatchObject([{ clientKey: pending(thread)[0]?.clientKey, text: "hello" }]);
  });

  test("of a window that is closed stands in the thread, to be sent or discarded", async () => {
    const draft = (clientKey: string, text: string, revision: number) => ({
      conversationId: "7",
      clientKey,
      kind: "REPLY",
      text,
      revision,
      savedAt: "",
    });
    server.DeskNow = () => ({
      desk: {
        revision: 2,
        hasMore: false,
        reset: false,
        read: [],
        drafts: [draft("a", "older", 1), draft("b", "newer", 2)],
      },
    });
    thread.stop();
    thread = new Thread("7");
    thread.start();
    desks.startDesk();
    await settle();
    expect(typed()).toBe("newer");
    expect(pending(thread)).toMatchObject([{ clientKey: "a", text: "older", failure: "Not sent yet." }]);
    thread.discard("a");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.find((one) => one.name === "SaveDraft")?.variables).toMatchObject({ clientKey: "a", text: "" });
  });
});

describe("an open thread", () => {
  test("is marked as read up to what it shows, once", async () => {
    const unread = conversation("7", { unread: 2, revision: 3 });
    server.TranscriptNow = () => ({ transcript: transcript({ messages: [message(2)], conversation: unread }) });
    server.MarkRead = () => ({ moved: { conversation: { ...unread, unread: 0 }, userErrors: [] } });
    thread.look();
    await vi.advanceTimersByTimeAsync(2_000);
    const marks = asked.filter((one) => one.name === "MarkRead");
    expect(marks.map((one) => one.variables.sequence)).toEqual([2]);
    expect(inbox.value.byId.get("7")?.unread).toBe(0);
  });

  test("says every 20 seconds that somebody looks, and at its end that nobody does", async () => {
    await vi.advanceTimersByTimeAsync(41_000);
    const said = asked.filter((one) => one.name === "Watch").map((one) => one.variables.isWatching);
    expect(said).toEqual([true, true, true]);
    thread.stop();
    expect(asked.at(-1)?.variables).toMatchObject({ isWatching: false, isTyping: false });
  });

  test("tells of typing at the first key and when it is over, not at each key", async () => {
    for (let key = 0; key < 10; key++) thread.presence.typing();
    await vi.advanceTimersByTimeAsync(6_000);
    const said = asked.filter((one) => one.name === "Watch").map((one) => one.variables.isTyping);
    expect(said).toEqual([false, true, false]);
  });
});

describe("a move", () => {
  test("shows its result before the feed tells of it", async () => {
    server.TakeOver = () => ({
      moved: { conversation: conversation("7", { revision: 4, state: "AGENT", agent: MAYA, term: 2 }), userErrors: [] },
    });
    await thread.moves.press("takeOver", MAYA.id);
    expect(thread.state.value.notice).toBeNull();
    expect(asked.find((one) => one.name === "TakeOver")?.variables).toEqual({ conversationId: "7", expectedTerm: 1 });
    expect(thread.state.value.around?.conversation.state).toBe("AGENT");
  });

  test("that is refused says why and changes nothing", async () => {
    const userErrors = [
      { code: "NOT_ALLOWED", message: "The conversation is resolved already.", field: null, retryAfter: null },
    ];
    server.Resolve = () => ({ moved: { conversation: null, userErrors } });
    const before = thread.state.value.around?.conversation;
    await thread.moves.press("resolve", MAYA.id);
    expect(thread.state.value.notice).toBe("The conversation is resolved already.");
    expect(thread.state.value.around?.conversation).toEqual(before);
  });
});
