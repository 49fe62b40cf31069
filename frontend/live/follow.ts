/**
 * Follows a feed that is a query and a subscription of the same shape: every item once, in order, however the network fails.
 *
 * The cursor is the only memory. First load, reconnect, long sleep and a blocked WebSocket are one call: ask what came
 * after the cursor. Whatever arrives twice, late, or out of turn is recognised by its position and dropped.
 */

/** What one answer of the query, or one event of the subscription, says. */
export interface Page<Item> {
  /** Ask `after` this next. */
  cursor: number;
  hasMore: boolean;
  /** The cursor lies beyond what exists: forget everything and ask again from 0. */
  reset: boolean;
  items: readonly Item[];
}

export interface Listener<Payload> {
  next(payload: Payload): void;
  /** True while the subscription is carried; while it is false the query is polled. */
  carried(isCarried: boolean): void;
}

export interface Feed<Payload, Item> {
  /** The query: rejects when it cannot be answered now. */
  ask(after: number): Promise<Payload>;
  /** The subscription: it calls `after` again at each (re)connect. */
  listen(after: () => number, listener: Listener<Payload>): () => void;
  read(payload: Payload): Page<Item>;
  position(item: Item): number;
  /** `fresh` are the items never given before, ascending. */
  take(payload: Payload, fresh: readonly Item[]): void;
  forget(): void;
  /** False from the first failure until something is heard again. */
  onReach?(isReached: boolean): void;
}

export interface FollowTimes {
  /** How long the subscription may be away before the query is polled. */
  patience: number;
  pollEvery: number;
  pollAtMost: number;
}

export interface Following {
  readonly cursor: number;
  /** Ask at once: the page is visible again, or a write just went through. */
  look(): void;
  stop(): void;
}

const TIMES: FollowTimes = { patience: 2_500, pollEvery: 3_000, pollAtMost: 30_000 };

export function follow<Payload, Item>(feed: Feed<Payload, Item>, from = 0, times: FollowTimes = TIMES): Following {
  let cursor = from;
  let isCarried = false;
  let isStopped = false;
  let isAsking = false;
  let wantsAgain = false;
  let isReached: boolean | null = null;
  let failures = 0;
  /** Grows with each reset: an answer to a question from before it is not read. */
  let life = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unlisten: (() => void) | undefined;

  function reached(now: boolean) {
    if (now === isReached) return;
    isReached = now;
    feed.onReach?.(now);
  }

  function hear(payload: Payload) {
    if (isStopped) return;
    const page = feed.read(payload);
    // A feed that is empty may well call a cursor of 0 too far; asking again would go round for ever.
    if (page.reset && cursor > 0) return startOver();
    // An answer from before the newest one heard: its items are known and the rest of it is old.
    if (page.cursor < cursor) return;
    const known = new Set<number>();
    const fresh = page.items
      .filter((item) => {
        const position = feed.position(item);
        if (position <= cursor || known.has(position)) return false;
        known.add(position);
        return true;
      })
      .sort((one, other) => feed.position(one) - feed.position(other));
    cursor = page.cursor;
    feed.take(payload, fresh);
    if (page.hasMore) void ask();
  }

  function startOver() {
    cursor = 0;
    life++;
    feed.forget();
    unlisten?.();
    listen();
    void ask();
  }

  async function ask(): Promise<void> {
    if (isStopped) return;
    if (isAsking) {
      wantsAgain = true;
      return;
    }
    isAsking = true;
    wantsAgain = false;
    const mine = life;
    try {
      const payload = await feed.ask(cursor);
      failures = 0;
      isAsking = false;
      if (isStopped) return;
      reached(true);
      if (mine === life) hear(payload);
    } catch {
      failures++;
      isAsking = false;
      wantsAgain = false;
      if (isStopped) return;
      if (!isCarried) reached(false);
    }
    if (wantsAgain && !isAsking) return ask();
    if (!isAsking) plan();
  }

  function plan() {
    clearTimeout(timer);
    if (isCarried || isStopped) return;
    timer = setTimeout(ask, Math.min(times.pollAtMost, times.pollEvery * 2 ** Math.min(failures, 5)));
  }

  function listen() {
    const mine = life;
    const stop = feed.listen(() => cursor, {
      next(payload) {
        if (mine !== life) return;
        reached(true);
        hear(payload);
      },
      carried(now) {
        if (mine !== life || now === isCarried || isStopped) return;
        isCarried = now;
        clearTimeout(timer);
        if (!now) timer = setTimeout(ask, times.patience);
      },
    });
    // A listener that answers at once may have begun the next life before this one could be kept.
    if (mine === life) unlisten = stop;
    else stop();
  }

  listen();
  void ask();

  return {
    get cursor() {
      return cursor;
    },
    look: () => void ask(),
    stop() {
      isStopped = true;
      clearTimeout(timer);
      unlisten?.();
    },
  };
}
