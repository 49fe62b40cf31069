/**
 * What a thread shows: the messages that the feed gave, then what was written here and has not come back yet.
 *
 * Nothing doubles, nothing changes its place. A message of one's own stays at the end, even after the server accepted
 * it, until the feed has come as far as its sequence: an answer to a mutation may overtake the feed, and must not put
 * message 7 above a message 6 that is still on its way. Pure: every function returns the next value.
 */

export interface Sequenced {
  sequence: number;
  clientKey?: string | null;
}

export interface Pending {
  clientKey: string;
  kind: string;
  text: string;
  /** When it was written, ISO 8601. */
  at: string;
  /** Its place, once the server has accepted it. */
  sequence: number | null;
  /** Why it was not accepted, in words for its author; null while it is on its way. */
  failure: string | null;
}

export interface Draft {
  term: number;
  text: string;
}

export interface Transcript<Message extends Sequenced> {
  messages: readonly Message[];
  cursor: number;
  pending: readonly Pending[];
  draft: Draft | null;
  /** Drafts of this term and of older ones are over: somebody else may answer now. */
  endedTerm: number;
}

export interface Arrival<Message> {
  cursor: number;
  messages: readonly Message[];
  draft: Draft | null;
  /** Whether the bot may answer now. */
  botHolds: boolean;
}

export interface Judge<Message> {
  /** The text of a message by the bot, null for any other. */
  botText(message: Message): string | null;
}

export function emptyTranscript<Message extends Sequenced>(pending: readonly Pending[] = []): Transcript<Message> {
  return { messages: [], cursor: 0, pending, draft: null, endedTerm: 0 };
}

/** The feed moved on. */
export function arrived<Message extends Sequenced>(
  before: Transcript<Message>,
  arrival: Arrival<Message>,
  judge: Judge<Message>,
): Transcript<Message> {
  if (arrival.cursor < before.cursor) return before;
  const fresh = inOrder(arrival.messages, before.cursor);
  const messages = fresh.length ? [...before.messages, ...fresh] : before.messages;
  const keys = new Set(fresh.map((message) => message.clientKey));
  const isPending = (own: Pending) =>
    !keys.has(own.clientKey) && (own.sequence === null || own.sequence > arrival.cursor);
  const pending = before.pending.every(isPending) ? before.pending : before.pending.filter(isPending);
  return { messages, cursor: arrival.cursor, pending, ...drafted(before, arrival, messages, judge) };
}

function inOrder<Message extends Sequenced>(messages: readonly Message[], after: number): Message[] {
  const bySequence = new Map<number, Message>();
  for (const message of messages) {
    if (message.sequence > after && !bySequence.has(message.sequence)) bySequence.set(message.sequence, message);
  }
  return [...bySequence.values()].sort((one, other) => one.sequence - other.sequence);
}

function drafted<Message extends Sequenced>(
  before: Transcript<Message>,
  { draft, botHolds }: Arrival<Message>,
  messages: readonly Message[],
  judge: Judge<Message>,
): Pick<Transcript<Message>, "draft" | "endedTerm"> {
  const newest = Math.max(before.endedTerm, before.draft?.term ?? 0, draft?.term ?? 0);
  if (!botHolds) return { draft: null, endedTerm: newest };
  const { endedTerm } = before;
  if (!draft?.text || draft.term <= endedTerm || draft.term < newest) return { draft: null, endedTerm };
  const said = messages.length ? judge.botText(messages[messages.length - 1] as Message) : null;
  // The finished message is here; a chunk of it that comes after is an echo.
  if (said?.startsWith(draft.text.trim())) return { draft: null, endedTerm };
  return { draft, endedTerm };
}

/** The feed begins again from nothing; what was written here and not accepted is kept. */
export function forgotten<Message extends Sequenced>(before: Transcript<Message>): Transcript<Message> {
  const pending = before.pending.filter((own) => own.sequence === null);
  return { ...emptyTranscript<Message>(pending), endedTerm: 0 };
}

/** The same client key twice is one message. */
export function written<Message extends Sequenced>(before: Transcript<Message>, own: Pending): Transcript<Message> {
  const isKnown =
    before.pending.some((other) => other.clientKey === own.clientKey) ||
    before.messages.some((message) => message.clientKey === own.clientKey);
  return isKnown ? before : { ...before, pending: [...before.pending, own] };
}

export function accepted<Message extends Sequenced>(
  before: Transcript<Message>,
  clientKey: string,
  sequence: number,
): Transcript<Message> {
  if (sequence <= before.cursor) return dropped(before, clientKey);
  return changed(before, clientKey, { sequence, failure: null });
}

export function refused<Message extends Sequenced>(
  before: Transcript<Message>,
  clientKey: string,
  failure: string | null,
): Transcript<Message> {
  return changed(before, clientKey, { failure });
}

export function dropped<Message extends Sequenced>(
  before: Transcript<Message>,
  clientKey: string,
): Transcript<Message> {
  return { ...before, pending: before.pending.filter((own) => own.clientKey !== clientKey) };
}

function changed<Message extends Sequenced>(
  before: Transcript<Message>,
  clientKey: string,
  change: Partial<Pending>,
): Transcript<Message> {
  const pending = before.pending.map((own) => (own.clientKey === clientKey ? { ...own, ...change } : own));
  return { ...before, pending };
}
