/** The words and tones that the screens use for the states of the domain. A badge is always a word and a tone. */
import type {
  ActionFieldsFragment,
  ApiClientFieldsFragment,
  ConversationFieldsFragment,
  ConversationPageQueryVariables,
  OrderSnapshotFieldsFragment,
  SourceFieldsFragment,
  TagFieldsFragment,
} from "../../graphql/generated/graphql";

export type View = ConversationPageQueryVariables["view"];
export type Urgency = ConversationFieldsFragment["urgency"];
export type Level = OrderSnapshotFieldsFragment["disclosure"];
export type Reason = NonNullable<ConversationFieldsFragment["handoff"]>["reason"];
export type SourceKind = SourceFieldsFragment["kind"];
export type SourceState = SourceFieldsFragment["state"];
export type Colour = TagFieldsFragment["colour"];
export type Scope = ApiClientFieldsFragment["scopes"][number];
export type FieldKind = ActionFieldsFragment["fields"][number]["kind"];

export type Tone = "auto" | "neutral" | "info" | "success" | "caution" | "warning" | "critical";
export interface Label {
  word: string;
  tone: Tone;
}

export function holderLabel(conversation: ConversationFieldsFragment, myId: string | null): Label {
  switch (conversation.state) {
    case "BOT":
      return { word: "Bot is answering", tone: "info" };
    case "WAITING":
      return { word: "Waiting for a person", tone: "warning" };
    case "AGENT":
      if (conversation.agent?.id === myId) return { word: "You are answering", tone: "success" };
      return { word: `${conversation.agent?.firstName ?? "A colleague"} is answering`, tone: "caution" };
    case "RESOLVED":
      return { word: "Resolved", tone: "neutral" };
  }
}

/** The same in one or two words, for a row. */
export function rowLabel(conversation: ConversationFieldsFragment, myId: string | null): Label {
  const { tone } = holderLabel(conversation, myId);
  if (conversation.state === "BOT") return { word: "Bot", tone };
  if (conversation.state === "WAITING") return { word: "Waiting", tone };
  if (conversation.state === "RESOLVED") return { word: "Resolved", tone };
  return { word: conversation.agent?.id === myId ? "You" : (conversation.agent?.firstName ?? "Agent"), tone };
}

export const URGENCY: Record<Urgency, Label> = {
  HIGH: { word: "High urgency", tone: "critical" },
  NORMAL: { word: "Normal urgency", tone: "neutral" },
  LOW: { word: "Low urgency", tone: "neutral" },
};

export const REASON: Record<Reason, string> = {
  ASKED_FOR_HUMAN: "Asked for a person",
  UPSET: "The shopper is upset",
  HIGH_STAKES: "High stakes",
  CANNOT_ANSWER: "The bot could not answer",
  MERCHANT_RULE: "A rule of the shop",
  BOT_FAILURE: "The bot failed",
  AGENT_GONE: "The agent who held it is gone",
};

export const LEVEL: Record<Level, Label> = {
  ANONYMOUS: { word: "Anonymous", tone: "neutral" },
  MATCHED: { word: "Order matched", tone: "info" },
  VERIFIED: { word: "Verified", tone: "success" },
};

/** What may be said of an order to the shopper at each level. */
export const TOLD: Record<Level, string> = {
  ANONYMOUS: "The shopper has not shown that it is theirs: tell nothing of it.",
  MATCHED: "The shopper may hear its state, carrier and estimate.",
  VERIFIED: "The shopper may hear everything about it.",
};

export const TAG_TONE: Record<Colour, Tone> = {
  NEUTRAL: "neutral",
  INFO: "info",
  SUCCESS: "success",
  CAUTION: "caution",
  WARNING: "warning",
  CRITICAL: "critical",
};

export const SOURCE_KIND: Record<SourceKind, string> = {
  POLICY: "Policies",
  PAGE: "Pages",
  ARTICLE: "Articles",
  PRODUCT: "Products",
  FAQ: "FAQ entries",
  FILE: "Files",
  WEB: "Web pages",
};

/** The kind of one source. */
export const SOURCE: Record<SourceKind, string> = {
  POLICY: "Policy",
  PAGE: "Page",
  ARTICLE: "Article",
  PRODUCT: "Product",
  FAQ: "FAQ entry",
  FILE: "File",
  WEB: "Web page",
};

export const SOURCE_STATE: Record<SourceState, Label> = {
  QUEUED: { word: "Queued", tone: "neutral" },
  READING: { word: "Reading", tone: "info" },
  READY: { word: "Ready", tone: "success" },
  FAILED: { word: "Failed", tone: "critical" },
};

/** A phrase that stands as a line of its own. */
export function capitalised(phrase: string): string {
  return phrase.charAt(0).toLocaleUpperCase("en") + phrase.slice(1);
}

/** Where a known value came from, as told beside it. */
export function originWords(origin: string): string {
  switch (origin) {
    case "":
      return "typed";
    case "customer":
      return "from the customer account";
    case "cart":
      return "from the cart";
    case "page":
      return "from the page";
    case "answer":
      return "answered before";
    case "text":
      return "read in a message";
    case "waiting":
      return "left while waiting";
    default:
      return origin;
  }
}

/** "1 message", "2 messages". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** What a shopper is called where no name is known. */
export function shopperName(shopper: { name: string; email: string | null }): string {
  return shopper.name || shopper.email || "Shopper";
}
