/** The words that merchants read for the kinds, intents and states that forms are made of. */
import { capitalised, type FieldKind } from "../ui/words";
import type { Condition, Intent } from "./design";

export const KIND: Record<FieldKind, string> = {
  SHORT_TEXT: "Short text",
  LONG_TEXT: "Long text",
  EMAIL: "E-mail",
  PHONE: "Phone",
  NUMBER: "Number",
  CHOICE: "One choice",
  CHOICES: "Several choices",
  DATE: "Date",
  ORDER_NUMBER: "Order number",
  ORDER_ITEM: "Item of the order",
  PHOTO: "Photo",
};
export const KINDS = Object.keys(KIND) as FieldKind[];

export const INTENT: Record<Intent, string> = {
  ORDER_STATUS: "where an order is",
  SHIPPING_INFO: "shipping",
  RETURN_REFUND: "a return or refund",
  REFUND_DISPUTE: "a refund that is disputed",
  BILLING_DISPUTE: "a charge that is disputed",
  ACCOUNT_LOCKOUT: "a locked account",
  CANCEL_ORDER: "cancelling an order",
  CHANGE_ADDRESS: "changing an address",
  DAMAGED_ITEM: "a damaged item",
  PRODUCT_QUESTION: "a product",
  DISCOUNT_CODE: "a discount code",
  WANTS_HUMAN: "a person",
  COMPLAINT: "a complaint",
  THANKS: "thanks",
  GREETING: "a greeting",
  GOODBYE: "a goodbye",
  OTHER: "anything else",
};
/** Those for which a form can serve; courtesies need none, and a request for a person has its own rule. */
export const INTENTS = (Object.keys(INTENT) as Intent[]).filter(
  (intent) => !["THANKS", "GREETING", "GOODBYE", "OTHER", "WANTS_HUMAN"].includes(intent),
);

export const CONDITION: Record<Condition["kind"], string> = {
  TAG: "Tag of the conversation",
  ORDER_STATE: "State of the order",
  KNOWN: "Known answer",
  LOGGED_IN: "Logged in",
};

export const ORDER_STATES = [
  "none",
  "not_sent",
  "partly_sent",
  "in_transit",
  "delayed",
  "delivery_failed",
  "delivered",
  "on_hold",
  "cancelled",
  "payment_pending",
  "partly_refunded",
  "refunded",
  "return_open",
] as const;

export const stateWords = (state: string) =>
  state === "none" ? "No order is known" : capitalised(state.replaceAll("_", " "));
