/**
 * Which conversations a list shows, and in what order. Pure. The server pages by the same order, so a conversation that
 * a change brought in is shown only down to where the list was read: below that there may be others not yet known.
 */
import type { ConversationFieldsFragment } from "../../graphql/generated/graphql";
import type { Urgency, View } from "../ui/words";

export type Conversation = ConversationFieldsFragment;
export type ById = ReadonlyMap<string, Conversation>;

export interface ListQuery {
  view: View;
  tag: string | null;
  search: string;
}

/** What has been read of a list so far. */
export interface Reading {
  hasNextPage: boolean;
  endCursor: string | null;
  /** The last conversation read, as it was; null where none was. */
  last: Conversation | null;
  /** For a search: what the server found, in its order. Otherwise null. */
  found: readonly string[] | null;
}

const RANK: Record<Urgency, number> = { HIGH: 0, NORMAL: 1, LOW: 2 };

export function keyOf(query: ListQuery): string {
  return JSON.stringify([query.view, query.tag, query.search.trim()]);
}

export function belongs(conversation: Conversation, view: View, myId: string | null): boolean {
  switch (view) {
    case "NEEDS_YOU":
      return conversation.state === "WAITING";
    case "MINE":
      return conversation.state === "AGENT" && conversation.agent?.id === myId;
    case "BOT":
      return conversation.state === "BOT";
    case "ALL":
      return true;
  }
}

function carries(conversation: Conversation, tag: string | null): boolean {
  return tag === null || conversation.tags.some((applied) => applied.tag.name === tag);
}

/** Negative where `one` is earlier. The server orders by microseconds, of which a Date keeps thousands. */
function earlier(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return Date.parse(one) - Date.parse(other) || (one < other ? -1 : Number(one > other));
}

/**
 * Negative where `one` stands above `other`. Who waits is ordered by urgency and waiting time, what the bot
 * holds by how often it had no answer, all else by the newest.
 */
export function compare(view: View, one: Conversation, other: Conversation): number {
  if (view === "NEEDS_YOU") {
    const byUrgency = RANK[one.urgency] - RANK[other.urgency];
    const byWaiting = earlier(one.waitingSince, other.waitingSince);
    return byUrgency || byWaiting || byId(other, one);
  }
  if (view === "BOT" && one.botMisses !== other.botMisses) return other.botMisses - one.botMisses;
  return earlier(other.lastMessageAt, one.lastMessageAt) || byId(one, other);
}

/** The newest first. */
function byId(one: Conversation, other: Conversation): number {
  return other.id.localeCompare(one.id, "en", { numeric: true });
}

/** The ids of a list in order, from what is known. */
export function listed(byIdMap: ById, query: ListQuery, reading: Reading, myId: string | null): string[] {
  const fits = (conversation: Conversation | undefined): conversation is Conversation =>
    conversation !== undefined && belongs(conversation, query.view, myId) && carries(conversation, query.tag);
  if (reading.found !== null) return reading.found.filter((id) => fits(byIdMap.get(id)));
  const { last, hasNextPage } = reading;
  const isRead = (conversation: Conversation) =>
    !hasNextPage || last === null || compare(query.view, conversation, last) <= 0;
  return [...byIdMap.values()]
    .filter((conversation) => fits(conversation) && isRead(conversation))
    .sort((one, other) => compare(query.view, one, other))
    .map((conversation) => conversation.id);
}

/** `byId` with newer revisions taken in; an older revision never replaces a newer one. */
export function merged(before: ById, arrived: readonly Conversation[]): ById {
  const fresh = arrived.filter(
    (conversation) => (before.get(conversation.id)?.revision ?? -1) <= conversation.revision,
  );
  if (fresh.length === 0) return before;
  const after = new Map(before);
  for (const conversation of fresh) after.set(conversation.id, conversation);
  return after;
}

export interface Frozen {
  ids: readonly string[];
  /** How many of the wanted are not shown yet. */
  arrivals: number;
}

/**
 * What to draw while the pointer rests on the list: the same rows at the same places, whatever changed meanwhile, and
 * the number of those that wait outside. Rows appended at the end by reading further move nothing and are let in.
 */
export function held(shown: readonly string[], wanted: readonly string[]): Frozen {
  const standing = new Set(shown);
  const lastStanding = wanted.findLastIndex((id) => standing.has(id));
  const appended = shown.length === 0 ? wanted : wanted.slice(lastStanding + 1).filter((id) => !standing.has(id));
  const arrivals = wanted.filter((id) => !standing.has(id)).length - appended.length;
  return { ids: appended.length === 0 ? shown : [...shown, ...appended], arrivals: Math.max(0, arrivals) };
}
