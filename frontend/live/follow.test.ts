import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Feed, follow, type Listener, type Page } from "./follow";

interface Item {
  sequence: number;
}
type Payload = Page<Item>;

/** A log on a server, with a query and a subscription that the test may break. */
class Server {
  log: Item[] = [];
  isDown = false;
  asked: number[] = [];
  pageSize = 100;
  listener: Listener<Payload> | null = null;
  listenedAfter: (() => number) | null = null;
  grow(count: number) {
    for (let n = 0; n < count; n++) this.log.push({ sequence: this.log.length + 1 });
  }
  page(after: number): Payload {
    if (after > this.log.length) return { cursor: 0, hasMore: false, reset: true, items: [] };
    const items = this.log.slice(after, after + this.pageSize);
    const cursor = after + items.length;
    return { cursor, hasMore: cursor < this.log.length, reset: false, items };
  }
  push() {
    this.listener?.next(this.page(this.listenedAfter?.() ?? 0));
  }
}

let server: Server;
let got: number[] = [];
let forgets = 0;
let reach: boolean[] = [];

function feed(): Feed<Payload, Item> {
  return {
    async ask(after) {
      server.asked.push(after);
      if (server.isDown) throw new Error("down");
      return server.page(after);
    },
    listen(after, listener) {
      server.listenedAfter = after;
      server.listener = listener;
      return () => {
        if (server.listener === listener) server.listener = null;
      };
    },
    read: (payload) => payload,
    position: (item) => item.sequence,
    take: (_, fresh) => got.push(...fresh.map((item) => item.sequence)),
    forget: () => {
      forgets++;
      got = [];
    },
    onReach: (isReached) => reach.push(isReached),
  };
}

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  got = [];
  forgets = 0;
  reach = [];
});
afterEach(() => vi.useRealTimers());

test("the first load asks from the cursor until there is no more", async () => {
  server.grow(7);
  server.pageSize = 3;
  const following = follow(feed());
  await settle();
  expect(got).toEqual(upTo(7));
  expect(server.asked).toEqual([0, 3, 6]);
  expect(following.cursor).toBe(7);
});

test("an item that the query and the subscription both bring is given once", async () => {
  server.grow(3);
  follow(feed());
  server.listener?.carried(true);
  server.push();
  await settle();
  server.listener?.next({ cursor: 3, hasMore: false, reset: false, items: server.log });
  expect(got).toEqual(upTo(3));
});

test("items out of order or doubled in one answer are put in order", async () => {
  follow(feed());
  await settle();
  server.listener?.next({
    cursor: 3,
    hasMore: false,
    reset: false,
    items: [3, 1, 2, 3].map((sequence) => ({ sequence })),
  });
  expect(got).toEqual([1, 2, 3]);
});

test("an answer from before the newest event changes nothing", async () => {
  server.grow(5);
  const take = vi.fn();
  follow({ ...feed(), take });
  await settle();
  take.mockClear();
  server.listener?.next({ cursor: 4, hasMore: false, reset: false, items: [{ sequence: 4 }] });
  expect(take).not.toHaveBeenCalled();
});

test("after a reconnect the subscription resumes from the cursor and nothing is missing", async () => {
  server.grow(2);
  follow(feed());
  server.listener?.carried(true);
  await settle();
  server.listener?.carried(false);
  server.grow(4);
  server.listener?.carried(true);
  expect(server.listenedAfter?.()).toBe(2);
  server.push();
  expect(got).toEqual(upTo(6));
});

test("a blocked subscription is replaced by polling, which ends when it is carried", async () => {
  follow(feed());
  await settle();
  server.grow(1);
  await vi.advanceTimersByTimeAsync(3_000);
  server.grow(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(got).toEqual([1, 2]);
  server.listener?.carried(true);
  const asked = server.asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toHaveLength(asked);
});

test("a subscription that is lost is polled for after a moment's patience", async () => {
  follow(feed());
  server.listener?.carried(true);
  await settle();
  server.listener?.carried(false);
  server.grow(1);
  await vi.advanceTimersByTimeAsync(2_400);
  expect(got).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(got).toEqual([1]);
});

test("a server that is down is asked ever more seldom, and said to be reached again when it is", async () => {
  server.isDown = true;
  follow(feed());
  await settle();
  expect(reach).toEqual([false]);
  await vi.advanceTimersByTimeAsync(6_000 + 12_000 + 24_000);
  expect(server.asked).toHaveLength(4);
  server.isDown = false;
  server.grow(2);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(got).toEqual([1, 2]);
  expect(reach).toEqual([false, true]);
});

test("a reset forgets everything, asks from 0 and listens anew", async () => {
  server.grow(5);
  follow(feed());
  await settle();
  const old = server.listener;
  server.log = [];
  server.grow(2);
  server.push();
  await settle();
  expect(forgets).toBe(1);
  expect(got).toEqual([1, 2]);
  expect(server.listener).not.toBe(old);
  old?.next({ cursor: 9, hasMore: false, reset: false, items: [{ sequence: 9 }] });
  expect(got).toEqual([1, 2]);
});

test("a reset of an empty feed does not go round for ever", async () => {
  follow({
    ...feed(),
    async ask(after) {
      server.asked.push(after);
      return { cursor: 0, hasMore: false, reset: true, items: [] };
    },
  });
  await settle();
  expect(server.asked).toEqual([0]);
  expect(forgets).toBe(0);
});

test("an event that says there is more is followed by a question", async () => {
  follow(feed());
  server.listener?.carried(true);
  await settle();
  server.pageSize = 2;
  server.grow(5);
  server.push();
  await settle();
  expect(got).toEqual(upTo(5));
});

test("looking while a question is under way asks once more after it", async () => {
  const following = follow(feed());
  following.look();
  following.look();
  await settle();
  expect(server.asked).toEqual([0, 0]);
});

test("nothing is given after the stop", async () => {
  const following = follow(feed());
  following.stop();
  server.grow(3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(got).toEqual([]);
  expect(server.listener).toBeNull();
  expect(server.asked).toEqual([0]);
});

test("with answers lost, doubled and late at random, each item still comes once and in order", async () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  follow(feed());
  const held: Payload[] = [];
  for (let round = 0; round < 600; round++) {
    if (random() < 0.5) server.grow(1);
    server.isDown = random() < 0.3;
    if (random() < 0.2) server.listener?.carried(random() < 0.5);
    const page = server.page(server.listenedAfter?.() ?? 0);
    if (random() < 0.4) held.push(page);
    if (random() < 0.4) server.listener?.next(page);
    if (held.length && random() < 0.3) server.listener?.next(held[Math.floor(random() * held.length)] as Payload);
    await vi.advanceTimersByTimeAsync(random() * 2_000);
  }
  server.isDown = false;
  server.listener?.carried(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.log.length).toBeGreaterThan(200);
  expect(got).toEqual(upTo(server.log.length));
});
