/**
 * One open thread: follows its transcript and acts in it. What is posted goes under a client key. A message of one's own is on the screen before it is sent and stays until it is in the transcript.
 */
import {
  AddTagDocument,
  CancelFormDocument,
  HandBackDocument,
  type LookedFieldsFragment,
  LookUpOrderDocument,
  type MovedFieldsFragment,
  OfferActionDocument,
  PostNoteDocument,
  PostReplyDocument,
  RefreshOrderDocument,
  ReleaseDocument,
  RemoveTagDocument,
  ReopenDocument,
  ResolveDocument,
  TakeOverDocument,
  TranscriptFeedDocument,
  TranscriptNowDocument,
} from "../../graphql/generated/graphql";
import type { Following } from "../../live/follow";
import { accepted, dropped, type Pending, refused, written } from "../../live/transcript";
import { ApiError, ask, refusalOf, wordsOf } from "../shell/api";
import { followTwin } from "../shell/live";
import { Store } from "../ui/store";
import * as desks from "./desk";
import { isSame, keepOutbox, readOutbox } from "./drafts";
import { takeIn } from "./inbox";
import { type Move, MoveQueue } from "./moves";
import { strays, type Writing } from "./papers";
import { Presence } from "./presence";
import { emptyThread, heard, looked, moved, startedOver, type ThreadState } from "./thread-state";

const SENT_ELSEWHERE = "Other words were sent from another window. Yours are kept here.";

const MOVES = {
  handBack: HandBackDocument,
  release: ReleaseDocument,
  resolve: ResolveDocument,
  reopen: ReopenDocument,
} as const;

/** Null where it went through, else why not, in words. */
export type Outcome = Promise<string | null>;

export class Thread {
  readonly state: Store<ThreadState>;
  readonly presence: Presence;
  readonly moves: MoveQueue;
  #following: Following | null = null;
  #unlisten: (() => void) | null = null;

  constructor(readonly id: string) {
    this.state = new Store(emptyThread(readOutbox(id)));
    this.presence = new Presence(id);
    this.moves = new MoveQueue({
      run: (move) => this.#move(move),
      conversation: () => this.state.value.around?.conversation,
      tell: (notice) => this.state.patch({ notice }),
      changed: (running) => this.state.patch({ running }),
    });
  }

  start(): void {
    for (const own of this.state.value.transcript.pending) desks.unsent(this.#paper(own));
    this.#unlisten = desks.desk.listen(() => this.#takeStrays());
    this.#takeStrays();
    this.#following = followTwin({
      query: TranscriptNowDocument,
      subscription: TranscriptFeedDocument,
      variables: (after) => ({ conversationId: this.id, after }),
      payload: (result) => result.transcript,
      read: (payload) => ({ ...payload, items: payload.messages }),
      position: (message) => message.sequence,
      take: (payload, fresh) => {
        this.#change(heard(this.state.value, payload, fresh));
        takeIn([payload.conversation]);
        this.presence.shows(payload.cursor, payload.conversation.unread);
      },
      forget: () => this.#change(startedOver(this.state.value)),
      onReach: (isReached) => this.state.patch({ isReached }),
      onRefused: (words) => {
        if (!this.state.value.around) this.state.patch({ failure: words });
      },
    });
    this.presence.start();
  }

  stop(): void {
    this.#unlisten?.();
    this.#following?.stop();
    this.presence.stop();
  }

  look(): void {
    this.#following?.look();
  }

  #change(next: ThreadState): void {
    this.state.set(next);
    keepOutbox(this.id, next.transcript.pending);
  }

  /** What a window that is closed now wrote beside the newest draft: it stands in the thread, to be sent or discarded. */
  #takeStrays(): void {
    if (!desks.desk.value.isKnown) return;
    this.#unlisten?.();
    for (const { clientKey, kind, text } of strays(desks.desk.value.papers, this.id)) {
      const own = { ...this.#pending(clientKey, kind, text), failure: "Not sent yet." };
      desks.unsent(this.#paper(own));
      this.#transcript(written(this.state.value.transcript, own));
    }
  }

  #paper({ clientKey, kind, text }: Pending) {
    return { clientKey, conversationId: this.id, kind: kind === "note" ? ("note" as const) : ("reply" as const), text };
  }

  #pending(clientKey: string, kind: string, text: string): Pending {
    return { clientKey, kind, text, at: new Date().toISOString(), sequence: null, failure: null };
  }

  tell(notice: string | null): void {
    this.state.patch({ notice });
  }

  /** A refusal gives the words back to the composer; a lost connection leaves the message in the thread, to retry. */
  async post(kind: Writing, text: string, thenResolve: boolean): Outcome {
    const clientKey = desks.takeAway(this.id, kind);
    const own = this.#pending(clientKey, thenResolve ? "replyAndResolve" : kind, text);
    this.presence.typed();
    this.#transcript(written(this.state.value.transcript, own));
    return this.#send(own);
  }

  async retry(clientKey: string): Outcome {
    const own = this.state.value.transcript.pending.find((pending) => pending.clientKey === clientKey);
    if (!own) return null;
    this.#transcript(refused(this.state.value.transcript, clientKey, null));
    return this.#send(own);
  }

  discard(clientKey: string): void {
    desks.throwAway(clientKey);
    this.#transcript(dropped(this.state.value.transcript, clientKey));
  }

  async #send(own: Pending): Outcome {
    this.tell(null);
    const { clientKey, text } = own;
    const conversationId = this.id;
    try {
      const { posted } =
        own.kind === "note"
          ? await ask(PostNoteDocument, { conversationId, text, clientKey })
          : await ask(PostReplyDocument, {
              conversationId,
              text,
              clientKey,
              thenResolve: own.kind === "replyAndResolve",
            });
      if (posted.conversation) this.#moved(posted.conversation);
      const refusal = refusalOf(posted);
      if (refusal || !posted.message) return this.#giveBack(own, refusal?.message ?? "The message was not accepted.");
      if (!isSame(posted.message.text, text)) return this.#giveBack(own, SENT_ELSEWHERE, true);
      desks.accepted(clientKey);
      this.#transcript(accepted(this.state.value.transcript, clientKey, posted.message.sequence));
      this.look();
      return null;
    } catch (error) {
      if (error instanceof ApiError && !error.mayRetry) return this.#giveBack(own, error.message);
      desks.unsent(this.#paper(own));
      this.#transcript(refused(this.state.value.transcript, clientKey, wordsOf(error)));
      return null;
    }
  }

  #giveBack(own: Pending, why: string, isKeyUsed = false): string {
    this.#transcript(dropped(this.state.value.transcript, own.clientKey));
    desks.giveBack(this.#paper(own), isKeyUsed);
    this.tell(why);
    return why;
  }

  #transcript(transcript: ThreadState["transcript"]): void {
    this.#change({ ...this.state.value, transcript });
  }

  #moved(conversation: MovedFieldsFragment["conversation"]): void {
    if (!conversation) return;
    takeIn([conversation]);
    this.#change(moved(this.state.value, conversation));
  }

  /** With the term that the agent saw: of two who take over, one wins, and the other reads who. */
  #move(move: Move): Outcome {
    const conversationId = this.id;
    if (move !== "takeOver") return this.#act(async () => (await ask(MOVES[move], { conversationId })).moved);
    const expectedTerm = this.state.value.around?.conversation.term ?? null;
    return this.#act(async () => (await ask(TakeOverDocument, { conversationId, expectedTerm })).moved);
  }

  addTag(name: string): Outcome {
    return this.#act(async () => (await ask(AddTagDocument, { conversationId: this.id, name })).moved);
  }

  removeTag(name: string): Outcome {
    return this.#act(async () => (await ask(RemoveTagDocument, { conversationId: this.id, name })).moved);
  }

  offer(key: string): Outcome {
    return this.#act(async () => (await ask(OfferActionDocument, { conversationId: this.id, key })).moved);
  }

  cancelForm(formId: string): Outcome {
    return this.#act(async () => (await ask(CancelFormDocument, { formId })).moved);
  }

  async #act(run: () => Promise<MovedFieldsFragment>): Outcome {
    try {
      const payload = await run();
      this.#moved(payload.conversation);
      this.look();
      return refusalOf(payload)?.message ?? null;
    } catch (error) {
      return wordsOf(error);
    }
  }

  lookUp(number: string): Outcome {
    return this.#order(() => ask(LookUpOrderDocument, { conversationId: this.id, number }));
  }

  refresh(snapshotId: string): Outcome {
    return this.#order(() => ask(RefreshOrderDocument, { snapshotId }));
  }

  async #order(run: () => Promise<{ looked: LookedFieldsFragment }>): Outcome {
    try {
      const { looked: payload } = await run();
      if (payload.snapshot) this.#change(looked(this.state.value, payload.snapshot));
      this.look();
      return refusalOf(payload)?.message ?? null;
    } catch (error) {
      return wordsOf(error);
    }
  }
}
