/**
 * One WebSocket, many subscriptions, over the graphql-transport-ws protocol; it comes back by itself until it is closed.
 *
 * Each connect asks for a fresh address and token, since the server ends sockets on purpose (close code 4403) and a
 * token that was good an hour ago need not be now. A request is a function: after a reconnect it is asked again, so
 * that it can name the newest cursor. Protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */

export interface Address {
  url: string;
  token: string;
}

export interface GraphQLRequest {
  query: string;
  variables?: Record<string, unknown>;
}

export interface Sink<T> {
  next(data: T): void;
  /** The server refused this request; it is asked again at the next connect. */
  error?(errors: readonly { message: string }[]): void;
}

export type SocketState = "idle" | "connecting" | "open" | "waiting";

/** What a WebSocket must offer; tests script it. */
export interface WebSocketLike {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface SocketOptions {
  /** Called before every connect; rejecting counts as a failed attempt. */
  address(): Promise<Address>;
  onState?(state: SocketState): void;
  open?(url: string, protocol: string): WebSocketLike;
  random?(): number;
}

export interface Socket {
  subscribe<T>(request: () => GraphQLRequest, sink: Sink<T>): () => void;
  /** The page is visible or online again: do not sit out the back-off, and check that an open socket lives. */
  wake(): void;
  /** Lets go of the connection but keeps the subscriptions, for a page that may be restored (bfcache). */
  pause(): void;
  readonly state: SocketState;
}

const FIRST_DELAY = 400;
const LONGEST_DELAY = 30_000;
const HANDSHAKE_LIMIT = 8_000;
const QUIET_BEFORE_PING = 15_000;
const PONG_LIMIT = 6_000;
interface Subscription {
  request: () => GraphQLRequest;
  sink: Sink<never>;
}

/** Exponential with full jitter below half, so that a restarted server is not met by everybody at once. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * random();
}

export function createSocket(options: SocketOptions): Socket {
  const open = options.open ?? ((url, protocol) => new WebSocket(url, protocol) as WebSocketLike);
  const subscriptions = new Map<string, Subscription>();
  let state: SocketState = "idle";
  let socket: WebSocketLike | null = null;
  let attempt = 0;
  let nextId = 0;
  /** Grows with each connect and pause, so that a late answer of an older one is not heard. */
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;

  function become(next: SocketState) {
    if (next === state) return;
    state = next;
    options.onState?.(next);
  }

  const say = (message: unknown) => socket?.send(JSON.stringify(message));

  const ask = (id: string, subscription: Subscription) =>
    say({ id, type: "subscribe", payload: subscription.request() });

  function listenForSilence() {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      say({ type: "ping" });
      watchdog = setTimeout(lost, PONG_LIMIT);
    }, QUIET_BEFORE_PING);
  }

  function letGo() {
    generation++;
    clearTimeout(timer);
    clearTimeout(watchdog);
    const old = socket;
    socket = null;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = old.onerror = null;
    try {
      old.close(1000, "done");
    } catch {
      // A socket that is still connecting may refuse a close code; it is no longer listened to either way.
    }
  }

  function lost() {
    letGo();
    if (!subscriptions.size) return become("idle");
    become("waiting");
    const delay = backoff(attempt, options.random);
    attempt++;
    timer = setTimeout(connect, delay);
  }

  async function connect() {
    letGo();
    const mine = generation;
    become("connecting");
    timer = setTimeout(lost, HANDSHAKE_LIMIT);
    try {
      const { url, token } = await options.address();
      if (mine !== generation) return;
      socket = open(url, "graphql-transport-ws");
      socket.onopen = () => say({ type: "connection_init", payload: { token } });
      socket.onmessage = (event) => hear(String(event.data));
      socket.onclose = lost;
      socket.onerror = lost;
    } catch {
      if (mine === generation) lost();
    }
  }

  function hear(text: string) {
    const message = JSON.parse(text);
    if (state === "open") listenForSilence();
    if (message.type === "ping") return say({ type: "pong" });
    if (message.type === "connection_ack") return acknowledged();
    const subscription = subscriptions.get(message.id);
    if (!subscription) return;
    if (message.type === "next") hand(subscription, message.payload);
    else if (message.type === "error") subscription.sink.error?.(message.payload);
    // A subscription has no natural end: the server let go of it, so it is asked again on a new connection.
    else if (message.type === "complete") lost();
  }

  function hand(subscription: Subscription, payload: { data?: unknown; errors?: readonly { message: string }[] }) {
    attempt = 0;
    if (payload.data) subscription.sink.next(payload.data as never);
    else subscription.sink.error?.(payload.errors ?? []);
  }

  function acknowledged() {
    clearTimeout(timer);
    become("open");
    listenForSilence();
    for (const [id, subscription] of subscriptions) ask(id, subscription);
  }

  return {
    get state() {
      return state;
    },
    subscribe(request, sink) {
      const id = String(++nextId);
      const subscription: Subscription = { request, sink: sink as Sink<never> };
      subscriptions.set(id, subscription);
      if (state === "open") ask(id, subscription);
      else if (state === "idle") void connect();
      return () => {
        if (!subscriptions.delete(id)) return;
        if (state === "open") say({ id, type: "complete" });
        if (subscriptions.size) return;
        letGo();
        become("idle");
      };
    },
    wake() {
      if (state === "open") {
        say({ type: "ping" });
        clearTimeout(watchdog);
        watchdog = setTimeout(lost, PONG_LIMIT);
      } else if (subscriptions.size && state !== "connecting") {
        attempt = 0;
        void connect();
      }
    },
    pause() {
      letGo();
      become("idle");
    },
  };
}
