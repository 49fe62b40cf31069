/** The shoppers' schema as the widget reads it (see documents.ts). */

export type AuthorKind = "SHOPPER" | "BOT" | "AGENT" | "SYSTEM";
export type ConversationState = "BOT" | "WAITING" | "AGENT" | "RESOLVED";
export type FieldKind =
  | "SHORT_TEXT"
  | "LONG_TEXT"
  | "EMAIL"
  | "PHONE"
  | "NUMBER"
  | "CHOICE"
  | "CHOICES"
  | "DATE"
  | "ORDER_NUMBER"
  | "ORDER_ITEM"
  | "PHOTO";

export interface Author {
  kind: AuthorKind;
  name: string;
}

export interface Citation {
  title: string;
  url: string;
  heading: string;
  quote: string;
}

/** An answer that may be chosen; another may be typed. */
export interface FieldOption {
  value: string;
  /** A line that tells it from the others. */
  detail: string;
  imageUrl: string | null;
}

export interface FormField {
  key: string;
  kind: FieldKind;
  label: string;
  help: string;
  isRequired: boolean;
  choices: string[];
  /** The shopper's own orders, or items of one. */
  options: FieldOption[];
  maxLength: number;
  /** Of a number, or of a date; empty for none. */
  minimum: string;
  maximum: string;
}

export interface FieldValue {
  key: string;
  value: string;
}

export interface FilledValue extends FieldValue {
  /** Where it came from; empty if it was typed. */
  origin: string;
  /** Links to the photos that it names. */
  photos: string[];
}

export interface Form {
  id: string;
  /** The message that it stands beside. */
  sequence: number;
  isCorrection: boolean;
  status: "OPEN" | "SUBMITTED" | "SKIPPED" | "CANCELLED";
  title: string;
  intro: string;
  fields: FormField[];
  values: FilledValue[];
  maySkip: boolean;
}

export interface ParcelView {
  state: string;
  carrier: string;
  trackingUrl: string | null;
  estimate: string | null;
}

export interface OrderView {
  level: "ANONYMOUS" | "MATCHED" | "VERIFIED";
  name: string;
  summary: string;
  parcels: ParcelView[];
  statusUrl: string | null;
  fetchedAt: string | null;
  address: string[];
  items: { title: string; variant: string; quantity: number }[];
  total: { amount: string; currency: string } | null;
}

export interface Message {
  sequence: number;
  kind: "TEXT" | "ACTION_OFFER" | "ACTION_RESPONSE" | "ACTIVITY";
  author: Author;
  text: string;
  sentAt: string;
  clientKey: string | null;
  citations: Citation[];
  form: Form | null;
  answers: { key: string; label: string; value: string; photos: string[] }[];
  /** The message whose answers these correct. */
  corrects: number | null;
  order: OrderView | null;
  /** The order number that a one-time code may be asked for. */
  codeFor: string | null;
}

export interface Thread {
  cursor: number;
  hasMore: boolean;
  reset: boolean;
  state: ConversationState;
  speaker: Author;
  messages: Message[];
  openForm: Form | null;
  draft: { term: number; text: string } | null;
  typing: string | null;
  waitingLine: string | null;
  /** Where the team can reach the shopper; null where it is not asked. */
  contact: { email: string | null } | null;
  unread: number;
}

export interface OpeningChip {
  label: string;
  question: string | null;
  actionKey: string | null;
}

export interface Widget {
  shopName: string;
  greeting: string;
  botName: string;
  chips: OpeningChip[];
}

export interface UserError {
  code: string;
  message: string;
  field: string | null;
  /** Seconds. */
  retryAfter: number | null;
}

export interface FieldError {
  key: string;
  message: string;
}
