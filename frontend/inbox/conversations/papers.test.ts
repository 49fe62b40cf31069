import { expect, test } from "vitest";
import type { AgentDraftFieldsFragment } from "../../graphql/generated/graphql";
import {
  away,
  cameBack,
  gone,
  kept,
  NO_PAPERS,
  openPaper,
  type Paper,
  type Papers,
  strays,
  thrownAway,
  told,
  typed,
  unsaved,
} from "./papers";

let keys = 0;
const newKey = () => `key-${++keys}`;
const write = (papers: Papers, text: string) => typed(papers, "7", "reply", text, newKey);
const open = (papers: Papers) => openPaper(papers, "7", "reply");
const draft = (clientKey: string, text: string, revision: number): AgentDraftFieldsFragment => ({
  conversationId: "7",
  clientKey,
  revision,
  kind: "REPLY",
  text,
  savedAt: "2026-11-22T09:00:00Z",
});
const news = (papers: Papers, ...drafts: AgentDraftFieldsFragment[]) => told(papers, drafts, false, newKey);
const everything = (papers: Papers, ...drafts: AgentDraftFieldsFragment[]) => told(papers, drafts, true, newKey);

test("the first letter takes a key, and all that follows keeps it", () => {
  const first = write(NO_PAPERS, "D");
  const second = write(first, "Dear");
  expect(open(second)).toMatchObject({ text: "Dear", clientKey: open(first)?.clientKey, kept: "" });
  expect(unsaved(second)).toHaveLength(1);
  expect(write(NO_PAPERS, "")).toBe(NO_PAPERS);
});

test("a reply and a note of one conversation are two papers", () => {
  const both = typed(write(NO_PAPERS, "to Elena"), "7", "note", "to the team", newKey);
  expect(open(both)?.text).toBe("to Elena");
  expect(openPaper(both, "7", "note")?.text).toBe("to the team");
});

test("an empty composer takes the newest of what the server kept", () => {
  const papers = everything(NO_PAPERS, draft("old", "older", 3), draft("new", "newer", 9));
  expect(open(papers)).toMatchObject({ clientKey: "new", text: "newer", kept: "newer" });
  expect(strays(papers, "7").map((paper) => paper.clientKey)).toEqual(["old"]);
});

test("another window's words are taken while nothing was typed here, and not after", () => {
  let papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  papers = news(papers, draft("k", "Dear Elena", 2));
  expect(open(papers)?.text).toBe("Dear Elena");
  papers = news(write(papers, "Dear Elena!"), draft("k", "Dear Ines", 3));
  expect(open(papers)).toMatchObject({ text: "Dear Elena!", kept: "Dear Ines" });
  expect(unsaved(papers)).toHaveLength(1);
});

test("the echo of an older save does not bring older words back", () => {
  let papers = write(NO_PAPERS, "abc");
  const key = open(papers)?.clientKey ?? "";
  papers = kept(papers, key, "abc", 5);
  papers = news(papers, draft(key, "ab", 4));
  expect(open(papers)).toMatchObject({ text: "abc", kept: "abc", revision: 5 });
});

test("what another window sent leaves the composer, unless something was typed since", () => {
  const papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  expect(open(news(papers, draft("k", "", 2)))).toBeUndefined();
  const typedSince = news(write(papers, "Dear Elena"), draft("k", "", 2));
  expect(open(typedSince)).toMatchObject({ text: "Dear Elena", kept: "" });
  expect(open(typedSince)?.clientKey).not.toBe("k");
});

test("what is on its way is not opened again by its own echo", () => {
  let papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  papers = away(papers, { ...(open(papers) as Paper), where: "sent" });
  papers = news(papers, draft("k", "Dear", 2));
  expect(open(papers)).toBeUndefined();
  expect(strays(papers, "7")).toEqual([]);
  expect(unsaved(papers)).toEqual([]);
  expect(gone(papers, "k").byKey.size).toBe(0);
});

test("a refused send comes back above what was typed since, under its key, and the other is emptied", () => {
  let papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  const sent: Paper = { ...(open(papers) as Paper), where: "sent" };
  papers = write(away(papers, sent), "PS");
  const second = open(papers)?.clientKey ?? "";
  papers = cameBack(papers, sent);
  expect(open(papers)).toMatchObject({ clientKey: "k", text: "Dear\n\nPS" });
  expect(papers.byKey.get(second)?.text).toBe("");
});

test("a key that another window used up is not used again", () => {
  let papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  const sent: Paper = { ...(open(papers) as Paper), where: "sent" };
  papers = cameBack(away(papers, sent), sent, newKey);
  expect(open(papers)).toMatchObject({ text: "Dear", kept: "" });
  expect(open(papers)?.clientKey).not.toBe("k");
});

test("what the server does not name among all is gone; what it never had is kept", () => {
  const papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  expect(open(everything(papers))).toBeUndefined();
  expect(open(everything(write(NO_PAPERS, "never saved")))?.text).toBe("never saved");
});

test("what is thrown away is told to the server if it keeps it, and otherwise is nothing", () => {
  const papers = everything(NO_PAPERS, draft("k", "Dear", 1));
  expect(unsaved(thrownAway(papers, "k"))).toMatchObject([{ clientKey: "k", text: "" }]);
  const own = write(NO_PAPERS, "x");
  expect(thrownAway(own, open(own)?.clientKey ?? "").byKey.size).toBe(0);
});
