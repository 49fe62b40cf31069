/** Which changes of the inbox call for a sound and a notice: a request that nobody took, when it comes and when it is
 * reminded of. Pure. */
import type { ById, Conversation } from "../conversations/lists";
import { REASON, shopperName } from "../ui/words";

export interface Alarm {
  /** One for each request: a later alarm replaces an earlier one. */
  key: string;
  conversationId: string;
  kind: "new" | "reminder";
  title: string;
  words: string;
}

/** Whether a person was asked for and nobody has come. */
export function isUntaken({ state, handoff }: Conversation): boolean {
  return state === "WAITING" && handoff !== null && handoff.acceptedAt === null && handoff.closedAt === null;
}

/**
 * What happened between two looks. What stood at the first look is no news, and neither is an older conversation that a
 * list brings in later: only what changed after revision `since` is.
 */
export function alarmsBetween(before: ById, after: ById, since: number): Alarm[] {
  if (before === after) return [];
  const alarms: Alarm[] = [];
  for (const conversation of after.values()) {
    const earlier = before.get(conversation.id);
    if (conversation === earlier || conversation.revision <= since || !isUntaken(conversation)) continue;
    const { handoff } = conversation;
    const isKnown =
      earlier !== undefined && isUntaken(earlier) && earlier.handoff?.requestedAt === handoff?.requestedAt;
    if (!isKnown) alarms.push(alarmOf(conversation, "new"));
    else if ((handoff?.reminders ?? 0) > (earlier.handoff?.reminders ?? 0))
      alarms.push(alarmOf(conversation, "reminder"));
  }
  return alarms;
}

function alarmOf(conversation: Conversation, kind: Alarm["kind"]): Alarm {
  const name = shopperName(conversation.shopper);
  const reason = conversation.handoff ? REASON[conversation.handoff.reason] : "";
  return {
    key: `handoff-${conversation.id}-${conversation.handoff?.requestedAt}`,
    conversationId: conversation.id,
    kind,
    title: kind === "new" ? `${name} waits for a person` : `${name} still waits for a person`,
    words: [reason, conversation.preview].filter(Boolean).join(" · "),
  };
}
