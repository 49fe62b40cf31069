/**
 * What an agent writes in this window, and what the server keeps of it. Pure: every function returns the next value.
 *
 * A paper is a draft under the client key that its send will have. One lies open in each composer. What is typed here
 * outranks what comes from the server; where nothing was typed here since the last save, another window's words are
 * taken. A paper that left for the thread is not touched until it was accepted or
 * comes back.
 */
import type { AgentDraftFieldsFragment } from "../../graphql/generated/graphql";

export type Writing = "reply" | "note";

export interface Paper {
  clientKey: string;
  conversationId: string;
  kind: Writing;
  text: string;
  /** What the server keeps under the key, as far as it is known here. */
  kept: string;
  /** Of the desk, when the server last changed it. */
  revision: number;
  /** Where it is: here to be written on, on its way, or in the thread because nobody could be reached. */
  where: "here" | "sent" | "unsent";
}

export interface Papers {
  byKey: ReadonlyMap<string, Paper>;
  /** The paper in each composer. */
  open: ReadonlyMap<string, string>;
}

export const NO_PAPERS: Papers = { byKey: new Map(), open: new Map() };

export const placeOf = (conversationId: string, kind: Writing) => `${conversationId}.${kind}`;

const kindOf = (draft: AgentDraftFieldsFragment): Writing => (draft.kind === "NOTE" ? "note" : "reply");
const isUntouched = (paper: Paper) => paper.text === paper.kept;

export function openPaper(papers: Papers, conversationId: string, kind: Writing): Paper | undefined {
  return papers.byKey.get(papers.open.get(placeOf(conversationId, kind)) ?? "");
}

function put(papers: Papers, paper: Paper, isOpen = false): Papers {
  const byKey = new Map(papers.byKey).set(paper.clientKey, paper);
  const place = placeOf(paper.conversationId, paper.kind);
  return { byKey, open: isOpen ? new Map(papers.open).set(place, paper.clientKey) : papers.open };
}

function without(papers: Papers, clientKey: string): Papers {
  const byKey = new Map(papers.byKey);
  byKey.delete(clientKey);
  return { byKey, open: new Map([...papers.open].filter(([, open]) => open !== clientKey)) };
}

/** Somebody typed. The first letter takes a paper under a new key. */
export function typed(
  papers: Papers,
  conversationId: string,
  kind: Writing,
  text: string,
  newKey: () => string,
): Papers {
  const paper = openPaper(papers, conversationId, kind);
  if (paper) return put(papers, { ...paper, text });
  if (text === "") return papers;
  const fresh = { clientKey: newKey(), conversationId, kind, text, kept: "", revision: 0, where: "here" as const };
  return put(papers, fresh, true);
}

/** It left the composer for the thread. */
export function away(papers: Papers, paper: Paper): Papers {
  return put(without(papers, paper.clientKey), paper);
}

/** It was accepted: there is no such paper any more. */
export const gone = without;

/** Nobody wants to send it; the server must hear of that, if it keeps it. */
export function thrownAway(papers: Papers, clientKey: string): Papers {
  const paper = papers.byKey.get(clientKey);
  if (!paper || paper.kept === "") return without(papers, clientKey);
  return put(papers, { ...paper, text: "", where: "unsent" });
}

/** What an earlier page could not save. */
export function restored(entries: readonly Paper[]): Papers {
  return laidOpen({
    byKey: new Map(entries.map((paper) => [paper.clientKey, { ...paper, where: "here" }])),
    open: new Map(),
  });
}

/**
 * It was refused: the words come back before what was typed since. Under a new key where the old one is used up.
 */
export function cameBack(papers: Papers, paper: Paper, newKey?: () => string): Papers {
  const since = openPaper(papers, paper.conversationId, paper.kind);
  const text = since?.text ? `${paper.text}\n\n${since.text}` : paper.text;
  let next = since ? put(papers, { ...since, text: "" }) : papers;
  const back: Paper = { ...paper, text, where: "here" };
  if (!newKey) return put(next, back, true);
  next = without(next, paper.clientKey);
  return put(next, { ...back, clientKey: newKey(), kept: "", revision: 0 }, true);
}

/** The server keeps this text now. */
export function kept(papers: Papers, clientKey: string, text: string, revision: number): Papers {
  const paper = papers.byKey.get(clientKey);
  if (!paper || revision < paper.revision) return papers;
  const isOver =
    text === "" && paper.text === "" && papers.open.get(placeOf(paper.conversationId, paper.kind)) !== clientKey;
  return isOver ? without(papers, clientKey) : put(papers, { ...paper, kept: text, revision });
}

/** The server begins to count anew, such as after a restored backup. */
export function countedAnew(papers: Papers): Papers {
  return { ...papers, byKey: new Map([...papers.byKey].map(([key, paper]) => [key, { ...paper, revision: 0 }])) };
}

/** What the server says of the agent's drafts. `isAll`: what is not among them is gone. */
export function told(
  before: Papers,
  drafts: readonly AgentDraftFieldsFragment[],
  isAll: boolean,
  newKey: () => string,
): Papers {
  let papers = before;
  for (const draft of drafts) papers = heardOf(papers, draft, newKey);
  if (isAll) {
    const living = new Set(drafts.map((draft) => draft.clientKey));
    for (const paper of before.byKey.values()) {
      if (paper.kept !== "" && !living.has(paper.clientKey)) papers = usedUp(papers, paper.clientKey, newKey);
    }
  }
  return laidOpen(papers);
}

function heardOf(papers: Papers, draft: AgentDraftFieldsFragment, newKey: () => string): Papers {
  const paper = papers.byKey.get(draft.clientKey);
  const { clientKey, conversationId, revision, text } = draft;
  if (!paper) {
    if (text === "") return papers;
    return put(papers, { clientKey, conversationId, kind: kindOf(draft), text, kept: text, revision, where: "here" });
  }
  if (revision <= paper.revision) return papers;
  if (text === "") return usedUp(papers, clientKey, newKey);
  const next = isUntouched(paper) && paper.where === "here" ? text : paper.text;
  return put(papers, { ...paper, text: next, kept: text, revision });
}

/** Another window sent it or threw it away. What was typed here since stays, under a key of its own. */
export function usedUp(papers: Papers, clientKey: string, newKey: () => string): Papers {
  const paper = papers.byKey.get(clientKey);
  if (!paper) return papers;
  const next = without(papers, clientKey);
  if (paper.where !== "here" || isUntouched(paper)) return next;
  const isOpen = papers.open.get(placeOf(paper.conversationId, paper.kind)) === clientKey;
  return put(next, { ...paper, clientKey: newKey(), kept: "", revision: 0 }, isOpen);
}

/** An empty composer takes the newest paper that belongs in it. */
function laidOpen(papers: Papers): Papers {
  let next = papers;
  for (const paper of [...papers.byKey.values()].sort((one, other) => other.revision - one.revision)) {
    const open = openPaper(next, paper.conversationId, paper.kind);
    if (paper.where === "here" && paper.text !== "" && (!open || (open.text === "" && open.kept === ""))) {
      next = put(next, paper, true);
    }
  }
  return next;
}

/** Papers of a thread that lie in no composer and were not sent: the window that wrote them is closed. */
export function strays(papers: Papers, conversationId: string): Paper[] {
  const open = new Set(papers.open.values());
  return [...papers.byKey.values()].filter(
    (paper) =>
      paper.conversationId === conversationId &&
      paper.where === "here" &&
      paper.text !== "" &&
      !open.has(paper.clientKey),
  );
}

/** What the server does not keep yet, but for what is on its way to it. */
export function unsaved(papers: Papers): Paper[] {
  return [...papers.byKey.values()].filter((paper) => paper.where !== "sent" && !isUntouched(paper));
}
