/**
 * Tells the server that an agent has the thread open, whether they are typing, and how far they have read. Only a visible
 * page counts as looking. None of it is ever worth an error message: the next beat says it again.
 */
import { MarkReadDocument, WatchDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { seenByMe, takeIn } from "./inbox";

const HEARTBEAT_MS = 20_000;
const TYPING_LASTS_MS = 5_000;
const READ_AFTER_MS = 500;

const isVisible = () => document.visibilityState === "visible";

export class Presence {
  #beat: ReturnType<typeof setInterval> | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #reading: ReturnType<typeof setTimeout> | undefined;
  #saidTypingAt = 0;
  #seen = { sequence: 0, unread: 0 };
  #readUpTo = 0;
  #onVisible = () => this.#planReading();

  constructor(readonly conversationId: string) {}

  start(): void {
    this.#watch(true, false);
    this.#beat = setInterval(() => {
      if (isVisible()) this.#watch(true, this.#typing !== undefined);
    }, HEARTBEAT_MS);
    document.addEventListener("visibilitychange", this.#onVisible);
  }

  stop(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#typing);
    clearTimeout(this.#reading);
    document.removeEventListener("visibilitychange", this.#onVisible);
    this.#watch(false, false);
  }

  #watch(isWatching: boolean, isTyping: boolean): void {
    const said = ask(WatchDocument, { conversationId: this.conversationId, isWatching, isTyping });
    said.catch(() => undefined);
  }

  /** At each key: says so at once, again while it goes on, and that it is over when it is. */
  typing(): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.typed(), TYPING_LASTS_MS);
    if (Date.now() - this.#saidTypingAt < TYPING_LASTS_MS / 2) return;
    this.#saidTypingAt = Date.now();
    this.#watch(true, true);
  }

  /** Nobody types any more: it was sent, or nothing came for a while. */
  typed(): void {
    if (this.#typing === undefined) return;
    clearTimeout(this.#typing);
    this.#typing = undefined;
    this.#saidTypingAt = 0;
    this.#watch(true, false);
  }

  /** The thread shows everything up to `sequence`, of which the server counts `unread` as unread. */
  shows(sequence: number, unread: number): void {
    this.#seen = { sequence, unread };
    this.#planReading();
  }

  #planReading(): void {
    const { sequence, unread } = this.#seen;
    if (unread === 0 || sequence <= this.#readUpTo || !isVisible()) return;
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => void this.#markRead(sequence), READ_AFTER_MS);
  }

  async #markRead(sequence: number): Promise<void> {
    const before = this.#readUpTo;
    this.#readUpTo = sequence;
    seenByMe(this.conversationId);
    try {
      const { moved } = await ask(MarkReadDocument, { conversationId: this.conversationId, sequence });
      if (moved.conversation) takeIn([moved.conversation]);
    } catch {
      this.#readUpTo = before;
    }
  }
}
