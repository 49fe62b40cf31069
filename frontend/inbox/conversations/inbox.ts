/**
 * All conversations that this page knows, kept fresh by the inbox feed and filled by pages of lists. A change is taken by
 * its revision, so the answer to a mutation, a page and the feed may arrive in any order.
 */
import {
  ConversationPageDocument,
  InboxFeedDocument,
  type InboxFieldsFragment,
  InboxNowDocument,
} from "../../graphql/generated/graphql";
import type { Following } from "../../live/follow";
import { ask, wordsOf } from "../shell/api";
import { followTwin } from "../shell/live";
import { Store } from "../ui/store";
import { type ById, type Conversation, keyOf, type ListQuery, merged, type Reading } from "./lists";

export interface ListState extends Reading {
  isLoading: boolean;
  failure: string | null;
}

export interface InboxState {
  byId: ById;
  counts: InboxFieldsFragment["counts"] | null;
  lists: Readonly<Record<string, ListState>>;
  isReached: boolean;
}

const PAGE_SIZE = 50;
const START_AGAIN_MS = 3_000;
const UNREAD: ListState = {
  isLoading: true,
  failure: null,
  hasNextPage: true,
  endCursor: null,
  last: null,
  found: null,
};
const NOTHING: InboxState = { byId: new Map(), counts: null, lists: {}, isReached: true };

export const inbox = new Store<InboxState>(NOTHING);

export function listState(state: InboxState, query: ListQuery): ListState {
  return state.lists[keyOf(query)] ?? UNREAD;
}

export function takeIn(conversations: readonly Conversation[]): void {
  const byId = merged(inbox.value.byId, conversations);
  if (byId !== inbox.value.byId) inbox.patch({ byId });
}

/** The agent has seen the thread: the count goes at once, the server is told by the caller. */
export function seenByMe(id: string): void {
  const conversation = inbox.value.byId.get(id);
  if (!conversation || conversation.unread === 0) return;
  const byId = new Map(inbox.value.byId).set(id, { ...conversation, unread: 0 });
  inbox.patch({ byId });
}

/** The agent read on in another window. */
export function readElsewhere(id: string, unread: number): void {
  const conversation = inbox.value.byId.get(id);
  if (!conversation || conversation.unread === unread) return;
  inbox.patch({ byId: new Map(inbox.value.byId).set(id, { ...conversation, unread }) });
}

function setList(query: ListQuery, part: Partial<ListState>): void {
  const { lists } = inbox.value;
  const key = keyOf(query);
  inbox.patch({ lists: { ...lists, [key]: { ...(lists[key] ?? UNREAD), ...part } } });
}

/** Reads a list's first page, unless it was read before: the feed has kept it fresh since. A search is asked anew. */
export function openList(query: ListQuery): void {
  const known = inbox.value.lists[keyOf(query)];
  if (known && !known.failure && query.search.trim() === "") return;
  void readOn(query, null);
}

export function readMore(query: ListQuery): void {
  const list = listState(inbox.value, query);
  if (!list.isLoading && list.hasNextPage) void readOn(query, list);
}

/** False where the page could not be read. */
async function readOn(query: ListQuery, list: ListState | null): Promise<boolean> {
  setList(query, { isLoading: true, failure: null });
  const search = query.search.trim();
  try {
    const { conversations } = await ask(ConversationPageDocument, {
      view: query.view,
      tags: query.tag === null ? null : { all: [query.tag] },
      search: search === "" ? null : search,
      first: PAGE_SIZE,
      after: list?.endCursor ?? null,
    });
    const nodes = conversations.edges.map((edge) => edge.node);
    takeIn(nodes);
    setList(query, {
      isLoading: false,
      hasNextPage: conversations.pageInfo.hasNextPage,
      endCursor: conversations.pageInfo.endCursor,
      last: nodes.at(-1) ?? list?.last ?? null,
      found: search === "" ? null : [...(list?.found ?? []), ...nodes.map((node) => node.id)],
    });
    return true;
  } catch (error) {
    setList(query, { isLoading: false, failure: wordsOf(error) });
    return false;
  }
}

let feed: Following | null = null;
let isStarted = false;

/** The newest conversations first, then everything that changes after the newest revision among them. */
export async function startInbox(): Promise<void> {
  if (isStarted) return;
  isStarted = true;
  const everything: ListQuery = { view: "ALL", tag: null, search: "" };
  while (!(await readOn(everything, null))) {
    inbox.patch({ isReached: false });
    await new Promise((resume) => setTimeout(resume, START_AGAIN_MS));
  }
  const revisions = [...inbox.value.byId.values()].map((conversation) => conversation.revision);
  feed = followTwin(
    {
      query: InboxNowDocument,
      subscription: InboxFeedDocument,
      variables: (after) => ({ after }),
      payload: (result) => result.inbox,
      read: (changes: InboxFieldsFragment) => ({
        cursor: changes.revision,
        hasMore: changes.hasMore,
        reset: changes.reset,
        items: changes.conversations,
      }),
      position: (conversation) => conversation.revision,
      take(changes, fresh) {
        inbox.patch({ counts: changes.counts, byId: merged(inbox.value.byId, fresh) });
      },
      forget: readAgain,
      onReach: (isReached) => inbox.patch({ isReached }),
    },
    Math.max(0, ...revisions),
  );
  for (const view of ["NEEDS_YOU", "MINE", "BOT"] as const) openList({ view, tag: null, search: "" });
}

/** The feed lost its place, such as after a restored backup: what is known may be from another world. */
function readAgain(): void {
  const queries = Object.keys(inbox.value.lists);
  inbox.patch({ byId: new Map(), lists: {} });
  for (const key of queries) {
    const [view, tag, search] = JSON.parse(key) as [ListQuery["view"], string | null, string];
    openList({ view, tag, search });
  }
}

/** Ask at once, such as when the page is seen again. */
export function lookAtInbox(): void {
  feed?.look();
}
