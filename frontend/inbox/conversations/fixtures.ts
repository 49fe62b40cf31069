/** Conversations and transcripts for tests. */
import type { TranscriptFieldsFragment } from "../../graphql/generated/graphql";
import type { Conversation } from "./lists";
import type { Message } from "./thread-state";

export const MAYA = { id: "1", firstName: "Maya", lastName: "Lindqvist", isMe: true };
export const JONAS = { id: "2", firstName: "Jonas", lastName: "Weber", isMe: false };

export function conversation(id: string, part: Partial<Conversation> = {}): Conversation {
  return {
    id,
    revision: 1,
    state: "BOT",
    term: 1,
    agent: null,
    shopper: {
      id: `s${id}`,
      name: `Shopper ${id}`,
      email: null,
      customerId: null,
      isVerified: false,
      locale: "en",
      conversationCount: 1,
      firstSeenAt: "2026-11-20T09:00:00Z",
    },
    subject: "",
    preview: "",
    previewAuthor: "SHOPPER",
    lastSequence: 0,
    lastMessageAt: "2026-11-22T09:00:00Z",
    createdAt: "2026-11-22T08:00:00Z",
    stateSince: "2026-11-22T08:00:00Z",
    waitingSince: null,
    urgency: "NORMAL",
    botMisses: 0,
    intent: "",
    language: "en",
    tags: [],
    handoff: null,
    unread: 0,
    hasOpenForm: false,
    ...part,
  };
}

export function message(sequence: number, part: Partial<Message> = {}): Message {
  return {
    id: `m${sequence}`,
    sequence,
    term: 1,
    kind: "TEXT",
    audience: "EVERYONE",
    author: { kind: "SHOPPER", name: "Elena", agentId: null },
    text: `message ${sequence}`,
    sentAt: "2026-11-22T09:00:00Z",
    clientKey: null,
    citations: [],
    form: null,
    answers: [],
    correctsSequence: null,
    move: null,
    ...part,
  };
}

export function transcript(part: Partial<TranscriptFieldsFragment> = {}): TranscriptFieldsFragment {
  const messages = part.messages ?? [];
  return {
    cursor: messages.at(-1)?.sequence ?? 0,
    hasMore: false,
    reset: false,
    conversation: conversation("7"),
    messages,
    openForm: null,
    orders: [],
    hint: null,
    known: [],
    botTurns: [],
    watchers: [],
    draft: null,
    typing: null,
    draftSuggestion: null,
    ...part,
  };
}

type Handoff = NonNullable<Conversation["handoff"]>;

/** A request for a human that nobody took yet. */
export function handoff(part: Partial<Handoff> = {}): Handoff {
  return {
    reason: "ASKED_FOR_HUMAN",
    urgency: "NORMAL",
    urgencyWhy: "",
    evidence: "",
    requestedAt: "2026-11-22T10:00:00Z",
    seenAt: null,
    seenBy: null,
    acceptedAt: null,
    acceptedBy: null,
    firstHumanWordAt: null,
    firstHumanWordBy: null,
    closedAt: null,
    closedBy: null,
    ending: null,
    reminders: 0,
    remindedAt: null,
    openedAt: null,
    ...part,
  };
}
