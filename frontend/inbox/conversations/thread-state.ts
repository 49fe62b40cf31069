/** What an open thread shows: the shared transcript reducer and the newest word on everything around it. Pure. */
import type {
  MessageFieldsFragment,
  OrderSnapshotFieldsFragment,
  TranscriptFieldsFragment,
} from "../../graphql/generated/graphql";
import { arrived, emptyTranscript, forgotten, type Pending, type Transcript } from "../../live/transcript";
import type { Conversation } from "./lists";
import type { Move } from "./moves";
import { photoNames } from "./photo-files";

export type Message = MessageFieldsFragment;
export type Surroundings = Omit<TranscriptFieldsFragment, "messages" | "cursor" | "hasMore" | "reset" | "draft">;

export interface ThreadState {
  transcript: Transcript<Message>;
  around: Surroundings | null;
  /** Why the thread cannot be shown, in words. */
  failure: string | null;
  isReached: boolean;
  /** Why something that the agent did was refused, in words. */
  notice: string | null;
  running: Move | null;
}

export function emptyThread(pending: readonly Pending[] = []): ThreadState {
  return {
    transcript: emptyTranscript<Message>(pending),
    around: null,
    failure: null,
    isReached: true,
    notice: null,
    running: null,
  };
}

const judge = {
  botText: (message: Message) => (message.kind === "TEXT" && message.author.kind === "BOT" ? message.text : null),
};

export function heard(before: ThreadState, payload: TranscriptFieldsFragment, fresh: readonly Message[]): ThreadState {
  const { messages, cursor, hasMore, reset, draft, ...around } = payload;
  const conversation = newest(before.around?.conversation, payload.conversation);
  const transcript = arrived(
    before.transcript,
    { cursor, messages: fresh, draft, botHolds: conversation.state === "BOT" },
    judge,
  );
  return { ...before, transcript, around: { ...around, conversation }, failure: null };
}

export function startedOver(before: ThreadState): ThreadState {
  return { ...before, transcript: forgotten(before.transcript) };
}

/** The answer to a move may come before the feed tells of it, or after the feed has moved on. */
export function moved(before: ThreadState, conversation: Conversation): ThreadState {
  if (!before.around) return before;
  const latest = newest(before.around.conversation, conversation);
  const transcript = latest.state === "BOT" ? before.transcript : { ...before.transcript, draft: null };
  return { ...before, transcript, around: { ...before.around, conversation: latest } };
}

export function looked(before: ThreadState, snapshot: OrderSnapshotFieldsFragment): ThreadState {
  if (!before.around) return before;
  const others = before.around.orders.filter((order) => order.id !== snapshot.id);
  return { ...before, around: { ...before.around, orders: [snapshot, ...others] } };
}

/** What the conversation is about and what the shopper said last, each once: the brief begins with it. */
export function asked(state: ThreadState): string[] {
  const last = state.transcript.messages.findLast((it) => it.kind === "TEXT" && it.author.kind === "SHOPPER");
  const subject = state.around?.conversation.subject ?? "";
  const isWhole = last?.text.replace(/\s+/g, " ").startsWith(subject.replace(/…$/, "")) === true;
  return [isWhole ? "" : subject, last?.text ?? ""].filter((text) => text !== "");
}

/** The photos of the answers of a thread, each once; those that answers were corrected by come last. */
export function photosOf(state: ThreadState): string[] {
  const answers = state.transcript.messages.flatMap(({ answers, form }) =>
    answers.flatMap(({ key, value }) => photoNames(key, value, form?.fields)),
  );
  return [...new Set(answers)];
}

function newest(known: Conversation | undefined, arrivedNow: Conversation): Conversation {
  return known && known.revision > arrivedNow.revision ? known : arrivedNow;
}

export type FormFate = "open" | "answered" | "skipped" | "cancelled" | "closed";

/** How a form that was offered in the thread stands now: an offer's message keeps the words of its own moment. */
export function fateOf(message: Message, state: ThreadState): FormFate {
  const form = message.form;
  if (!form) return "closed";
  if (state.around?.openForm?.id === form.id) return "open";
  const later = state.transcript.messages.filter((other) => other.sequence > message.sequence);
  const isAnswered = later.some((other) => other.kind === "ACTION_RESPONSE" && other.form?.id === form.id);
  if (isAnswered || form.status === "SUBMITTED") return "answered";
  if (form.status === "SKIPPED") return "skipped";
  return form.status === "CANCELLED" ? "cancelled" : "closed";
}
