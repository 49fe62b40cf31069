import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Api, Unreachable } from "./api";
import { createChat } from "./chat";
import type { Form, Message, Thread } from "./schema";
import { createStorage } from "./storage";
import type { Chat } from "./view";

/** A thread on a server, with its socket; either can be broken. */
class Server {
  messages: Message[] = [];
  state: Partial<Thread> = {};
  isDown = false;
  calls: { name: string; variables: Record<string, unknown> }[] = [];
  sockets: FakeSocket[] = [];

  message(change: Partial<Message>): Message {
    const sequence = this.messages.length + 1;
    const blank = {
      clientKey: null,
      citations: [],
      form: null,
      answers: [],
      order: null,
      codeFor: null,
      corrects: null,
      sentAt: "2026-11-22T12:00:00Z",
    };
    const author = { kind: "BOT", name: "Fern" } as const;
    const message: Message = { ...blank, sequence, kind: "TEXT", author, text: "", ...change };
    this.messages.push(message);
    return message;
  }
  thread(after: number): Thread {
    const bot = { kind: "BOT", name: "Fern" } as const;
    const quiet = {
      openForm: null,
      draft: null,
      typing: null,
      waitingLine: null,
      contact: null,
      unread: 0,
      hasMore: false,
      reset: false,
    };
    const cursor = this.messages.length;
    return { ...quiet, cursor, state: "BOT", speaker: bot, messages: this.messages.slice(after), ...this.state };
  }
  push() {
    for (const socket of this.sockets) socket.push();
  }
  named = (name: string) => this.calls.filter((call) => call.name === name);

  api: Api = {
    run: async <T>(query: string, variables: Record<string, unknown> = {}) => {
      const name = /\w+ (\w+)/.exec(query)?.[1] ?? "";
      this.calls.push({ name, variables });
      if (this.isDown) throw new Unreachable("down");
      return this.answer(name, variables) as T;
    },
    address: async () => ({ url: "ws://app.example", token: "token" }),
    grant: async () => ({}) as never,
    onAnother: () => undefined,
  };
  answer(name: string, variables: Record<string, unknown>): unknown {
    if (name === "Thread") return { thread: this.thread(Number(variables.after)) };
    if (name === "Widget") return { widget: { shopName: "Alder & Pine", greeting: "Hi", botName: "Fern", chips: [] } };
    if (name === "PostMessage") {
      const clientKey = String(variables.clientKey);
      const known = this.messages.find((message) => message.clientKey === clientKey);
      const author = { kind: "SHOPPER", name: "" } as const;
      const message = known ?? this.message({ text: String(variables.text), clientKey, author });
      return { postMessage: { message, userErrors: [] } };
    }
    return { [name.charAt(0).toLowerCase() + name.slice(1)]: { message: null, fieldErrors: [], userErrors: [] } };
  }
}

class FakeSocket {
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  after = 0;
  constructor() {
    if (server.isDown) queueMicrotask(() => this.onclose?.({ code: 1006 }));
    else queueMicrotask(() => this.onopen?.());
  }
  say = (message: unknown) => this.onmessage?.({ data: JSON.stringify(message) });
  push() {
    const thread = server.thread(this.after);
    this.after = thread.cursor;
    this.say({ type: "next", id: "1", payload: { data: { thread } } });
  }
  send(text: string) {
    const message = JSON.parse(text);
    if (message.type === "connection_init") this.say({ type: "connection_ack" });
    if (message.type !== "subscribe") return;
    this.after = message.payload.variables.after;
    server.sockets.push(this);
    this.push();
  }
  close() {
    server.sockets = server.sockets.filter((socket) => socket !== this);
  }
}

let server: Server;
let chat: Chat;
const settle = () => vi.advanceTimersByTimeAsync(10);
const words = { unreachable: "Not reached.", noEmail: "Write an address." };
const open = () => createChat(server.api, createStorage("shop.example"), words);
const shown = () => [
  ...chat.view.transcript.messages.map((message) => message.text),
  ...chat.view.transcript.pending.map((own) => `(${own.text})`),
];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  localStorage.clear();
  server = new Server();
  chat = open();
});
afterEach(() => {
  chat.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("nothing is asked and no connection is held before the chat is opened", async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.calls).toEqual([]);
  expect(server.sockets).toEqual([]);
});

test("one's own message is there at once and settles without doubling", async () => {
  chat.start();
  await settle();
  chat.send("Do you ship to Canada?");
  expect(shown()).toEqual(["(Do you ship to Canada?)"]);
  await settle();
  server.message({ text: "Yes." });
  server.push();
  expect(shown()).toEqual(["Do you ship to Canada?", "Yes."]);
});

test("while the app is down a message waits, and after a reload it is posted once", async () => {
  chat.start();
  await settle();
  server.isDown = true;
  chat.send("Anybody there?");
  await settle();
  expect(chat.view.isLate).toBe(true);
  server.isDown = false;
  chat.stop();
  chat = open();
  expect(shown()).toEqual(["(Anybody there?)"]);
  chat.start();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(server.messages.map((message) => message.text)).toEqual(["Anybody there?"]);
  server.push();
  expect(shown()).toEqual(["Anybody there?"]);
});

test("after an agent joined no word of the bot's draft is shown", async () => {
  chat.start();
  await settle();
  server.state = { draft: { term: 1, text: "We ship" } };
  server.push();
  expect(chat.view.transcript.draft?.text).toBe("We ship");
  server.state = { state: "AGENT", speaker: { kind: "AGENT", name: "Maya" }, draft: { term: 1, text: "We ship to" } };
  server.push();
  expect(chat.view.transcript.draft).toBeNull();
  expect(chat.view.thread?.speaker.name).toBe("Maya");
});

test("another person at the same browser sees nothing of the first and posts none of their words", async () => {
  chat.start();
  await settle();
  server.message({ text: "Your order is late." });
  server.push();
  server.isDown = true;
  chat.send("My address is 42 Fern Avenue");
  await settle();
  server.isDown = false;
  server.messages = [];
  server.api.onAnother(true);
  expect(shown()).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.messages).toEqual([]);
  server.message({ text: "Hello" });
  server.push();
  expect(shown()).toEqual(["Hello"]);
});

test("who logs in is the same person: what waits is posted to the thread that is theirs now", async () => {
  chat.start();
  await settle();
  server.message({ text: "Hello" });
  server.push();
  server.isDown = true;
  chat.send("And to Canada?");
  await settle();
  server.isDown = false;
  server.messages = [];
  server.api.onAnother(false);
  expect(shown()).toEqual(["(And to Canada?)"]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.messages.map((message) => message.text)).toEqual(["And to Canada?"]);
});

test("where no socket gets through, the thread is polled and misses nothing", async () => {
  vi.stubGlobal(
    "WebSocket",
    class {
      constructor() {
        throw new Error("blocked");
      }
    },
  );
  chat.start();
  await settle();
  for (let n = 1; n <= 3; n++) {
    server.message({ text: `line ${n}` });
    await vi.advanceTimersByTimeAsync(4_000);
  }
  expect(shown()).toEqual(["line 1", "line 2", "line 3"]);
});

test("a page that sleeps closes its socket, and one that wakes asks for what it missed", async () => {
  chat.start();
  await settle();
  expect(server.sockets).toHaveLength(1);
  dispatchEvent(new Event("pagehide"));
  expect(server.sockets).toHaveLength(0);
  server.message({ text: "missed" });
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await settle();
  expect(shown()).toEqual(["missed"]);
  expect(server.sockets).toHaveLength(1);
});

test("every try of a form's submission carries the same key", async () => {
  chat.start();
  await settle();
  const shown = { title: "", intro: "", fields: [], values: [], maySkip: true };
  const form: Form = { id: "7", sequence: 1, isCorrection: false, status: "OPEN", ...shown };
  server.isDown = true;
  expect((await chat.submit(form, { email: "e@example.com" })).problem).toBe("Not reached.");
  server.isDown = false;
  expect(await chat.submit(form, { email: "e@example.com" })).toEqual({ fieldErrors: [], problem: null });
  const keys = server.named("SubmitAction").map((call) => call.variables.clientKey);
  expect(keys).toEqual(["submit-form-7", "submit-form-7"]);
});

test("a human is asked for once, however often the button is pressed", async () => {
  chat.start();
  await settle();
  chat.askForHuman();
  chat.askForHuman();
  await settle();
  expect(server.named("AskForHuman")).toHaveLength(1);
  expect(chat.view.transcript.pending).toEqual([]);
});

test("what was seen is marked read once", async () => {
  server.message({ text: "Hello" });
  server.state = { unread: 1 };
  chat.start();
  await settle();
  chat.seen();
  chat.seen();
  expect(server.named("MarkRead").map((call) => call.variables)).toEqual([{ sequence: 1 }]);
});

test("closing an empty chat gives up the connection, closing a conversation keeps it", async () => {
  chat.start();
  await settle();
  chat.rest();
  expect(server.sockets).toHaveLength(0);
  chat.start();
  await settle();
  chat.send("Hello");
  await settle();
  chat.rest();
  expect(server.sockets).toHaveLength(1);
});

test("an e-mail address is kept, refused in the shop's words, or not sent", async () => {
  chat.start();
  await settle();
  expect(await chat.leaveEmail("elena@example.com")).toBeNull();
  expect(server.named("LeaveEmail")[0]?.variables).toEqual({ email: "elena@example.com" });
  const refusing = (code: string, message: string) => {
    const answer = server.answer.bind(server);
    server.answer = (name, variables) =>
      name === "LeaveEmail"
        ? { leaveEmail: { userErrors: [{ code, message, field: "email", retryAfter: null }] } }
        : answer(name, variables);
  };
  refusing("INVALID", "In English.");
  expect(await chat.leaveEmail("elena")).toBe("Write an address.");
  refusing("TOO_MANY", "Wait a moment.");
  expect(await chat.leaveEmail("elena@example.com")).toBe("Wait a moment.");
  server.isDown = true;
  expect(await chat.leaveEmail("elena@example.com")).toBe("Not reached.");
});
