/**
 * What an agent has written and not sent, kept for each conversation and kind, and what was sent but not confirmed,
 * kept under its client key: after a reload it is sent again and still becomes one message.
 */
import type { Pending } from "../../live/transcript";
import { keep, kept } from "../ui/keep";

export type Writing = "reply" | "note";

export const readDraft = (conversationId: string, kind: Writing) => kept(`draft.${conversationId}.${kind}`);

export function keepDraft(conversationId: string, kind: Writing, text: string): void {
  keep(`draft.${conversationId}.${kind}`, text);
}

export function readOutbox(conversationId: string): Pending[] {
  try {
    const entries: unknown = JSON.parse(kept(`outbox.${conversationId}`) || "[]");
    return Array.isArray(entries) ? entries.filter(isPending).map(interrupted) : [];
  } catch {
    return [];
  }
}

export function keepOutbox(conversationId: string, pending: readonly Pending[]): void {
  const open = pending.filter((own) => own.sequence === null);
  keep(`outbox.${conversationId}`, open.length === 0 ? "" : JSON.stringify(open));
}

function interrupted(own: Pending): Pending {
  return { ...own, sequence: null, failure: own.failure ?? "Not confirmed before the page was left." };
}

function isPending(entry: unknown): entry is Pending {
  if (typeof entry !== "object" || entry === null) return false;
  const { clientKey, text, kind, at } = entry as Partial<Pending>;
  return [clientKey, text, kind, at].every((value) => typeof value === "string");
}
