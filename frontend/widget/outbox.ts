/**
 * What the shopper wrote or asked for and the server has not accepted yet. It survives reload; each entry goes out under
 * its one client key however often it is tried, so that it is posted once; one at a time, so that it stays in order.
 */
import type { Pending } from "../live/transcript";
import { type Api, Unreachable } from "./api";
import { ASK_FOR_HUMAN, POST_MESSAGE } from "./documents";
import type { UserError } from "./schema";
import type { Storage } from "./storage";

export interface OutboxEvents {
  accepted(clientKey: string, sequence: number | null): void;
  refused(clientKey: string, reason: string | null): void;
  /** True while something waits because the app cannot be reached. */
  late(isLate: boolean): void;
}

export interface Outbox {
  /** What an earlier page left behind. */
  readonly left: Pending[];
  put(own: Pending): void;
  drop(clientKey: string): void;
  /** Another person is at this browser: what waited was not theirs. */
  forget(): void;
  /** Send what waits, now. */
  flush(): void;
  stop(): void;
}

interface Outcome {
  message?: { sequence: number } | null;
  userErrors: UserError[];
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

export function createOutbox(api: Api, storage: Storage, events: OutboxEvents): Outbox {
  const kept = () => storage.read<Pending[]>("outbox") ?? [];
  const queue: Pending[] = kept().map((own) => ({ ...own, sequence: null }));
  let isSending = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // Other tabs of the shop share the store: add and take away one's own only.
  const keep = (own: Pending) =>
    storage.write("outbox", [...kept().filter((it) => it.clientKey !== own.clientKey), own]);
  function release(clientKey: string) {
    const rest = kept().filter((own) => own.clientKey !== clientKey);
    storage.write("outbox", rest.length ? rest : null);
  }

  function leave(clientKey: string) {
    const at = queue.findIndex((own) => own.clientKey === clientKey);
    if (at >= 0) queue.splice(at, 1);
    release(clientKey);
  }

  async function post({ kind, text, clientKey }: Pending): Promise<Outcome> {
    if (kind === "human") return (await api.run<{ askForHuman: Outcome }>(ASK_FOR_HUMAN, { clientKey })).askForHuman;
    const variables = { text, clientKey, pageUrl: location.href.slice(0, 2_000) };
    return (await api.run<{ postMessage: Outcome }>(POST_MESSAGE, variables)).postMessage;
  }

  function wait(seconds: number | null) {
    clearTimeout(timer);
    const pause = seconds ? seconds * 1_000 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 6));
    timer = setTimeout(flush, pause * (0.8 + 0.4 * Math.random()));
  }

  function settle(own: Pending, { message, userErrors: [error] }: Outcome): boolean {
    if (error?.retryAfter) {
      wait(error.retryAfter);
      return false;
    }
    if (error) {
      own.failure = error.message;
      if (queue.includes(own)) keep(own);
      events.refused(own.clientKey, error.message);
    } else {
      leave(own.clientKey);
      events.accepted(own.clientKey, message?.sequence ?? null);
    }
    return true;
  }

  async function flush() {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    try {
      let isSettled = true;
      for (let next = waiting(); next && isSettled; next = waiting()) isSettled = settle(next, await post(next));
      failures = 0;
      events.late(!isSettled);
    } catch (error) {
      failures++;
      events.late(true);
      wait(error instanceof Unreachable ? error.retryAfter : null);
    } finally {
      isSending = false;
    }
  }
  const waiting = () => queue.find((own) => own.failure === null);

  return {
    left: queue.map((own) => ({ ...own })),
    put(own) {
      const known = queue.find((it) => it.clientKey === own.clientKey);
      if (known) known.failure = null;
      else queue.push({ ...own });
      keep({ ...own, failure: null });
      void flush();
    },
    drop: leave,
    forget() {
      clearTimeout(timer);
      queue.length = 0;
      storage.write("outbox", null);
    },
    flush: () => void flush(),
    stop: () => clearTimeout(timer),
  };
}
