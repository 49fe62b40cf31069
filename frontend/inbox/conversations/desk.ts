/**
 * The agent's own desk: drafts, kept on the server while they are typed and shared by all windows of the agent, and how
 * far was read in any of them. What was typed and not saved yet is also kept in this browser, where it lets us.
 */
import {
  DeskFeedDocument,
  type DeskFieldsFragment,
  DeskNowDocument,
  SaveDraftDocument,
} from "../../graphql/generated/graphql";
import type { Following } from "../../live/follow";
import { ask, refusalOf } from "../shell/api";
import { followTwin } from "../shell/live";
import { keep, kept as keptHere } from "../ui/keep";
import { Store } from "../ui/store";
import { readElsewhere } from "./inbox";
import {
  away,
  cameBack,
  countedAnew,
  gone,
  kept,
  NO_PAPERS,
  openPaper,
  type Paper,
  type Papers,
  restored,
  thrownAway,
  told,
  typed,
  unsaved,
  usedUp,
  type Writing,
} from "./papers";

const PAUSE_MS = 700;
const AGAIN_MS = 5_000;
const HERE = "papers";

export interface Desk {
  papers: Papers;
  /** The server has said what it keeps. */
  isKnown: boolean;
  /** Why the server keeps nothing of what is typed now, in words. */
  problem: string | null;
}

export const desk = new Store<Desk>({ papers: NO_PAPERS, isKnown: false, problem: null });

const newKey = () => crypto.randomUUID();
let feed: Following | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let isSaving = false;

function change(papers: Papers, part: Partial<Desk> = {}): void {
  desk.patch({ papers, ...part });
  const here = unsaved(papers);
  keep(HERE, here.length === 0 ? "" : JSON.stringify(here));
}

export function startDesk(): void {
  if (feed) return;
  change(remembered(), { isKnown: false });
  feed = followTwin({
    query: DeskNowDocument,
    subscription: DeskFeedDocument,
    variables: (after) => ({ after }),
    payload: (result) => result.desk,
    read: ({ revision, hasMore, reset }: DeskFieldsFragment) => ({ cursor: revision, hasMore, reset, items: [] }),
    position: () => 0,
    take(news) {
      const isAll = !desk.value.isKnown;
      change(told(desk.value.papers, news.drafts, isAll, newKey), { isKnown: true });
      for (const { conversationId, unread } of news.read) readElsewhere(conversationId, unread);
      plan(PAUSE_MS);
    },
    forget: () => change(countedAnew(desk.value.papers), { isKnown: false }),
    onReach: (isReached) => {
      if (isReached) plan(0);
    },
  });
  document.addEventListener("visibilitychange", saveOnLeaving);
}

export function stopDesk(): void {
  feed?.stop();
  feed = null;
  clearTimeout(timer);
  document.removeEventListener("visibilitychange", saveOnLeaving);
  desk.set({ papers: NO_PAPERS, isKnown: false, problem: null });
}

function remembered(): Papers {
  try {
    return restored(JSON.parse(keptHere(HERE) || "[]") as Paper[]);
  } catch {
    return NO_PAPERS;
  }
}

export function write(conversationId: string, kind: Writing, text: string): void {
  change(typed(desk.value.papers, conversationId, kind, text, newKey), { problem: null });
  plan(PAUSE_MS);
}

type Own = Pick<Paper, "clientKey" | "conversationId" | "kind" | "text">;

const asPaper = (own: Own, where: Paper["where"]): Paper => ({
  ...(desk.value.papers.byKey.get(own.clientKey) ?? { kept: "", revision: 0 }),
  ...own,
  where,
});

/** Takes what is typed out of the composer, to be sent under the key that it has. */
export function takeAway(conversationId: string, kind: Writing): string {
  const { papers } = desk.value;
  const paper = openPaper(papers, conversationId, kind);
  if (!paper) return newKey();
  change(away(papers, { ...paper, where: "sent" }));
  return paper.clientKey;
}

/** It could not be sent now and stands in the thread: the server keeps it for a retry in any window. */
export function unsent(own: Own): void {
  change(away(desk.value.papers, asPaper(own, "unsent")));
  plan(PAUSE_MS);
}

/** Refused: the words are in the composer again. Under a new key where another window has used this one. */
export function giveBack(own: Own, isKeyUsed: boolean): void {
  change(cameBack(desk.value.papers, asPaper(own, "here"), isKeyUsed ? newKey : undefined));
  plan(PAUSE_MS);
}

export function accepted(clientKey: string): void {
  change(gone(desk.value.papers, clientKey));
}

export function throwAway(clientKey: string): void {
  change(thrownAway(desk.value.papers, clientKey));
  plan(0);
}

function plan(wait: number): void {
  clearTimeout(timer);
  if (toSave().length > 0) timer = setTimeout(() => void saveAll(), wait);
}

function saveOnLeaving(): void {
  if (document.visibilityState === "hidden") void saveAll();
}

const toSave = () => unsaved(desk.value.papers).filter(({ clientKey, text }) => refused.get(clientKey) !== text);

/** One at a time, so that an older text never overtakes a newer one. */
async function saveAll(): Promise<void> {
  if (isSaving) return;
  isSaving = true;
  let wait = PAUSE_MS;
  try {
    for (const paper of toSave()) await save(paper);
  } catch {
    wait = AGAIN_MS;
  } finally {
    isSaving = false;
  }
  plan(wait);
}

/** Texts that the server will not keep, however often they are offered. */
const refused = new Map<string, string>();

async function save({ conversationId, clientKey, kind, text }: Paper): Promise<void> {
  const { saved } = await ask(SaveDraftDocument, {
    conversationId,
    clientKey,
    kind: kind === "note" ? "NOTE" : "REPLY",
    text,
  });
  const refusal = refusalOf(saved);
  if (refusal) {
    refused.set(clientKey, text);
    desk.patch({ problem: refusal.message });
    return;
  }
  const { papers } = desk.value;
  if (saved.draft) change(kept(papers, clientKey, text, saved.draft.revision));
  else if (text === "") change(kept(papers, clientKey, "", papers.byKey.get(clientKey)?.revision ?? 0));
  else change(usedUp(papers, clientKey, newKey));
}
