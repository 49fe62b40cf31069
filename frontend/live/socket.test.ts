import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backoff, createSocket, type SocketState, type WebSocketLike } from "./socket";

class ScriptedSocket implements WebSocketLike {
  static all: ScriptedSocket[] = [];
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  sent: Record<string, unknown>[] = [];
  isClosed = false;
  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    ScriptedSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.isClosed = true;
  }
  says(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }
  ends(code: number) {
    this.onclose?.({ code } as CloseEvent);
  }
  accepts() {
    this.onopen?.({} as Event);
    this.says({ type: "connection_ack" });
  }
  get types() {
    return this.sent.map((message) => message.type);
  }
}

const newest = () => ScriptedSocket.all[ScriptedSocket.all.length - 1] as ScriptedSocket;

let tokens = 0;
let states: SocketState[] = [];

function scripted(address = async () => ({ url: "wss://app.example/shopper", token: `token-${++tokens}` })) {
  return createSocket({
    address,
    open: (url, protocol) => new ScriptedSocket(url, protocol),
    onState: (state) => states.push(state),
    random: () => 1,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  ScriptedSocket.all = [];
  tokens = 0;
  states = [];
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
const sink = () => ({ next: vi.fn(), error: vi.fn() });

test("one socket carries many subscriptions, each with its own events", async () => {
  const socket = scripted();
  const [one, other] = [sink(), sink()];
  socket.subscribe(() => ({ query: "one" }), one);
  socket.subscribe(() => ({ query: "other" }), other);
  await settle();
  newest().accepts();
  expect(ScriptedSocket.all).toHaveLength(1);
  expect(newest().protocol).toBe("graphql-transport-ws");
  expect(newest().sent).toEqual([
    { type: "connection_init", payload: { token: "token-1" } },
    { id: "1", type: "subscribe", payload: { query: "one" } },
    { id: "2", type: "subscribe", payload: { query: "other" } },
  ]);
  newest().says({ type: "next", id: "2", payload: { data: { thread: 7 } } });
  expect(other.next).toHaveBeenCalledExactlyOnceWith({ thread: 7 });
  expect(one.next).not.toHaveBeenCalled();
});

test("after close 4403 it comes again with a fresh token and asks with the newest cursor", async () => {
  const socket = scripted();
  let cursor = 0;
  socket.subscribe(() => ({ query: "thread", variables: { after: cursor } }), sink());
  await settle();
  newest().accepts();
  cursor = 12;
  newest().ends(4403);
  expect(socket.state).toBe("waiting");
  await vi.advanceTimersByTimeAsync(400);
  newest().accepts();
  expect(ScriptedSocket.all).toHaveLength(2);
  expect(newest().sent).toEqual([
    { type: "connection_init", payload: { token: "token-2" } },
    { id: "1", type: "subscribe", payload: { query: "thread", variables: { after: 12 } } },
  ]);
});

test("the wait between attempts grows with jitter and has an upper limit", async () => {
  expect(backoff(0, () => 0)).toBe(200);
  expect(backoff(0, () => 1)).toBe(400);
  expect(backoff(3, () => 1)).toBe(3_200);
  expect(backoff(50, () => 1)).toBe(30_000);
  const refusing = vi.fn(async () => Promise.reject(new Error("no token")));
  scripted(refusing).subscribe(() => ({ query: "thread" }), sink());
  await vi.advanceTimersByTimeAsync(400 + 800 + 1_600);
  expect(refusing).toHaveBeenCalledTimes(4);
  expect(ScriptedSocket.all).toHaveLength(0);
});

test("a silent server is asked for a sign of life and left when it gives none", async () => {
  const socket = scripted();
  socket.subscribe(() => ({ query: "thread" }), sink());
  await settle();
  const first = newest();
  first.accepts();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(first.types).toContain("ping");
  await vi.advanceTimersByTimeAsync(6_000);
  expect(first.isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(400);
  expect(ScriptedSocket.all).toHaveLength(2);
});

test("a pong keeps the socket", async () => {
  const socket = scripted();
  socket.subscribe(() => ({ query: "thread" }), sink());
  await settle();
  newest().accepts();
  for (let round = 0; round < 3; round++) {
    await vi.advanceTimersByTimeAsync(15_000);
    newest().says({ type: "pong" });
  }
  await vi.advanceTimersByTimeAsync(6_000);
  expect(ScriptedSocket.all).toHaveLength(1);
  expect(socket.state).toBe("open");
});

test("a ping of the server is answered", async () => {
  scripted().subscribe(() => ({ query: "thread" }), sink());
  await settle();
  newest().accepts();
  newest().says({ type: "ping" });
  expect(newest().types.slice(-1)).toEqual(["pong"]);
});

test("a handshake that never ends is given up", async () => {
  scripted().subscribe(() => ({ query: "thread" }), sink());
  await settle();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(newest().isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(400);
  expect(ScriptedSocket.all).toHaveLength(2);
});

test("waking does not sit out the wait", async () => {
  const socket = scripted();
  socket.subscribe(() => ({ query: "thread" }), sink());
  await settle();
  newest().accepts();
  for (let round = 0; round < 6; round++) {
    newest().ends(1006);
    await vi.advanceTimersByTimeAsync(30_000);
  }
  newest().ends(1006);
  const before = ScriptedSocket.all.length;
  socket.wake();
  await settle();
  expect(ScriptedSocket.all).toHaveLength(before + 1);
});

test("pausing closes the socket and keeps the subscriptions for when the page is restored", async () => {
  const socket = scripted();
  const thread = sink();
  socket.subscribe(() => ({ query: "thread" }), thread);
  await settle();
  newest().accepts();
  socket.pause();
  expect(newest().isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ScriptedSocket.all).toHaveLength(1);
  socket.wake();
  await settle();
  newest().accepts();
  newest().says({ type: "next", id: "1", payload: { data: 1 } });
  expect(thread.next).toHaveBeenCalledOnce();
});

test("the last unsubscribe closes the socket for good", async () => {
  const socket = scripted();
  const stop = socket.subscribe(() => ({ query: "thread" }), sink());
  await settle();
  newest().accepts();
  stop();
  expect(newest().types.slice(-1)).toEqual(["complete"]);
  expect(newest().isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ScriptedSocket.all).toHaveLength(1);
  expect(states).toEqual(["connecting", "open", "idle"]);
});

test("a token that comes after the pause opens nothing", async () => {
  let give: (address: { url: string; token: string }) => void = () => undefined;
  const socket = scripted(() => new Promise((resolve) => (give = resolve)));
  socket.subscribe(() => ({ query: "thread" }), sink());
  socket.pause();
  give({ url: "wss://app.example/shopper", token: "late" });
  await settle();
  expect(ScriptedSocket.all).toHaveLength(0);
});

test("a refused subscription says so and leaves the others alone", async () => {
  const socket = scripted();
  const [refused, fine] = [sink(), sink()];
  socket.subscribe(() => ({ query: "wrong" }), refused);
  socket.subscribe(() => ({ query: "right" }), fine);
  await settle();
  newest().accepts();
  newest().says({ type: "error", id: "1", payload: [{ message: "Too many." }] });
  newest().says({ type: "next", id: "2", payload: { data: 1 } });
  expect(refused.error).toHaveBeenCalledExactlyOnceWith([{ message: "Too many." }]);
  expect(fine.next).toHaveBeenCalledOnce();
  expect(socket.state).toBe("open");
});

test("a subscription that the server completes is asked again", async () => {
  scripted().subscribe(() => ({ query: "thread" }), sink());
  await settle();
  newest().accepts();
  newest().says({ type: "complete", id: "1" });
  await vi.advanceTimersByTimeAsync(400);
  newest().accepts();
  expect(ScriptedSocket.all).toHaveLength(2);
  expect(newest().types).toEqual(["connection_init", "subscribe"]);
});
