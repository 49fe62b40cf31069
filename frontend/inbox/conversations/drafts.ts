/**
 * What was sent but not confirmed, kept under its client key: after a reload it is sent again and still becomes one
 * message. The server keeps the same words as a draft (desk.ts); this is for the moments when it cannot be reached.
 */
import type { Pending } from "../../live/transcript";
import { keep, kept } from "../ui/keep";

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

const tidied = (text: string) => text.split(/\s+/).join(" ").trim();

/** Whether the server's words are those that were sent: it tidies ends and line breaks. */
export const isSame = (one: string, other: string) => tidied(one) === tidied(other);

function interrupted(own: Pending): Pending {
  return { ...own, sequence: null, failure: own.failure ?? "Not confirmed before the page was left." };
}

function isPending(entry: unknown): entry is Pending {
  if (typeof entry !== "object" || entry === null) return false;
  const { clientKey, text, kind, at } = entry as Partial<Pending>;
  return [clientKey, text, kind, at].every((value) => typeof value === "string");
}
