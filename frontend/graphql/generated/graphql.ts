/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ActionEffectsInput = {
  escalate?: boolean;
  lookUpOrder?: boolean;
  tags?: Array<string>;
  urgency?: Urgency;
  webhookUrl?: string;
};

export type ActionInput = {
  fields: Array<FormFieldInput>;
  intro?: string;
  maySkip?: boolean;
  offering: ActionTriggersInput;
  onSubmit: ActionEffectsInput;
  title: string;
};

export type ActionTriggersInput = {
  beforeHandoff?: boolean;
  intents?: Array<Intent>;
  notIntents?: Array<Intent>;
  openingChip?: string;
  when?: Array<ConditionInput>;
  whenNot?: Array<ConditionInput>;
};

export type ApiScope =
  | 'READ_CONVERSATIONS'
  | 'READ_TAGS'
  | 'WRITE_TAGS';

export type Audience =
  | 'AGENTS'
  | 'EVERYONE';

export type AuthorKind =
  | 'AGENT'
  | 'API_CLIENT'
  | 'BOT'
  | 'SHOPPER'
  | 'SYSTEM';

/** How an order is cancelled; `amount` is what the agent saw would be given back. */
export type CancelInput = {
  amount: string;
  notify?: boolean;
  reason: OrderCancelReason;
  refund?: boolean;
  restock?: boolean;
};

export type ConditionInput = {
  kind: ConditionKind;
  value?: string;
};

export type ConditionKind =
  | 'KNOWN'
  | 'LOGGED_IN'
  | 'ORDER_STATE'
  | 'TAG';

export type ConversationState =
  | 'AGENT'
  | 'BOT'
  | 'RESOLVED'
  | 'WAITING';

export type DeliveryStatus =
  | 'DELIVERED'
  | 'FAILED'
  | 'OWED';

export type DisclosureLevel =
  | 'ANONYMOUS'
  | 'MATCHED'
  | 'VERIFIED';

export type EarlierTurnInput = {
  sender: TurnSender;
  text: string;
};

export type EvaluationRunState =
  | 'DONE'
  | 'FAILED'
  | 'RUNNING'
  | 'STOPPED';

/** What is left out or empty is not expected. */
export type ExpectationInput = {
  action?: Array<string> | null | undefined;
  answerable?: boolean | null | undefined;
  contains?: Array<string> | null | undefined;
  decision?: Array<string> | null | undefined;
  escalate?: boolean | null | undefined;
  intent?: Array<string> | null | undefined;
  language?: Array<string> | null | undefined;
  reason?: Array<string> | null | undefined;
  source?: Array<string> | null | undefined;
  urgency?: Array<string> | null | undefined;
};

export type FieldKind =
  | 'CHOICE'
  | 'CHOICES'
  | 'DATE'
  | 'EMAIL'
  | 'LONG_TEXT'
  | 'NUMBER'
  | 'ORDER_ITEM'
  | 'ORDER_NUMBER'
  | 'PHONE'
  | 'PHOTO'
  | 'SHORT_TEXT';

/** A value of a form, as typed; several choices are one value with a choice on each line. */
export type FieldValueInput = {
  key: string;
  value: string;
};

export type FormFieldInput = {
  choices?: Array<string>;
  errorText?: string;
  help?: string;
  isRequired?: boolean;
  key: string;
  kind: FieldKind;
  label: string;
  maxLength?: number | null | undefined;
  maximum?: string;
  minLength?: number;
  minimum?: string;
  pattern?: string;
};

export type HandoffEnding =
  | 'ANSWERED'
  | 'HANDED_BACK'
  | 'RELEASED'
  | 'RESOLVED';

export type HandoffReason =
  | 'AGENT_GONE'
  | 'ASKED_FOR_HUMAN'
  | 'BOT_FAILURE'
  | 'CANNOT_ANSWER'
  | 'HIGH_STAKES'
  | 'MERCHANT_RULE'
  | 'UPSET';

export type InboxView =
  | 'ALL'
  | 'BOT'
  | 'MINE'
  | 'NEEDS_YOU';

export type Intent =
  | 'ACCOUNT_LOCKOUT'
  | 'BILLING_DISPUTE'
  | 'CANCEL_ORDER'
  | 'CHANGE_ADDRESS'
  | 'COMPLAINT'
  | 'DAMAGED_ITEM'
  | 'DISCOUNT_CODE'
  | 'GOODBYE'
  | 'GREETING'
  | 'ORDER_STATUS'
  | 'OTHER'
  | 'PRODUCT_QUESTION'
  | 'REFUND_DISPUTE'
  | 'RETURN_REFUND'
  | 'SHIPPING_INFO'
  | 'THANKS'
  | 'WANTS_HUMAN';

/** Some of an item. */
export type ItemQuantity = {
  id: string | number;
  quantity: number;
};

export type LookupOutcome =
  | 'AMBIGUOUS'
  | 'FOUND'
  | 'LOOKING'
  | 'NOT_FOUND'
  | 'REFUSED'
  | 'SCOPE_MISSING'
  | 'THROTTLED'
  | 'UNAVAILABLE';

export type MessageKind =
  | 'ACTION_OFFER'
  | 'ACTION_RESPONSE'
  | 'ACTIVITY'
  | 'NOTE'
  | 'TEXT';

export type OfferStatus =
  | 'CANCELLED'
  | 'OPEN'
  | 'SKIPPED'
  | 'SUBMITTED';

export type OpeningHoursInput = {
  closes: string;
  opens: string;
  weekday: Weekday;
};

export type OrderActKind =
  | 'ADDRESS'
  | 'CANCEL'
  | 'NOTE'
  | 'REFUND'
  | 'RETURN'
  | 'TAG';

/** How an act went. UNKNOWN: Shopify gave no answer and may have done it. */
export type OrderActState =
  | 'DONE'
  | 'OWED'
  | 'REFUSED'
  | 'UNKNOWN';

export type OrderCancelReason =
  | 'CUSTOMER'
  | 'DECLINED'
  | 'FRAUD'
  | 'INVENTORY'
  | 'OTHER'
  | 'STAFF';

export type PlayedDecision =
  | 'ANSWER'
  | 'ASK'
  | 'ESCALATE'
  | 'OFFER'
  | 'SMALLTALK';

/** What a refund is made of; `amount` is the quote that the agent saw and confirmed. */
export type RefundInput = {
  amount: string;
  /** All that is left, whatever items are named. */
  full?: boolean;
  items?: Array<ItemQuantity>;
  note?: string;
  /** Whether Shopify e-mails the customer. */
  notify?: boolean;
  restock?: boolean;
  shipping?: boolean;
};

export type ResultChange =
  | 'BROKEN'
  | 'MENDED'
  | 'NEW'
  | 'STILL_FAILING'
  | 'STILL_PASSING';

export type ResultVerdict =
  | 'FAILED'
  | 'PASSED'
  | 'UNJUDGED';

/** A shipping address, whole: it replaces the former one. */
export type ShippingAddressInput = {
  address1: string;
  address2?: string;
  city: string;
  company?: string;
  /** Two letters, such as US. */
  countryCode: string;
  firstName?: string;
  lastName: string;
  phone?: string;
  provinceCode?: string;
  zip?: string;
};

export type ShopSettingsInput = {
  botName?: string | null | undefined;
  closedDates?: Array<string> | null | undefined;
  goneMinutes?: number | null | undefined;
  greeting?: string | null | undefined;
  hours?: Array<OpeningHoursInput> | null | undefined;
  keepsHours?: boolean | null | undefined;
  openingQuestions?: Array<string> | null | undefined;
  reminderMinutes?: Array<number> | null | undefined;
  replyTime?: string | null | undefined;
  urgencyMinutes?: number | null | undefined;
};

export type SourceKind =
  | 'ARTICLE'
  | 'FAQ'
  | 'FILE'
  | 'PAGE'
  | 'POLICY'
  | 'PRODUCT'
  | 'WEB';

export type SourceState =
  | 'FAILED'
  | 'QUEUED'
  | 'READING'
  | 'READY';

export type TagColour =
  | 'CAUTION'
  | 'CRITICAL'
  | 'INFO'
  | 'NEUTRAL'
  | 'SUCCESS'
  | 'WARNING';

/** Which tags a conversation must carry, by name. */
export type TagFilter = {
  all?: Array<string> | null | undefined;
  any?: Array<string> | null | undefined;
  none?: Array<string> | null | undefined;
};

export type TagInput = {
  colour?: TagColour;
  description?: string;
  /** Lower-case words joined by hyphens, at most 40 characters. */
  name: string;
};

/** What put a tag on: an agent or API client by hand, or a rule by itself. */
export type TagOrigin =
  | 'AGENT'
  | 'API_CLIENT'
  | 'RULE';

export type TurnSender =
  | 'BOT'
  | 'SHOPPER';

export type Urgency =
  | 'HIGH'
  | 'LOW'
  | 'NORMAL';

export type Weekday =
  | 'FRIDAY'
  | 'MONDAY'
  | 'SATURDAY'
  | 'SUNDAY'
  | 'THURSDAY'
  | 'TUESDAY'
  | 'WEDNESDAY';

/** Words to the shopper, or a note among agents. */
export type Writing =
  | 'NOTE'
  | 'REPLY';

export type ActionsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type ActionsPageQuery = { actions: Array<{ key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } }>, tags: Array<{ id: string, name: string }> };

export type OfferableActionsQueryVariables = Exact<{ [key: string]: never; }>;


export type OfferableActionsQuery = { actions: Array<{ key: string, title: string }> };

export type ActionVersionsQueryVariables = Exact<{
  key: string;
}>;


export type ActionVersionsQuery = { actionVersions: Array<{ key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } }> };

export type ActionFieldsFragment = { key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } };

export type SaveActionMutationVariables = Exact<{
  input: ActionInput;
  key?: string | null | undefined;
  basedOn?: number | null | undefined;
}>;


export type SaveActionMutation = { changed: { action: { key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type DuplicateActionMutationVariables = Exact<{
  key: string;
}>;


export type DuplicateActionMutation = { changed: { action: { key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RetireActionMutationVariables = Exact<{
  key: string;
}>;


export type RetireActionMutation = { changed: { action: { key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RestoreActionMutationVariables = Exact<{
  key: string;
}>;


export type RestoreActionMutation = { changed: { action: { key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ActionChangedFragment = { action: { key: string, version: number, title: string, intro: string, triggers: Array<string>, effects: Array<string>, maySkip: boolean, publishedAt: string, retiredAt: string | null, responseCount: number, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, offering: { intents: Array<Intent>, notIntents: Array<Intent>, beforeHandoff: boolean, openingChip: string, when: Array<{ kind: ConditionKind, value: string }>, whenNot: Array<{ kind: ConditionKind, value: string }> }, onSubmit: { tags: Array<string>, escalate: boolean, urgency: Urgency, lookUpOrder: boolean, webhookUrl: string } } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type TryActionMutationVariables = Exact<{
  input: ActionInput;
  values: Array<FieldValueInput> | FieldValueInput;
}>;


export type TryActionMutation = { tried: { effects: Array<string>, fields: Array<{ key: string, value: string | null, error: string | null }>, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type FillFormMutationVariables = Exact<{
  formId: string | number;
  values: Array<FieldValueInput> | FieldValueInput;
  clientKey: string;
}>;


export type FillFormMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type WebhooksPageQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhooksPageQuery = { webhooks: { secretSince: string | null, deliveries: Array<{ id: string, eventId: string, conversationId: string, actionTitle: string, url: string, status: DeliveryStatus, tries: number, httpStatus: number | null, detail: string, milliseconds: number | null, createdAt: string, triedAt: string | null }> } };

export type WebhooksFieldsFragment = { secretSince: string | null, deliveries: Array<{ id: string, eventId: string, conversationId: string, actionTitle: string, url: string, status: DeliveryStatus, tries: number, httpStatus: number | null, detail: string, milliseconds: number | null, createdAt: string, triedAt: string | null }> };

export type RotateWebhookSecretMutationVariables = Exact<{ [key: string]: never; }>;


export type RotateWebhookSecretMutation = { changed: { secret: string | null, webhooks: { secretSince: string | null, deliveries: Array<{ id: string, eventId: string, conversationId: string, actionTitle: string, url: string, status: DeliveryStatus, tries: number, httpStatus: number | null, detail: string, milliseconds: number | null, createdAt: string, triedAt: string | null }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ResendWebhookMutationVariables = Exact<{
  id: string | number;
}>;


export type ResendWebhookMutation = { changed: { secret: string | null, webhooks: { secretSince: string | null, deliveries: Array<{ id: string, eventId: string, conversationId: string, actionTitle: string, url: string, status: DeliveryStatus, tries: number, httpStatus: number | null, detail: string, milliseconds: number | null, createdAt: string, triedAt: string | null }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type WebhooksChangedFragment = { secret: string | null, webhooks: { secretSince: string | null, deliveries: Array<{ id: string, eventId: string, conversationId: string, actionTitle: string, url: string, status: DeliveryStatus, tries: number, httpStatus: number | null, detail: string, milliseconds: number | null, createdAt: string, triedAt: string | null }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type InboxNowQueryVariables = Exact<{
  after: number;
}>;


export type InboxNowQuery = { inbox: { revision: number, hasMore: boolean, reset: boolean, conversations: Array<{ id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null }>, counts: { needsYou: number, bot: number, agents: number, resolvedToday: number } } };

export type InboxFeedSubscriptionVariables = Exact<{
  after: number;
}>;


export type InboxFeedSubscription = { inbox: { revision: number, hasMore: boolean, reset: boolean, conversations: Array<{ id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null }>, counts: { needsYou: number, bot: number, agents: number, resolvedToday: number } } };

export type ConversationPageQueryVariables = Exact<{
  view: InboxView;
  tags?: TagFilter | null | undefined;
  search?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ConversationPageQuery = { conversations: { edges: Array<{ node: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TranscriptNowQueryVariables = Exact<{
  conversationId: string | number;
  after: number;
}>;


export type TranscriptNowQuery = { transcript: { cursor: number, hasMore: boolean, reset: boolean, typing: string | null, draftSuggestion: string | null, conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null }, messages: Array<{ id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> }>, openForm: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, orders: Array<{ id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> }>, known: Array<{ key: string, label: string, value: string, origin: string }>, hint: { pageUrl: string, pageTitle: string, seenAt: string, cart: { itemCount: number, items: Array<{ title: string, variant: string, quantity: number }>, total: { amount: string, currency: string } | null } | null } | null, botTurns: Array<{ messageSequence: number | null, outcome: string, understood: string, decidedBecause: string, milliseconds: number, at: string, retrieved: Array<{ title: string, heading: string, url: string, score: number }> }>, watchers: Array<{ id: string, firstName: string, lastName: string, isMe: boolean }>, draft: { term: number, text: string } | null } };

export type TranscriptFeedSubscriptionVariables = Exact<{
  conversationId: string | number;
  after: number;
}>;


export type TranscriptFeedSubscription = { transcript: { cursor: number, hasMore: boolean, reset: boolean, typing: string | null, draftSuggestion: string | null, conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null }, messages: Array<{ id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> }>, openForm: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, orders: Array<{ id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> }>, known: Array<{ key: string, label: string, value: string, origin: string }>, hint: { pageUrl: string, pageTitle: string, seenAt: string, cart: { itemCount: number, items: Array<{ title: string, variant: string, quantity: number }>, total: { amount: string, currency: string } | null } | null } | null, botTurns: Array<{ messageSequence: number | null, outcome: string, understood: string, decidedBecause: string, milliseconds: number, at: string, retrieved: Array<{ title: string, heading: string, url: string, score: number }> }>, watchers: Array<{ id: string, firstName: string, lastName: string, isMe: boolean }>, draft: { term: number, text: string } | null } };

export type MovedFieldsFragment = { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type TakeOverMutationVariables = Exact<{
  conversationId: string | number;
  expectedTerm?: number | null | undefined;
}>;


export type TakeOverMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type HandBackMutationVariables = Exact<{
  conversationId: string | number;
}>;


export type HandBackMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ReleaseMutationVariables = Exact<{
  conversationId: string | number;
}>;


export type ReleaseMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ResolveMutationVariables = Exact<{
  conversationId: string | number;
}>;


export type ResolveMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ReopenMutationVariables = Exact<{
  conversationId: string | number;
}>;


export type ReopenMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type MarkReadMutationVariables = Exact<{
  conversationId: string | number;
  sequence: number;
}>;


export type MarkReadMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type WatchMutationVariables = Exact<{
  conversationId: string | number;
  isWatching: boolean;
  isTyping: boolean;
}>;


export type WatchMutation = { moved: { userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type PostReplyMutationVariables = Exact<{
  conversationId: string | number;
  text: string;
  clientKey: string;
  thenResolve: boolean;
}>;


export type PostReplyMutation = { posted: { message: { id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type PostNoteMutationVariables = Exact<{
  conversationId: string | number;
  text: string;
  clientKey: string;
}>;


export type PostNoteMutation = { posted: { message: { id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type PostedFieldsFragment = { message: { id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type AddTagMutationVariables = Exact<{
  conversationId: string | number;
  name: string;
}>;


export type AddTagMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RemoveTagMutationVariables = Exact<{
  conversationId: string | number;
  name: string;
}>;


export type RemoveTagMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type OfferActionMutationVariables = Exact<{
  conversationId: string | number;
  key: string;
}>;


export type OfferActionMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type CancelFormMutationVariables = Exact<{
  formId: string | number;
}>;


export type CancelFormMutation = { moved: { conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type LookUpOrderMutationVariables = Exact<{
  conversationId: string | number;
  number: string;
}>;


export type LookUpOrderMutation = { looked: { snapshot: { id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RefreshOrderMutationVariables = Exact<{
  snapshotId: string | number;
}>;


export type RefreshOrderMutation = { looked: { snapshot: { id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type LookedFieldsFragment = { snapshot: { id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type DeskNowQueryVariables = Exact<{
  after: number;
}>;


export type DeskNowQuery = { desk: { revision: number, hasMore: boolean, reset: boolean, drafts: Array<{ conversationId: string, clientKey: string, revision: number, kind: Writing, text: string, savedAt: string }>, read: Array<{ conversationId: string, sequence: number, unread: number }> } };

export type DeskFeedSubscriptionVariables = Exact<{
  after: number;
}>;


export type DeskFeedSubscription = { desk: { revision: number, hasMore: boolean, reset: boolean, drafts: Array<{ conversationId: string, clientKey: string, revision: number, kind: Writing, text: string, savedAt: string }>, read: Array<{ conversationId: string, sequence: number, unread: number }> } };

export type DeskFieldsFragment = { revision: number, hasMore: boolean, reset: boolean, drafts: Array<{ conversationId: string, clientKey: string, revision: number, kind: Writing, text: string, savedAt: string }>, read: Array<{ conversationId: string, sequence: number, unread: number }> };

export type AgentDraftFieldsFragment = { conversationId: string, clientKey: string, revision: number, kind: Writing, text: string, savedAt: string };

export type SaveDraftMutationVariables = Exact<{
  conversationId: string | number;
  clientKey: string;
  kind: Writing;
  text: string;
}>;


export type SaveDraftMutation = { saved: { draft: { conversationId: string, clientKey: string, revision: number, kind: Writing, text: string, savedAt: string } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type AgentFieldsFragment = { id: string, firstName: string, lastName: string, isMe: boolean };

export type TagFieldsFragment = { id: string, name: string, colour: TagColour, description: string, conversationCount: number, openCount: number, rules: Array<string> };

export type AppliedTagFieldsFragment = { origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } };

export type ConversationFieldsFragment = { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null };

export type FieldValueFieldsFragment = { key: string, label: string, value: string, origin: string, imageUrl: string | null };

export type FormFieldsFragment = { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> };

export type FormFieldFieldsFragment = { key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string };

export type MessageFieldsFragment = { id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> };

export type MoneyFieldsFragment = { amount: string, currency: string };

export type OrderSnapshotFieldsFragment = { id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> };

export type OrderFieldsFragment = { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null };

export type TranscriptFieldsFragment = { cursor: number, hasMore: boolean, reset: boolean, typing: string | null, draftSuggestion: string | null, conversation: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null }, messages: Array<{ id: string, sequence: number, term: number, kind: MessageKind, audience: Audience, text: string, sentAt: string, clientKey: string | null, correctsSequence: number | null, move: string | null, author: { kind: AuthorKind, name: string, agentId: string | null }, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, answers: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> }>, openForm: { id: string, actionKey: string, version: number, status: OfferStatus, title: string, intro: string, draftedAt: string | null, correctsSequence: number | null, fields: Array<{ key: string, kind: FieldKind, label: string, help: string, isRequired: boolean, choices: Array<string>, minLength: number, maxLength: number | null, minimum: string, maximum: string, pattern: string, errorText: string }>, values: Array<{ key: string, label: string, value: string, origin: string, imageUrl: string | null }> } | null, orders: Array<{ id: string, askedNumber: string, outcome: LookupOutcome, outcomeText: string, disclosure: DisclosureLevel, fetchedAt: string | null, isStale: boolean, order: { name: string, adminUrl: string, placedAt: string, cancelledAt: string | null, cancelReason: string | null, isTest: boolean, paymentState: string, fulfilmentState: string, summary: string, returns: Array<string>, shippingAddress: Array<string>, customerName: string | null, email: string | null, phone: string | null, withheld: Array<string>, items: Array<{ title: string, variant: string, sku: string, quantity: number, fulfilled: number, refunded: number, imageUrl: string | null, unitPrice: { amount: string, currency: string } | null }>, parcels: Array<{ name: string, state: string, isLate: boolean, carrier: string, trackingNumber: string, trackingUrl: string | null, estimate: string | null, deliveredAt: string | null, lastEvent: { at: string | null, text: string } | null }>, refunds: Array<{ at: string, note: string, items: Array<string>, amount: { amount: string, currency: string } }>, total: { amount: string, currency: string }, subtotal: { amount: string, currency: string } | null, shipping: { amount: string, currency: string } | null, tax: { amount: string, currency: string } | null, discounts: { amount: string, currency: string } | null, refunded: { amount: string, currency: string } | null, outstanding: { amount: string, currency: string } | null } | null, changes: Array<{ at: string, text: string }>, acts: Array<{ id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null }> }>, known: Array<{ key: string, label: string, value: string, origin: string }>, hint: { pageUrl: string, pageTitle: string, seenAt: string, cart: { itemCount: number, items: Array<{ title: string, variant: string, quantity: number }>, total: { amount: string, currency: string } | null } | null } | null, botTurns: Array<{ messageSequence: number | null, outcome: string, understood: string, decidedBecause: string, milliseconds: number, at: string, retrieved: Array<{ title: string, heading: string, url: string, score: number }> }>, watchers: Array<{ id: string, firstName: string, lastName: string, isMe: boolean }>, draft: { term: number, text: string } | null };

export type InboxFieldsFragment = { revision: number, hasMore: boolean, reset: boolean, conversations: Array<{ id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null }>, counts: { needsYou: number, bot: number, agents: number, resolvedToday: number } };

export type UserErrorFieldsFragment = { code: string, message: string, field: string | null, retryAfter: number | null };

export type OrderActFieldsFragment = { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null };

export type OrderActNowQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderActNowQuery = { orderAct: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } };

export type CustomerOrdersNowQueryVariables = Exact<{
  conversationId: string | number;
}>;


export type CustomerOrdersNowQuery = { customerOrders: Array<{ name: string, placedAt: string, paymentState: string, fulfilmentState: string, isCancelled: boolean, total: { amount: string, currency: string } }> };

export type OrderStandingNowQueryVariables = Exact<{
  snapshotId: string | number;
}>;


export type OrderStandingNowQuery = { orderStanding: { tags: Array<string>, note: string, left: { amount: string, currency: string }, shippingLeft: { amount: string, currency: string }, items: Array<{ id: string, title: string, variant: string, refundable: number, unfulfilled: number, isMeant: boolean }>, obstacles: Array<{ kind: OrderActKind, words: string }> } };

export type RefundQuoteNowQueryVariables = Exact<{
  snapshotId: string | number;
  items: Array<ItemQuantity> | ItemQuantity;
  shipping: boolean;
  full: boolean;
}>;


export type RefundQuoteNowQuery = { refundQuote: { gateways: Array<string>, amount: { amount: string, currency: string }, subtotal: { amount: string, currency: string }, tax: { amount: string, currency: string }, shipping: { amount: string, currency: string }, most: { amount: string, currency: string } } };

export type ReturnOptionsNowQueryVariables = Exact<{
  snapshotId: string | number;
}>;


export type ReturnOptionsNowQuery = { returnOptions: { items: Array<{ id: string, title: string, quantity: number }>, reasons: Array<{ id: string, name: string }> } };

export type OrderAddressNowQueryVariables = Exact<{
  snapshotId: string | number;
}>;


export type OrderAddressNowQuery = { orderAddress: { firstName: string, lastName: string, company: string, address1: string, address2: string, city: string, provinceCode: string, countryCode: string, zip: string, phone: string } | null };

export type ActAskedFieldsFragment = { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type CancelOrderMutationVariables = Exact<{
  snapshotId: string | number;
  clientKey: string;
  input: CancelInput;
}>;


export type CancelOrderMutation = { asked: { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RefundOrderMutationVariables = Exact<{
  snapshotId: string | number;
  clientKey: string;
  input: RefundInput;
}>;


export type RefundOrderMutation = { asked: { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ChangeShippingAddressMutationVariables = Exact<{
  snapshotId: string | number;
  clientKey: string;
  address: ShippingAddressInput;
}>;


export type ChangeShippingAddressMutation = { asked: { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type CreateReturnMutationVariables = Exact<{
  snapshotId: string | number;
  clientKey: string;
  items: Array<ItemQuantity> | ItemQuantity;
  reasonId?: string | number | null | undefined;
  note: string;
}>;


export type CreateReturnMutation = { asked: { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type TagOrderMutationVariables = Exact<{
  snapshotId: string | number;
  clientKey: string;
  tags: Array<string> | string;
}>;


export type TagOrderMutation = { asked: { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type AddOrderNoteMutationVariables = Exact<{
  snapshotId: string | number;
  clientKey: string;
  note: string;
}>;


export type AddOrderNoteMutation = { asked: { act: { id: string, kind: OrderActKind, state: OrderActState, agentName: string, words: string, code: string, createdAt: string, finishedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shop: { id: string, name: string, domain: string, storefrontUrl: string, timezone: string, settings: { greeting: string, botName: string, openingQuestions: Array<string>, replyTime: string, escalationTopics: Array<string>, keepsHours: boolean, closedDates: Array<string>, reminderMinutes: Array<number>, urgencyMinutes: number, goneMinutes: number, hours: Array<{ weekday: Weekday, opens: string, closes: string }> } } };

export type ShopFieldsFragment = { id: string, name: string, domain: string, storefrontUrl: string, timezone: string, settings: { greeting: string, botName: string, openingQuestions: Array<string>, replyTime: string, escalationTopics: Array<string>, keepsHours: boolean, closedDates: Array<string>, reminderMinutes: Array<number>, urgencyMinutes: number, goneMinutes: number, hours: Array<{ weekday: Weekday, opens: string, closes: string }> } };

export type HomePageQueryVariables = Exact<{ [key: string]: never; }>;


export type HomePageQuery = { shop: { id: string, name: string, domain: string, storefrontUrl: string, timezone: string, outcomes: { total: number, answeredByBot: number, escalated: number, resolved: number, medianWaitSeconds: number | null }, settings: { greeting: string, botName: string, openingQuestions: Array<string>, replyTime: string, escalationTopics: Array<string>, keepsHours: boolean, closedDates: Array<string>, reminderMinutes: Array<number>, urgencyMinutes: number, goneMinutes: number, hours: Array<{ weekday: Weekday, opens: string, closes: string }> } }, agents: Array<{ id: string, firstName: string, lastName: string, isMe: boolean }>, knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ state: SourceState, count: number }> }, conversations: { edges: Array<{ node: { id: string, revision: number, state: ConversationState, term: number, subject: string, preview: string, previewAuthor: AuthorKind, lastSequence: number, lastMessageAt: string, createdAt: string, stateSince: string, waitingSince: string | null, urgency: Urgency, botMisses: number, intent: string, language: string, unread: number, hasOpenForm: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } | null, shopper: { id: string, name: string, email: string | null, customerId: string | null, isVerified: boolean, locale: string, conversationCount: number, firstSeenAt: string }, tags: Array<{ origin: TagOrigin, agentName: string | null, evidence: string, evidenceSequence: number | null, confidence: number, appliedAt: string, tag: { id: string, name: string, colour: TagColour } }>, handoff: { reason: HandoffReason, urgency: Urgency, urgencyWhy: string, evidence: string, requestedAt: string, seenAt: string | null, acceptedAt: string | null, firstHumanWordAt: string | null, closedAt: string | null, ending: HandoffEnding | null, reminders: number, remindedAt: string | null, openedAt: string | null, seenBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, acceptedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, firstHumanWordBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null, closedBy: { id: string, firstName: string, lastName: string, isMe: boolean } | null } | null } }> } };

export type KnowledgePageQueryVariables = Exact<{ [key: string]: never; }>;


export type KnowledgePageQuery = { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } };

export type KnowledgeSourcesPageQueryVariables = Exact<{
  kind?: SourceKind | null | undefined;
  state?: SourceState | null | undefined;
  search: string;
  offset: number;
}>;


export type KnowledgeSourcesPageQuery = { knowledgeSources: { total: number, nodes: Array<{ id: string, kind: SourceKind, title: string, url: string, language: string, state: SourceState, failure: string, chunkCount: number, bytes: number, useCount: number, lastUsedAt: string | null, syncedAt: string | null, answer: string | null }> } };

export type SourceFieldsFragment = { id: string, kind: SourceKind, title: string, url: string, language: string, state: SourceState, failure: string, chunkCount: number, bytes: number, useCount: number, lastUsedAt: string | null, syncedAt: string | null, answer: string | null };

export type KnowledgeFieldsFragment = { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> };

export type SyncKnowledgeMutationVariables = Exact<{ [key: string]: never; }>;


export type SyncKnowledgeMutation = { changed: { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type SaveFaqEntryMutationVariables = Exact<{
  id?: string | number | null | undefined;
  question: string;
  answer: string;
}>;


export type SaveFaqEntryMutation = { changed: { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type DeleteKnowledgeSourceMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteKnowledgeSourceMutation = { changed: { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ReadKnowledgeAgainMutationVariables = Exact<{
  id: string | number;
}>;


export type ReadKnowledgeAgainMutation = { changed: { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type AddWebPageMutationVariables = Exact<{
  url: string;
}>;


export type AddWebPageMutation = { changed: { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type KnowledgeChangedFragment = { knowledge: { isSyncing: boolean, syncedAt: string | null, counts: Array<{ kind: SourceKind, state: SourceState, count: number }>, progress: { total: number, read: number, changed: number, embedded: number, failed: number, removed: number, refused: Array<SourceKind>, failure: string }, gaps: Array<{ question: string, conversationId: string, at: string }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type TagsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type TagsPageQuery = { tags: Array<{ id: string, name: string, colour: TagColour, description: string, conversationCount: number, openCount: number, rules: Array<string> }> };

export type CreateTagMutationVariables = Exact<{
  input: TagInput;
}>;


export type CreateTagMutation = { changed: { tag: { id: string, name: string, colour: TagColour, description: string, conversationCount: number, openCount: number, rules: Array<string> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type UpdateTagMutationVariables = Exact<{
  id: string | number;
  input: TagInput;
}>;


export type UpdateTagMutation = { changed: { tag: { id: string, name: string, colour: TagColour, description: string, conversationCount: number, openCount: number, rules: Array<string> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type DeleteTagMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteTagMutation = { changed: { tag: { id: string, name: string, colour: TagColour, description: string, conversationCount: number, openCount: number, rules: Array<string> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type TagChangedFragment = { tag: { id: string, name: string, colour: TagColour, description: string, conversationCount: number, openCount: number, rules: Array<string> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type SettingsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsPageQuery = { shop: { id: string, name: string, domain: string, storefrontUrl: string, timezone: string, settings: { greeting: string, botName: string, openingQuestions: Array<string>, replyTime: string, escalationTopics: Array<string>, keepsHours: boolean, closedDates: Array<string>, reminderMinutes: Array<number>, urgencyMinutes: number, goneMinutes: number, hours: Array<{ weekday: Weekday, opens: string, closes: string }> } }, apiClients: Array<{ id: string, name: string, tokenHint: string, scopes: Array<ApiScope>, createdAt: string, lastUsedAt: string | null }>, modelUse: { calls: number, tokens: number, tokensADay: number, beginsAnewAt: string } | null };

export type ApiClientFieldsFragment = { id: string, name: string, tokenHint: string, scopes: Array<ApiScope>, createdAt: string, lastUsedAt: string | null };

export type UpdateSettingsMutationVariables = Exact<{
  input: ShopSettingsInput;
}>;


export type UpdateSettingsMutation = { changed: { shop: { id: string, name: string, domain: string, storefrontUrl: string, timezone: string, settings: { greeting: string, botName: string, openingQuestions: Array<string>, replyTime: string, escalationTopics: Array<string>, keepsHours: boolean, closedDates: Array<string>, reminderMinutes: Array<number>, urgencyMinutes: number, goneMinutes: number, hours: Array<{ weekday: Weekday, opens: string, closes: string }> } } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type CreateApiClientMutationVariables = Exact<{
  name: string;
  scopes: Array<ApiScope> | ApiScope;
}>;


export type CreateApiClientMutation = { changed: { token: string | null, client: { id: string, name: string, tokenHint: string, scopes: Array<ApiScope>, createdAt: string, lastUsedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RevokeApiClientMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeApiClientMutation = { changed: { client: { id: string, name: string, tokenHint: string, scopes: Array<ApiScope>, createdAt: string, lastUsedAt: string | null } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type PlaygroundPageQueryVariables = Exact<{ [key: string]: never; }>;


export type PlaygroundPageQuery = { testQuestions: Array<{ id: string, text: string, history: Array<{ sender: TurnSender, text: string }>, expect: { source: Array<string>, contains: Array<string>, answerable: boolean | null, escalate: boolean | null, reason: Array<string>, intent: Array<string>, urgency: Array<string>, decision: Array<string>, language: Array<string>, action: Array<string> } }>, evaluationRuns: Array<{ id: string, state: EvaluationRunState, startedAt: string, finishedAt: string | null, total: number, asked: number, passed: number, failed: number }> };

export type TestQuestionsFileQueryVariables = Exact<{ [key: string]: never; }>;


export type TestQuestionsFileQuery = { testQuestionsFile: string };

export type EvaluationRunsQueryVariables = Exact<{ [key: string]: never; }>;


export type EvaluationRunsQuery = { evaluationRuns: Array<{ id: string, state: EvaluationRunState, startedAt: string, finishedAt: string | null, total: number, asked: number, passed: number, failed: number }> };

export type EvaluationReportQueryVariables = Exact<{
  id: string | number;
}>;


export type EvaluationReportQuery = { evaluationReport: { run: { id: string, state: EvaluationRunState, startedAt: string, finishedAt: string | null, total: number, asked: number, passed: number, failed: number }, summary: { hitAt1: number | null, hitAt3: number | null, answered: number | null, falseAnswerRate: number | null, escalationPrecision: number | null, escalationRecall: number | null, millisecondsP50: number | null, millisecondsP95: number | null, expectations: Array<{ name: string, right: number, of: number }> }, results: Array<{ questionId: string, text: string, verdict: ResultVerdict | null, change: ResultChange | null, decision: PlayedDecision | null, answer: string, milliseconds: number | null, history: Array<{ sender: TurnSender, text: string }>, missed: Array<{ name: string, wanted: string, got: string }> }> } };

export type TestQuestionFieldsFragment = { id: string, text: string, history: Array<{ sender: TurnSender, text: string }>, expect: { source: Array<string>, contains: Array<string>, answerable: boolean | null, escalate: boolean | null, reason: Array<string>, intent: Array<string>, urgency: Array<string>, decision: Array<string>, language: Array<string>, action: Array<string> } };

export type RunFieldsFragment = { id: string, state: EvaluationRunState, startedAt: string, finishedAt: string | null, total: number, asked: number, passed: number, failed: number };

export type TriedFieldsFragment = { language: string, orderNumbers: Array<string>, isFollowUp: boolean, decision: PlayedDecision, reason: HandoffReason | null, urgency: Urgency, because: string, answer: string, milliseconds: number, model: string, intents: Array<{ intent: Intent, chance: number }>, signals: Array<{ name: string, words: string }>, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { key: string, title: string, intro: string } | null, retrieved: Array<{ title: string, heading: string, url: string, score: number }> };

export type TryQuestionMutationVariables = Exact<{
  text: string;
  history?: Array<EarlierTurnInput> | EarlierTurnInput | null | undefined;
}>;


export type TryQuestionMutation = { tried: { turn: { language: string, orderNumbers: Array<string>, isFollowUp: boolean, decision: PlayedDecision, reason: HandoffReason | null, urgency: Urgency, because: string, answer: string, milliseconds: number, model: string, intents: Array<{ intent: Intent, chance: number }>, signals: Array<{ name: string, words: string }>, citations: Array<{ title: string, url: string, heading: string, quote: string }>, form: { key: string, title: string, intro: string } | null, retrieved: Array<{ title: string, heading: string, url: string, score: number }> } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type SaveTestQuestionMutationVariables = Exact<{
  id?: string | number | null | undefined;
  text: string;
  history?: Array<EarlierTurnInput> | EarlierTurnInput | null | undefined;
  expect: ExpectationInput;
}>;


export type SaveTestQuestionMutation = { changed: { questions: Array<{ id: string, text: string, history: Array<{ sender: TurnSender, text: string }>, expect: { source: Array<string>, contains: Array<string>, answerable: boolean | null, escalate: boolean | null, reason: Array<string>, intent: Array<string>, urgency: Array<string>, decision: Array<string>, language: Array<string>, action: Array<string> } }> | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type DeleteTestQuestionMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteTestQuestionMutation = { changed: { questions: Array<{ id: string, text: string, history: Array<{ sender: TurnSender, text: string }>, expect: { source: Array<string>, contains: Array<string>, answerable: boolean | null, escalate: boolean | null, reason: Array<string>, intent: Array<string>, urgency: Array<string>, decision: Array<string>, language: Array<string>, action: Array<string> } }> | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type ImportTestQuestionsMutationVariables = Exact<{
  lines: string;
}>;


export type ImportTestQuestionsMutation = { imported: { added: number, changed: number, questions: Array<{ id: string, text: string, history: Array<{ sender: TurnSender, text: string }>, expect: { source: Array<string>, contains: Array<string>, answerable: boolean | null, escalate: boolean | null, reason: Array<string>, intent: Array<string>, urgency: Array<string>, decision: Array<string>, language: Array<string>, action: Array<string> } }> | null, problems: Array<{ line: number, message: string }>, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type RunTestQuestionsMutationVariables = Exact<{ [key: string]: never; }>;


export type RunTestQuestionsMutation = { changed: { run: { id: string, state: EvaluationRunState, startedAt: string, finishedAt: string | null, total: number, asked: number, passed: number, failed: number } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type StopEvaluationRunMutationVariables = Exact<{
  id: string | number;
}>;


export type StopEvaluationRunMutation = { changed: { run: { id: string, state: EvaluationRunState, startedAt: string, finishedAt: string | null, total: number, asked: number, passed: number, failed: number } | null, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type TeamFieldsFragment = { team: Array<{ isPresent: boolean, isAway: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } }>, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> };

export type BeatMutationVariables = Exact<{ [key: string]: never; }>;


export type BeatMutation = { said: { team: Array<{ isPresent: boolean, isAway: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } }>, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export type SetAwayMutationVariables = Exact<{
  isAway: boolean;
}>;


export type SetAwayMutation = { said: { team: Array<{ isPresent: boolean, isAway: boolean, agent: { id: string, firstName: string, lastName: string, isMe: boolean } }>, userErrors: Array<{ code: string, message: string, field: string | null, retryAfter: number | null }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FormFieldFieldsFragmentDoc = new TypedDocumentString(`
    fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
    `, {"fragmentName":"FormFieldFields"}) as unknown as TypedDocumentString<FormFieldFieldsFragment, unknown>;
export const ActionFieldsFragmentDoc = new TypedDocumentString(`
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
    fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}`, {"fragmentName":"ActionFields"}) as unknown as TypedDocumentString<ActionFieldsFragment, unknown>;
export const UserErrorFieldsFragmentDoc = new TypedDocumentString(`
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
    `, {"fragmentName":"UserErrorFields"}) as unknown as TypedDocumentString<UserErrorFieldsFragment, unknown>;
export const ActionChangedFragmentDoc = new TypedDocumentString(`
    fragment ActionChanged on ActionPayload {
  action {
    ...ActionFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`, {"fragmentName":"ActionChanged"}) as unknown as TypedDocumentString<ActionChangedFragment, unknown>;
export const WebhooksFieldsFragmentDoc = new TypedDocumentString(`
    fragment WebhooksFields on Webhooks {
  secretSince
  deliveries {
    id
    eventId
    conversationId
    actionTitle
    url
    status
    tries
    httpStatus
    detail
    milliseconds
    createdAt
    triedAt
  }
}
    `, {"fragmentName":"WebhooksFields"}) as unknown as TypedDocumentString<WebhooksFieldsFragment, unknown>;
export const WebhooksChangedFragmentDoc = new TypedDocumentString(`
    fragment WebhooksChanged on WebhooksPayload {
  webhooks {
    ...WebhooksFields
  }
  secret
  userErrors {
    ...UserErrorFields
  }
}
    fragment WebhooksFields on Webhooks {
  secretSince
  deliveries {
    id
    eventId
    conversationId
    actionTitle
    url
    status
    tries
    httpStatus
    detail
    milliseconds
    createdAt
    triedAt
  }
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`, {"fragmentName":"WebhooksChanged"}) as unknown as TypedDocumentString<WebhooksChangedFragment, unknown>;
export const AgentFieldsFragmentDoc = new TypedDocumentString(`
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
    `, {"fragmentName":"AgentFields"}) as unknown as TypedDocumentString<AgentFieldsFragment, unknown>;
export const AppliedTagFieldsFragmentDoc = new TypedDocumentString(`
    fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
    `, {"fragmentName":"AppliedTagFields"}) as unknown as TypedDocumentString<AppliedTagFieldsFragment, unknown>;
export const ConversationFieldsFragmentDoc = new TypedDocumentString(`
    fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}`, {"fragmentName":"ConversationFields"}) as unknown as TypedDocumentString<ConversationFieldsFragment, unknown>;
export const MovedFieldsFragmentDoc = new TypedDocumentString(`
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`, {"fragmentName":"MovedFields"}) as unknown as TypedDocumentString<MovedFieldsFragment, unknown>;
export const FieldValueFieldsFragmentDoc = new TypedDocumentString(`
    fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
    `, {"fragmentName":"FieldValueFields"}) as unknown as TypedDocumentString<FieldValueFieldsFragment, unknown>;
export const FormFieldsFragmentDoc = new TypedDocumentString(`
    fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
    fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}`, {"fragmentName":"FormFields"}) as unknown as TypedDocumentString<FormFieldsFragment, unknown>;
export const MessageFieldsFragmentDoc = new TypedDocumentString(`
    fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
    fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}`, {"fragmentName":"MessageFields"}) as unknown as TypedDocumentString<MessageFieldsFragment, unknown>;
export const PostedFieldsFragmentDoc = new TypedDocumentString(`
    fragment PostedFields on MessagePayload {
  message {
    ...MessageFields
  }
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`, {"fragmentName":"PostedFields"}) as unknown as TypedDocumentString<PostedFieldsFragment, unknown>;
export const MoneyFieldsFragmentDoc = new TypedDocumentString(`
    fragment MoneyFields on Money {
  amount
  currency
}
    `, {"fragmentName":"MoneyFields"}) as unknown as TypedDocumentString<MoneyFieldsFragment, unknown>;
export const OrderFieldsFragmentDoc = new TypedDocumentString(`
    fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
    fragment MoneyFields on Money {
  amount
  currency
}`, {"fragmentName":"OrderFields"}) as unknown as TypedDocumentString<OrderFieldsFragment, unknown>;
export const OrderActFieldsFragmentDoc = new TypedDocumentString(`
    fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
    `, {"fragmentName":"OrderActFields"}) as unknown as TypedDocumentString<OrderActFieldsFragment, unknown>;
export const OrderSnapshotFieldsFragmentDoc = new TypedDocumentString(`
    fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`, {"fragmentName":"OrderSnapshotFields"}) as unknown as TypedDocumentString<OrderSnapshotFieldsFragment, unknown>;
export const LookedFieldsFragmentDoc = new TypedDocumentString(`
    fragment LookedFields on SnapshotPayload {
  snapshot {
    ...OrderSnapshotFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`, {"fragmentName":"LookedFields"}) as unknown as TypedDocumentString<LookedFieldsFragment, unknown>;
export const AgentDraftFieldsFragmentDoc = new TypedDocumentString(`
    fragment AgentDraftFields on AgentDraft {
  conversationId
  clientKey
  revision
  kind
  text
  savedAt
}
    `, {"fragmentName":"AgentDraftFields"}) as unknown as TypedDocumentString<AgentDraftFieldsFragment, unknown>;
export const DeskFieldsFragmentDoc = new TypedDocumentString(`
    fragment DeskFields on Desk {
  revision
  hasMore
  reset
  drafts {
    ...AgentDraftFields
  }
  read {
    conversationId
    sequence
    unread
  }
}
    fragment AgentDraftFields on AgentDraft {
  conversationId
  clientKey
  revision
  kind
  text
  savedAt
}`, {"fragmentName":"DeskFields"}) as unknown as TypedDocumentString<DeskFieldsFragment, unknown>;
export const TranscriptFieldsFragmentDoc = new TypedDocumentString(`
    fragment TranscriptFields on Transcript {
  cursor
  hasMore
  reset
  conversation {
    ...ConversationFields
  }
  messages {
    ...MessageFields
  }
  openForm {
    ...FormFields
  }
  orders {
    ...OrderSnapshotFields
  }
  known {
    key
    label
    value
    origin
  }
  hint {
    pageUrl
    pageTitle
    cart {
      items {
        title
        variant
        quantity
      }
      itemCount
      total {
        ...MoneyFields
      }
    }
    seenAt
  }
  botTurns {
    messageSequence
    outcome
    understood
    decidedBecause
    retrieved {
      title
      heading
      url
      score
    }
    milliseconds
    at
  }
  watchers {
    ...AgentFields
  }
  draft {
    term
    text
  }
  typing
  draftSuggestion
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`, {"fragmentName":"TranscriptFields"}) as unknown as TypedDocumentString<TranscriptFieldsFragment, unknown>;
export const InboxFieldsFragmentDoc = new TypedDocumentString(`
    fragment InboxFields on InboxChanges {
  revision
  hasMore
  reset
  conversations {
    ...ConversationFields
  }
  counts {
    needsYou
    bot
    agents
    resolvedToday
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}`, {"fragmentName":"InboxFields"}) as unknown as TypedDocumentString<InboxFieldsFragment, unknown>;
export const ActAskedFieldsFragmentDoc = new TypedDocumentString(`
    fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`, {"fragmentName":"ActAskedFields"}) as unknown as TypedDocumentString<ActAskedFieldsFragment, unknown>;
export const ShopFieldsFragmentDoc = new TypedDocumentString(`
    fragment ShopFields on Shop {
  id
  name
  domain
  storefrontUrl
  timezone
  settings {
    greeting
    botName
    openingQuestions
    replyTime
    escalationTopics
    keepsHours
    hours {
      weekday
      opens
      closes
    }
    closedDates
    reminderMinutes
    urgencyMinutes
    goneMinutes
  }
}
    `, {"fragmentName":"ShopFields"}) as unknown as TypedDocumentString<ShopFieldsFragment, unknown>;
export const SourceFieldsFragmentDoc = new TypedDocumentString(`
    fragment SourceFields on KnowledgeSource {
  id
  kind
  title
  url
  language
  state
  failure
  chunkCount
  bytes
  useCount
  lastUsedAt
  syncedAt
  answer
}
    `, {"fragmentName":"SourceFields"}) as unknown as TypedDocumentString<SourceFieldsFragment, unknown>;
export const KnowledgeFieldsFragmentDoc = new TypedDocumentString(`
    fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}
    `, {"fragmentName":"KnowledgeFields"}) as unknown as TypedDocumentString<KnowledgeFieldsFragment, unknown>;
export const KnowledgeChangedFragmentDoc = new TypedDocumentString(`
    fragment KnowledgeChanged on KnowledgePayload {
  knowledge {
    ...KnowledgeFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}`, {"fragmentName":"KnowledgeChanged"}) as unknown as TypedDocumentString<KnowledgeChangedFragment, unknown>;
export const TagFieldsFragmentDoc = new TypedDocumentString(`
    fragment TagFields on Tag {
  id
  name
  colour
  description
  conversationCount
  openCount
  rules
}
    `, {"fragmentName":"TagFields"}) as unknown as TypedDocumentString<TagFieldsFragment, unknown>;
export const TagChangedFragmentDoc = new TypedDocumentString(`
    fragment TagChanged on TagPayload {
  tag {
    ...TagFields
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment TagFields on Tag {
  id
  name
  colour
  description
  conversationCount
  openCount
  rules
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`, {"fragmentName":"TagChanged"}) as unknown as TypedDocumentString<TagChangedFragment, unknown>;
export const ApiClientFieldsFragmentDoc = new TypedDocumentString(`
    fragment ApiClientFields on ApiClient {
  id
  name
  tokenHint
  scopes
  createdAt
  lastUsedAt
}
    `, {"fragmentName":"ApiClientFields"}) as unknown as TypedDocumentString<ApiClientFieldsFragment, unknown>;
export const TestQuestionFieldsFragmentDoc = new TypedDocumentString(`
    fragment TestQuestionFields on TestQuestion {
  id
  text
  history {
    sender
    text
  }
  expect {
    source
    contains
    answerable
    escalate
    reason
    intent
    urgency
    decision
    language
    action
  }
}
    `, {"fragmentName":"TestQuestionFields"}) as unknown as TypedDocumentString<TestQuestionFieldsFragment, unknown>;
export const RunFieldsFragmentDoc = new TypedDocumentString(`
    fragment RunFields on EvaluationRun {
  id
  state
  startedAt
  finishedAt
  total
  asked
  passed
  failed
}
    `, {"fragmentName":"RunFields"}) as unknown as TypedDocumentString<RunFieldsFragment, unknown>;
export const TriedFieldsFragmentDoc = new TypedDocumentString(`
    fragment TriedFields on TriedTurn {
  language
  intents {
    intent
    chance
  }
  signals {
    name
    words
  }
  orderNumbers
  isFollowUp
  decision
  reason
  urgency
  because
  answer
  citations {
    title
    url
    heading
    quote
  }
  form {
    key
    title
    intro
  }
  retrieved {
    title
    heading
    url
    score
  }
  milliseconds
  model
}
    `, {"fragmentName":"TriedFields"}) as unknown as TypedDocumentString<TriedFieldsFragment, unknown>;
export const TeamFieldsFragmentDoc = new TypedDocumentString(`
    fragment TeamFields on TeamPayload {
  team {
    agent {
      ...AgentFields
    }
    isPresent
    isAway
  }
  userErrors {
    ...UserErrorFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`, {"fragmentName":"TeamFields"}) as unknown as TypedDocumentString<TeamFieldsFragment, unknown>;
export const ActionsPageDocument = new TypedDocumentString(`
    query ActionsPage {
  actions(includeRetired: true) {
    ...ActionFields
  }
  tags {
    id
    name
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}`) as unknown as TypedDocumentString<ActionsPageQuery, ActionsPageQueryVariables>;
export const OfferableActionsDocument = new TypedDocumentString(`
    query OfferableActions {
  actions {
    key
    title
  }
}
    `) as unknown as TypedDocumentString<OfferableActionsQuery, OfferableActionsQueryVariables>;
export const ActionVersionsDocument = new TypedDocumentString(`
    query ActionVersions($key: String!) {
  actionVersions(key: $key) {
    ...ActionFields
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}`) as unknown as TypedDocumentString<ActionVersionsQuery, ActionVersionsQueryVariables>;
export const SaveActionDocument = new TypedDocumentString(`
    mutation SaveAction($input: ActionInput!, $key: String, $basedOn: Int) {
  changed: saveAction(input: $input, key: $key, basedOn: $basedOn) {
    ...ActionChanged
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment ActionChanged on ActionPayload {
  action {
    ...ActionFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<SaveActionMutation, SaveActionMutationVariables>;
export const DuplicateActionDocument = new TypedDocumentString(`
    mutation DuplicateAction($key: String!) {
  changed: duplicateAction(key: $key) {
    ...ActionChanged
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment ActionChanged on ActionPayload {
  action {
    ...ActionFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<DuplicateActionMutation, DuplicateActionMutationVariables>;
export const RetireActionDocument = new TypedDocumentString(`
    mutation RetireAction($key: String!) {
  changed: retireAction(key: $key) {
    ...ActionChanged
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment ActionChanged on ActionPayload {
  action {
    ...ActionFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<RetireActionMutation, RetireActionMutationVariables>;
export const RestoreActionDocument = new TypedDocumentString(`
    mutation RestoreAction($key: String!) {
  changed: restoreAction(key: $key) {
    ...ActionChanged
  }
}
    fragment ActionFields on CustomAction {
  key
  version
  title
  intro
  fields {
    ...FormFieldFields
  }
  triggers
  effects
  maySkip
  offering {
    intents
    notIntents
    beforeHandoff
    openingChip
    when {
      kind
      value
    }
    whenNot {
      kind
      value
    }
  }
  onSubmit {
    tags
    escalate
    urgency
    lookUpOrder
    webhookUrl
  }
  publishedAt
  retiredAt
  responseCount
}
fragment ActionChanged on ActionPayload {
  action {
    ...ActionFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<RestoreActionMutation, RestoreActionMutationVariables>;
export const TryActionDocument = new TypedDocumentString(`
    mutation TryAction($input: ActionInput!, $values: [FieldValueInput!]!) {
  tried: tryAction(input: $input, values: $values) {
    fields {
      key
      value
      error
    }
    effects
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<TryActionMutation, TryActionMutationVariables>;
export const FillFormDocument = new TypedDocumentString(`
    mutation FillForm($formId: ID!, $values: [FieldValueInput!]!, $clientKey: String!) {
  moved: fillForm(formId: $formId, values: $values, clientKey: $clientKey) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<FillFormMutation, FillFormMutationVariables>;
export const WebhooksPageDocument = new TypedDocumentString(`
    query WebhooksPage {
  webhooks {
    ...WebhooksFields
  }
}
    fragment WebhooksFields on Webhooks {
  secretSince
  deliveries {
    id
    eventId
    conversationId
    actionTitle
    url
    status
    tries
    httpStatus
    detail
    milliseconds
    createdAt
    triedAt
  }
}`) as unknown as TypedDocumentString<WebhooksPageQuery, WebhooksPageQueryVariables>;
export const RotateWebhookSecretDocument = new TypedDocumentString(`
    mutation RotateWebhookSecret {
  changed: rotateWebhookSecret {
    ...WebhooksChanged
  }
}
    fragment WebhooksFields on Webhooks {
  secretSince
  deliveries {
    id
    eventId
    conversationId
    actionTitle
    url
    status
    tries
    httpStatus
    detail
    milliseconds
    createdAt
    triedAt
  }
}
fragment WebhooksChanged on WebhooksPayload {
  webhooks {
    ...WebhooksFields
  }
  secret
  userErrors {
    ...UserErrorFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const ResendWebhookDocument = new TypedDocumentString(`
    mutation ResendWebhook($id: ID!) {
  changed: resendWebhook(id: $id) {
    ...WebhooksChanged
  }
}
    fragment WebhooksFields on Webhooks {
  secretSince
  deliveries {
    id
    eventId
    conversationId
    actionTitle
    url
    status
    tries
    httpStatus
    detail
    milliseconds
    createdAt
    triedAt
  }
}
fragment WebhooksChanged on WebhooksPayload {
  webhooks {
    ...WebhooksFields
  }
  secret
  userErrors {
    ...UserErrorFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<ResendWebhookMutation, ResendWebhookMutationVariables>;
export const InboxNowDocument = new TypedDocumentString(`
    query InboxNow($after: Float!) {
  inbox(after: $after) {
    ...InboxFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment InboxFields on InboxChanges {
  revision
  hasMore
  reset
  conversations {
    ...ConversationFields
  }
  counts {
    needsYou
    bot
    agents
    resolvedToday
  }
}`) as unknown as TypedDocumentString<InboxNowQuery, InboxNowQueryVariables>;
export const InboxFeedDocument = new TypedDocumentString(`
    subscription InboxFeed($after: Float!) {
  inbox(after: $after) {
    ...InboxFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment InboxFields on InboxChanges {
  revision
  hasMore
  reset
  conversations {
    ...ConversationFields
  }
  counts {
    needsYou
    bot
    agents
    resolvedToday
  }
}`) as unknown as TypedDocumentString<InboxFeedSubscription, InboxFeedSubscriptionVariables>;
export const ConversationPageDocument = new TypedDocumentString(`
    query ConversationPage($view: InboxView!, $tags: TagFilter, $search: String, $first: Int!, $after: String) {
  conversations(
    view: $view
    tags: $tags
    search: $search
    first: $first
    after: $after
  ) {
    edges {
      node {
        ...ConversationFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}`) as unknown as TypedDocumentString<ConversationPageQuery, ConversationPageQueryVariables>;
export const TranscriptNowDocument = new TypedDocumentString(`
    query TranscriptNow($conversationId: ID!, $after: Int!) {
  transcript(conversationId: $conversationId, after: $after) {
    ...TranscriptFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment TranscriptFields on Transcript {
  cursor
  hasMore
  reset
  conversation {
    ...ConversationFields
  }
  messages {
    ...MessageFields
  }
  openForm {
    ...FormFields
  }
  orders {
    ...OrderSnapshotFields
  }
  known {
    key
    label
    value
    origin
  }
  hint {
    pageUrl
    pageTitle
    cart {
      items {
        title
        variant
        quantity
      }
      itemCount
      total {
        ...MoneyFields
      }
    }
    seenAt
  }
  botTurns {
    messageSequence
    outcome
    understood
    decidedBecause
    retrieved {
      title
      heading
      url
      score
    }
    milliseconds
    at
  }
  watchers {
    ...AgentFields
  }
  draft {
    term
    text
  }
  typing
  draftSuggestion
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<TranscriptNowQuery, TranscriptNowQueryVariables>;
export const TranscriptFeedDocument = new TypedDocumentString(`
    subscription TranscriptFeed($conversationId: ID!, $after: Int!) {
  transcript(conversationId: $conversationId, after: $after) {
    ...TranscriptFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment TranscriptFields on Transcript {
  cursor
  hasMore
  reset
  conversation {
    ...ConversationFields
  }
  messages {
    ...MessageFields
  }
  openForm {
    ...FormFields
  }
  orders {
    ...OrderSnapshotFields
  }
  known {
    key
    label
    value
    origin
  }
  hint {
    pageUrl
    pageTitle
    cart {
      items {
        title
        variant
        quantity
      }
      itemCount
      total {
        ...MoneyFields
      }
    }
    seenAt
  }
  botTurns {
    messageSequence
    outcome
    understood
    decidedBecause
    retrieved {
      title
      heading
      url
      score
    }
    milliseconds
    at
  }
  watchers {
    ...AgentFields
  }
  draft {
    term
    text
  }
  typing
  draftSuggestion
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<TranscriptFeedSubscription, TranscriptFeedSubscriptionVariables>;
export const TakeOverDocument = new TypedDocumentString(`
    mutation TakeOver($conversationId: ID!, $expectedTerm: Int) {
  moved: takeOver(conversationId: $conversationId, expectedTerm: $expectedTerm) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<TakeOverMutation, TakeOverMutationVariables>;
export const HandBackDocument = new TypedDocumentString(`
    mutation HandBack($conversationId: ID!) {
  moved: handBack(conversationId: $conversationId) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<HandBackMutation, HandBackMutationVariables>;
export const ReleaseDocument = new TypedDocumentString(`
    mutation Release($conversationId: ID!) {
  moved: release(conversationId: $conversationId) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<ReleaseMutation, ReleaseMutationVariables>;
export const ResolveDocument = new TypedDocumentString(`
    mutation Resolve($conversationId: ID!) {
  moved: resolve(conversationId: $conversationId) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<ResolveMutation, ResolveMutationVariables>;
export const ReopenDocument = new TypedDocumentString(`
    mutation Reopen($conversationId: ID!) {
  moved: reopen(conversationId: $conversationId) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<ReopenMutation, ReopenMutationVariables>;
export const MarkReadDocument = new TypedDocumentString(`
    mutation MarkRead($conversationId: ID!, $sequence: Int!) {
  moved: markRead(conversationId: $conversationId, sequence: $sequence) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<MarkReadMutation, MarkReadMutationVariables>;
export const WatchDocument = new TypedDocumentString(`
    mutation Watch($conversationId: ID!, $isWatching: Boolean!, $isTyping: Boolean!) {
  moved: watch(
    conversationId: $conversationId
    isWatching: $isWatching
    isTyping: $isTyping
  ) {
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<WatchMutation, WatchMutationVariables>;
export const PostReplyDocument = new TypedDocumentString(`
    mutation PostReply($conversationId: ID!, $text: String!, $clientKey: String!, $thenResolve: Boolean!) {
  posted: postReply(
    conversationId: $conversationId
    text: $text
    clientKey: $clientKey
    thenResolve: $thenResolve
  ) {
    ...PostedFields
  }
}
    fragment PostedFields on MessagePayload {
  message {
    ...MessageFields
  }
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<PostReplyMutation, PostReplyMutationVariables>;
export const PostNoteDocument = new TypedDocumentString(`
    mutation PostNote($conversationId: ID!, $text: String!, $clientKey: String!) {
  posted: postNote(
    conversationId: $conversationId
    text: $text
    clientKey: $clientKey
  ) {
    ...PostedFields
  }
}
    fragment PostedFields on MessagePayload {
  message {
    ...MessageFields
  }
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment FieldValueFields on FieldValue {
  key
  label
  value
  origin
  imageUrl
}
fragment FormFields on Form {
  id
  actionKey
  version
  status
  title
  intro
  fields {
    ...FormFieldFields
  }
  values {
    ...FieldValueFields
  }
  draftedAt
  correctsSequence
}
fragment FormFieldFields on FormField {
  key
  kind
  label
  help
  isRequired
  choices
  minLength
  maxLength
  minimum
  maximum
  pattern
  errorText
}
fragment MessageFields on Message {
  id
  sequence
  term
  kind
  audience
  author {
    kind
    name
    agentId
  }
  text
  sentAt
  clientKey
  citations {
    title
    url
    heading
    quote
  }
  form {
    ...FormFields
  }
  answers {
    ...FieldValueFields
  }
  correctsSequence
  move
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<PostNoteMutation, PostNoteMutationVariables>;
export const AddTagDocument = new TypedDocumentString(`
    mutation AddTag($conversationId: ID!, $name: String!) {
  moved: addTag(conversationId: $conversationId, name: $name) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<AddTagMutation, AddTagMutationVariables>;
export const RemoveTagDocument = new TypedDocumentString(`
    mutation RemoveTag($conversationId: ID!, $name: String!) {
  moved: removeTag(conversationId: $conversationId, name: $name) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<RemoveTagMutation, RemoveTagMutationVariables>;
export const OfferActionDocument = new TypedDocumentString(`
    mutation OfferAction($conversationId: ID!, $key: String!) {
  moved: offerAction(conversationId: $conversationId, key: $key) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<OfferActionMutation, OfferActionMutationVariables>;
export const CancelFormDocument = new TypedDocumentString(`
    mutation CancelForm($formId: ID!) {
  moved: cancelForm(formId: $formId) {
    ...MovedFields
  }
}
    fragment MovedFields on ConversationPayload {
  conversation {
    ...ConversationFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<CancelFormMutation, CancelFormMutationVariables>;
export const LookUpOrderDocument = new TypedDocumentString(`
    mutation LookUpOrder($conversationId: ID!, $number: String!) {
  looked: lookUpOrder(conversationId: $conversationId, number: $number) {
    ...LookedFields
  }
}
    fragment LookedFields on SnapshotPayload {
  snapshot {
    ...OrderSnapshotFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<LookUpOrderMutation, LookUpOrderMutationVariables>;
export const RefreshOrderDocument = new TypedDocumentString(`
    mutation RefreshOrder($snapshotId: ID!) {
  looked: refreshOrder(snapshotId: $snapshotId) {
    ...LookedFields
  }
}
    fragment LookedFields on SnapshotPayload {
  snapshot {
    ...OrderSnapshotFields
  }
  userErrors {
    ...UserErrorFields
  }
}
fragment MoneyFields on Money {
  amount
  currency
}
fragment OrderSnapshotFields on OrderSnapshot {
  id
  askedNumber
  outcome
  outcomeText
  disclosure
  order {
    ...OrderFields
  }
  changes {
    at
    text
  }
  acts {
    ...OrderActFields
  }
  fetchedAt
  isStale
}
fragment OrderFields on Order {
  name
  adminUrl
  placedAt
  cancelledAt
  cancelReason
  isTest
  paymentState
  fulfilmentState
  summary
  items {
    title
    variant
    sku
    quantity
    fulfilled
    refunded
    imageUrl
    unitPrice {
      ...MoneyFields
    }
  }
  parcels {
    name
    state
    isLate
    carrier
    trackingNumber
    trackingUrl
    estimate
    deliveredAt
    lastEvent {
      at
      text
    }
  }
  refunds {
    at
    amount {
      ...MoneyFields
    }
    note
    items
  }
  returns
  total {
    ...MoneyFields
  }
  subtotal {
    ...MoneyFields
  }
  shipping {
    ...MoneyFields
  }
  tax {
    ...MoneyFields
  }
  discounts {
    ...MoneyFields
  }
  refunded {
    ...MoneyFields
  }
  outstanding {
    ...MoneyFields
  }
  shippingAddress
  customerName
  email
  phone
  withheld
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<RefreshOrderMutation, RefreshOrderMutationVariables>;
export const DeskNowDocument = new TypedDocumentString(`
    query DeskNow($after: Float!) {
  desk(after: $after) {
    ...DeskFields
  }
}
    fragment DeskFields on Desk {
  revision
  hasMore
  reset
  drafts {
    ...AgentDraftFields
  }
  read {
    conversationId
    sequence
    unread
  }
}
fragment AgentDraftFields on AgentDraft {
  conversationId
  clientKey
  revision
  kind
  text
  savedAt
}`) as unknown as TypedDocumentString<DeskNowQuery, DeskNowQueryVariables>;
export const DeskFeedDocument = new TypedDocumentString(`
    subscription DeskFeed($after: Float!) {
  desk(after: $after) {
    ...DeskFields
  }
}
    fragment DeskFields on Desk {
  revision
  hasMore
  reset
  drafts {
    ...AgentDraftFields
  }
  read {
    conversationId
    sequence
    unread
  }
}
fragment AgentDraftFields on AgentDraft {
  conversationId
  clientKey
  revision
  kind
  text
  savedAt
}`) as unknown as TypedDocumentString<DeskFeedSubscription, DeskFeedSubscriptionVariables>;
export const SaveDraftDocument = new TypedDocumentString(`
    mutation SaveDraft($conversationId: ID!, $clientKey: String!, $kind: Writing!, $text: String!) {
  saved: saveDraft(
    conversationId: $conversationId
    clientKey: $clientKey
    kind: $kind
    text: $text
  ) {
    draft {
      ...AgentDraftFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment AgentDraftFields on AgentDraft {
  conversationId
  clientKey
  revision
  kind
  text
  savedAt
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}`) as unknown as TypedDocumentString<SaveDraftMutation, SaveDraftMutationVariables>;
export const OrderActNowDocument = new TypedDocumentString(`
    query OrderActNow($id: ID!) {
  orderAct(id: $id) {
    ...OrderActFields
  }
}
    fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}`) as unknown as TypedDocumentString<OrderActNowQuery, OrderActNowQueryVariables>;
export const CustomerOrdersNowDocument = new TypedDocumentString(`
    query CustomerOrdersNow($conversationId: ID!) {
  customerOrders(conversationId: $conversationId) {
    name
    placedAt
    total {
      ...MoneyFields
    }
    paymentState
    fulfilmentState
    isCancelled
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<CustomerOrdersNowQuery, CustomerOrdersNowQueryVariables>;
export const OrderStandingNowDocument = new TypedDocumentString(`
    query OrderStandingNow($snapshotId: ID!) {
  orderStanding(snapshotId: $snapshotId) {
    left {
      ...MoneyFields
    }
    shippingLeft {
      ...MoneyFields
    }
    items {
      id
      title
      variant
      refundable
      unfulfilled
      isMeant
    }
    tags
    note
    obstacles {
      kind
      words
    }
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<OrderStandingNowQuery, OrderStandingNowQueryVariables>;
export const RefundQuoteNowDocument = new TypedDocumentString(`
    query RefundQuoteNow($snapshotId: ID!, $items: [ItemQuantity!]!, $shipping: Boolean!, $full: Boolean!) {
  refundQuote(
    snapshotId: $snapshotId
    items: $items
    shipping: $shipping
    full: $full
  ) {
    amount {
      ...MoneyFields
    }
    subtotal {
      ...MoneyFields
    }
    tax {
      ...MoneyFields
    }
    shipping {
      ...MoneyFields
    }
    most {
      ...MoneyFields
    }
    gateways
  }
}
    fragment MoneyFields on Money {
  amount
  currency
}`) as unknown as TypedDocumentString<RefundQuoteNowQuery, RefundQuoteNowQueryVariables>;
export const ReturnOptionsNowDocument = new TypedDocumentString(`
    query ReturnOptionsNow($snapshotId: ID!) {
  returnOptions(snapshotId: $snapshotId) {
    items {
      id
      title
      quantity
    }
    reasons {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ReturnOptionsNowQuery, ReturnOptionsNowQueryVariables>;
export const OrderAddressNowDocument = new TypedDocumentString(`
    query OrderAddressNow($snapshotId: ID!) {
  orderAddress(snapshotId: $snapshotId) {
    firstName
    lastName
    company
    address1
    address2
    city
    provinceCode
    countryCode
    zip
    phone
  }
}
    `) as unknown as TypedDocumentString<OrderAddressNowQuery, OrderAddressNowQueryVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($snapshotId: ID!, $clientKey: String!, $input: CancelInput!) {
  asked: cancelOrder(
    snapshotId: $snapshotId
    clientKey: $clientKey
    input: $input
  ) {
    ...ActAskedFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const RefundOrderDocument = new TypedDocumentString(`
    mutation RefundOrder($snapshotId: ID!, $clientKey: String!, $input: RefundInput!) {
  asked: refundOrder(
    snapshotId: $snapshotId
    clientKey: $clientKey
    input: $input
  ) {
    ...ActAskedFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<RefundOrderMutation, RefundOrderMutationVariables>;
export const ChangeShippingAddressDocument = new TypedDocumentString(`
    mutation ChangeShippingAddress($snapshotId: ID!, $clientKey: String!, $address: ShippingAddressInput!) {
  asked: changeShippingAddress(
    snapshotId: $snapshotId
    clientKey: $clientKey
    address: $address
  ) {
    ...ActAskedFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<ChangeShippingAddressMutation, ChangeShippingAddressMutationVariables>;
export const CreateReturnDocument = new TypedDocumentString(`
    mutation CreateReturn($snapshotId: ID!, $clientKey: String!, $items: [ItemQuantity!]!, $reasonId: ID, $note: String!) {
  asked: createReturn(
    snapshotId: $snapshotId
    clientKey: $clientKey
    items: $items
    reasonId: $reasonId
    note: $note
  ) {
    ...ActAskedFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<CreateReturnMutation, CreateReturnMutationVariables>;
export const TagOrderDocument = new TypedDocumentString(`
    mutation TagOrder($snapshotId: ID!, $clientKey: String!, $tags: [String!]!) {
  asked: tagOrder(snapshotId: $snapshotId, clientKey: $clientKey, tags: $tags) {
    ...ActAskedFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<TagOrderMutation, TagOrderMutationVariables>;
export const AddOrderNoteDocument = new TypedDocumentString(`
    mutation AddOrderNote($snapshotId: ID!, $clientKey: String!, $note: String!) {
  asked: addOrderNote(snapshotId: $snapshotId, clientKey: $clientKey, note: $note) {
    ...ActAskedFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment OrderActFields on OrderAct {
  id
  kind
  state
  agentName
  words
  code
  createdAt
  finishedAt
}
fragment ActAskedFields on OrderActPayload {
  act {
    ...OrderActFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<AddOrderNoteMutation, AddOrderNoteMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    ...AgentFields
  }
  shop {
    ...ShopFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment ShopFields on Shop {
  id
  name
  domain
  storefrontUrl
  timezone
  settings {
    greeting
    botName
    openingQuestions
    replyTime
    escalationTopics
    keepsHours
    hours {
      weekday
      opens
      closes
    }
    closedDates
    reminderMinutes
    urgencyMinutes
    goneMinutes
  }
}`) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const HomePageDocument = new TypedDocumentString(`
    query HomePage {
  shop {
    ...ShopFields
    outcomes {
      total
      answeredByBot
      escalated
      resolved
      medianWaitSeconds
    }
  }
  agents {
    ...AgentFields
  }
  knowledge {
    counts {
      state
      count
    }
    isSyncing
    syncedAt
  }
  conversations(view: NEEDS_YOU, first: 5) {
    edges {
      node {
        ...ConversationFields
      }
    }
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment AppliedTagFields on AppliedTag {
  tag {
    id
    name
    colour
  }
  origin
  agentName
  evidence
  evidenceSequence
  confidence
  appliedAt
}
fragment ConversationFields on Conversation {
  id
  revision
  state
  term
  agent {
    ...AgentFields
  }
  shopper {
    id
    name
    email
    customerId
    isVerified
    locale
    conversationCount
    firstSeenAt
  }
  subject
  preview
  previewAuthor
  lastSequence
  lastMessageAt
  createdAt
  stateSince
  waitingSince
  urgency
  botMisses
  intent
  language
  tags {
    ...AppliedTagFields
  }
  handoff {
    reason
    urgency
    urgencyWhy
    evidence
    requestedAt
    seenAt
    seenBy {
      ...AgentFields
    }
    acceptedAt
    acceptedBy {
      ...AgentFields
    }
    firstHumanWordAt
    firstHumanWordBy {
      ...AgentFields
    }
    closedAt
    closedBy {
      ...AgentFields
    }
    ending
    reminders
    remindedAt
    openedAt
  }
  unread
  hasOpenForm
}
fragment ShopFields on Shop {
  id
  name
  domain
  storefrontUrl
  timezone
  settings {
    greeting
    botName
    openingQuestions
    replyTime
    escalationTopics
    keepsHours
    hours {
      weekday
      opens
      closes
    }
    closedDates
    reminderMinutes
    urgencyMinutes
    goneMinutes
  }
}`) as unknown as TypedDocumentString<HomePageQuery, HomePageQueryVariables>;
export const KnowledgePageDocument = new TypedDocumentString(`
    query KnowledgePage {
  knowledge {
    ...KnowledgeFields
  }
}
    fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}`) as unknown as TypedDocumentString<KnowledgePageQuery, KnowledgePageQueryVariables>;
export const KnowledgeSourcesPageDocument = new TypedDocumentString(`
    query KnowledgeSourcesPage($kind: SourceKind, $state: SourceState, $search: String!, $offset: Int!) {
  knowledgeSources(
    kind: $kind
    state: $state
    search: $search
    first: 50
    offset: $offset
  ) {
    total
    nodes {
      ...SourceFields
    }
  }
}
    fragment SourceFields on KnowledgeSource {
  id
  kind
  title
  url
  language
  state
  failure
  chunkCount
  bytes
  useCount
  lastUsedAt
  syncedAt
  answer
}`) as unknown as TypedDocumentString<KnowledgeSourcesPageQuery, KnowledgeSourcesPageQueryVariables>;
export const SyncKnowledgeDocument = new TypedDocumentString(`
    mutation SyncKnowledge {
  changed: syncKnowledge {
    ...KnowledgeChanged
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}
fragment KnowledgeChanged on KnowledgePayload {
  knowledge {
    ...KnowledgeFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<SyncKnowledgeMutation, SyncKnowledgeMutationVariables>;
export const SaveFaqEntryDocument = new TypedDocumentString(`
    mutation SaveFaqEntry($id: ID, $question: String!, $answer: String!) {
  changed: saveFaqEntry(id: $id, question: $question, answer: $answer) {
    ...KnowledgeChanged
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}
fragment KnowledgeChanged on KnowledgePayload {
  knowledge {
    ...KnowledgeFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<SaveFaqEntryMutation, SaveFaqEntryMutationVariables>;
export const DeleteKnowledgeSourceDocument = new TypedDocumentString(`
    mutation DeleteKnowledgeSource($id: ID!) {
  changed: deleteKnowledgeSource(id: $id) {
    ...KnowledgeChanged
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}
fragment KnowledgeChanged on KnowledgePayload {
  knowledge {
    ...KnowledgeFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<DeleteKnowledgeSourceMutation, DeleteKnowledgeSourceMutationVariables>;
export const ReadKnowledgeAgainDocument = new TypedDocumentString(`
    mutation ReadKnowledgeAgain($id: ID!) {
  changed: readKnowledgeAgain(id: $id) {
    ...KnowledgeChanged
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}
fragment KnowledgeChanged on KnowledgePayload {
  knowledge {
    ...KnowledgeFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<ReadKnowledgeAgainMutation, ReadKnowledgeAgainMutationVariables>;
export const AddWebPageDocument = new TypedDocumentString(`
    mutation AddWebPage($url: String!) {
  changed: addWebPage(url: $url) {
    ...KnowledgeChanged
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment KnowledgeFields on KnowledgeSummary {
  counts {
    kind
    state
    count
  }
  progress {
    total
    read
    changed
    embedded
    failed
    removed
    refused
    failure
  }
  isSyncing
  syncedAt
  gaps {
    question
    conversationId
    at
  }
}
fragment KnowledgeChanged on KnowledgePayload {
  knowledge {
    ...KnowledgeFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<AddWebPageMutation, AddWebPageMutationVariables>;
export const TagsPageDocument = new TypedDocumentString(`
    query TagsPage {
  tags {
    ...TagFields
  }
}
    fragment TagFields on Tag {
  id
  name
  colour
  description
  conversationCount
  openCount
  rules
}`) as unknown as TypedDocumentString<TagsPageQuery, TagsPageQueryVariables>;
export const CreateTagDocument = new TypedDocumentString(`
    mutation CreateTag($input: TagInput!) {
  changed: createTag(input: $input) {
    ...TagChanged
  }
}
    fragment TagFields on Tag {
  id
  name
  colour
  description
  conversationCount
  openCount
  rules
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TagChanged on TagPayload {
  tag {
    ...TagFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<CreateTagMutation, CreateTagMutationVariables>;
export const UpdateTagDocument = new TypedDocumentString(`
    mutation UpdateTag($id: ID!, $input: TagInput!) {
  changed: updateTag(id: $id, input: $input) {
    ...TagChanged
  }
}
    fragment TagFields on Tag {
  id
  name
  colour
  description
  conversationCount
  openCount
  rules
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TagChanged on TagPayload {
  tag {
    ...TagFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<UpdateTagMutation, UpdateTagMutationVariables>;
export const DeleteTagDocument = new TypedDocumentString(`
    mutation DeleteTag($id: ID!) {
  changed: deleteTag(id: $id) {
    ...TagChanged
  }
}
    fragment TagFields on Tag {
  id
  name
  colour
  description
  conversationCount
  openCount
  rules
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TagChanged on TagPayload {
  tag {
    ...TagFields
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<DeleteTagMutation, DeleteTagMutationVariables>;
export const SettingsPageDocument = new TypedDocumentString(`
    query SettingsPage {
  shop {
    ...ShopFields
  }
  apiClients {
    ...ApiClientFields
  }
  modelUse {
    calls
    tokens
    tokensADay
    beginsAnewAt
  }
}
    fragment ShopFields on Shop {
  id
  name
  domain
  storefrontUrl
  timezone
  settings {
    greeting
    botName
    openingQuestions
    replyTime
    escalationTopics
    keepsHours
    hours {
      weekday
      opens
      closes
    }
    closedDates
    reminderMinutes
    urgencyMinutes
    goneMinutes
  }
}
fragment ApiClientFields on ApiClient {
  id
  name
  tokenHint
  scopes
  createdAt
  lastUsedAt
}`) as unknown as TypedDocumentString<SettingsPageQuery, SettingsPageQueryVariables>;
export const UpdateSettingsDocument = new TypedDocumentString(`
    mutation UpdateSettings($input: ShopSettingsInput!) {
  changed: updateSettings(input: $input) {
    shop {
      ...ShopFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment ShopFields on Shop {
  id
  name
  domain
  storefrontUrl
  timezone
  settings {
    greeting
    botName
    openingQuestions
    replyTime
    escalationTopics
    keepsHours
    hours {
      weekday
      opens
      closes
    }
    closedDates
    reminderMinutes
    urgencyMinutes
    goneMinutes
  }
}`) as unknown as TypedDocumentString<UpdateSettingsMutation, UpdateSettingsMutationVariables>;
export const CreateApiClientDocument = new TypedDocumentString(`
    mutation CreateApiClient($name: String!, $scopes: [ApiScope!]!) {
  changed: createApiClient(name: $name, scopes: $scopes) {
    client {
      ...ApiClientFields
    }
    token
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment ApiClientFields on ApiClient {
  id
  name
  tokenHint
  scopes
  createdAt
  lastUsedAt
}`) as unknown as TypedDocumentString<CreateApiClientMutation, CreateApiClientMutationVariables>;
export const RevokeApiClientDocument = new TypedDocumentString(`
    mutation RevokeApiClient($id: ID!) {
  changed: revokeApiClient(id: $id) {
    client {
      ...ApiClientFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment ApiClientFields on ApiClient {
  id
  name
  tokenHint
  scopes
  createdAt
  lastUsedAt
}`) as unknown as TypedDocumentString<RevokeApiClientMutation, RevokeApiClientMutationVariables>;
export const PlaygroundPageDocument = new TypedDocumentString(`
    query PlaygroundPage {
  testQuestions {
    ...TestQuestionFields
  }
  evaluationRuns {
    ...RunFields
  }
}
    fragment TestQuestionFields on TestQuestion {
  id
  text
  history {
    sender
    text
  }
  expect {
    source
    contains
    answerable
    escalate
    reason
    intent
    urgency
    decision
    language
    action
  }
}
fragment RunFields on EvaluationRun {
  id
  state
  startedAt
  finishedAt
  total
  asked
  passed
  failed
}`) as unknown as TypedDocumentString<PlaygroundPageQuery, PlaygroundPageQueryVariables>;
export const TestQuestionsFileDocument = new TypedDocumentString(`
    query TestQuestionsFile {
  testQuestionsFile
}
    `) as unknown as TypedDocumentString<TestQuestionsFileQuery, TestQuestionsFileQueryVariables>;
export const EvaluationRunsDocument = new TypedDocumentString(`
    query EvaluationRuns {
  evaluationRuns {
    ...RunFields
  }
}
    fragment RunFields on EvaluationRun {
  id
  state
  startedAt
  finishedAt
  total
  asked
  passed
  failed
}`) as unknown as TypedDocumentString<EvaluationRunsQuery, EvaluationRunsQueryVariables>;
export const EvaluationReportDocument = new TypedDocumentString(`
    query EvaluationReport($id: ID!) {
  evaluationReport(id: $id) {
    run {
      ...RunFields
    }
    summary {
      expectations {
        name
        right
        of
      }
      hitAt1
      hitAt3
      answered
      falseAnswerRate
      escalationPrecision
      escalationRecall
      millisecondsP50
      millisecondsP95
    }
    results {
      questionId
      text
      history {
        sender
        text
      }
      verdict
      change
      decision
      answer
      missed {
        name
        wanted
        got
      }
      milliseconds
    }
  }
}
    fragment RunFields on EvaluationRun {
  id
  state
  startedAt
  finishedAt
  total
  asked
  passed
  failed
}`) as unknown as TypedDocumentString<EvaluationReportQuery, EvaluationReportQueryVariables>;
export const TryQuestionDocument = new TypedDocumentString(`
    mutation TryQuestion($text: String!, $history: [EarlierTurnInput!]) {
  tried: tryQuestion(text: $text, history: $history) {
    turn {
      ...TriedFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TriedFields on TriedTurn {
  language
  intents {
    intent
    chance
  }
  signals {
    name
    words
  }
  orderNumbers
  isFollowUp
  decision
  reason
  urgency
  because
  answer
  citations {
    title
    url
    heading
    quote
  }
  form {
    key
    title
    intro
  }
  retrieved {
    title
    heading
    url
    score
  }
  milliseconds
  model
}`) as unknown as TypedDocumentString<TryQuestionMutation, TryQuestionMutationVariables>;
export const SaveTestQuestionDocument = new TypedDocumentString(`
    mutation SaveTestQuestion($id: ID, $text: String!, $history: [EarlierTurnInput!], $expect: ExpectationInput!) {
  changed: saveTestQuestion(
    id: $id
    text: $text
    history: $history
    expect: $expect
  ) {
    questions {
      ...TestQuestionFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TestQuestionFields on TestQuestion {
  id
  text
  history {
    sender
    text
  }
  expect {
    source
    contains
    answerable
    escalate
    reason
    intent
    urgency
    decision
    language
    action
  }
}`) as unknown as TypedDocumentString<SaveTestQuestionMutation, SaveTestQuestionMutationVariables>;
export const DeleteTestQuestionDocument = new TypedDocumentString(`
    mutation DeleteTestQuestion($id: ID!) {
  changed: deleteTestQuestion(id: $id) {
    questions {
      ...TestQuestionFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TestQuestionFields on TestQuestion {
  id
  text
  history {
    sender
    text
  }
  expect {
    source
    contains
    answerable
    escalate
    reason
    intent
    urgency
    decision
    language
    action
  }
}`) as unknown as TypedDocumentString<DeleteTestQuestionMutation, DeleteTestQuestionMutationVariables>;
export const ImportTestQuestionsDocument = new TypedDocumentString(`
    mutation ImportTestQuestions($lines: String!) {
  imported: importTestQuestions(lines: $lines) {
    questions {
      ...TestQuestionFields
    }
    added
    changed
    problems {
      line
      message
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TestQuestionFields on TestQuestion {
  id
  text
  history {
    sender
    text
  }
  expect {
    source
    contains
    answerable
    escalate
    reason
    intent
    urgency
    decision
    language
    action
  }
}`) as unknown as TypedDocumentString<ImportTestQuestionsMutation, ImportTestQuestionsMutationVariables>;
export const RunTestQuestionsDocument = new TypedDocumentString(`
    mutation RunTestQuestions {
  changed: runTestQuestions {
    run {
      ...RunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment RunFields on EvaluationRun {
  id
  state
  startedAt
  finishedAt
  total
  asked
  passed
  failed
}`) as unknown as TypedDocumentString<RunTestQuestionsMutation, RunTestQuestionsMutationVariables>;
export const StopEvaluationRunDocument = new TypedDocumentString(`
    mutation StopEvaluationRun($id: ID!) {
  changed: stopEvaluationRun(id: $id) {
    run {
      ...RunFields
    }
    userErrors {
      ...UserErrorFields
    }
  }
}
    fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment RunFields on EvaluationRun {
  id
  state
  startedAt
  finishedAt
  total
  asked
  passed
  failed
}`) as unknown as TypedDocumentString<StopEvaluationRunMutation, StopEvaluationRunMutationVariables>;
export const BeatDocument = new TypedDocumentString(`
    mutation Beat {
  said: beat {
    ...TeamFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TeamFields on TeamPayload {
  team {
    agent {
      ...AgentFields
    }
    isPresent
    isAway
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<BeatMutation, BeatMutationVariables>;
export const SetAwayDocument = new TypedDocumentString(`
    mutation SetAway($isAway: Boolean!) {
  said: setAway(isAway: $isAway) {
    ...TeamFields
  }
}
    fragment AgentFields on Agent {
  id
  firstName
  lastName
  isMe
}
fragment UserErrorFields on UserError {
  code
  message
  field
  retryAfter
}
fragment TeamFields on TeamPayload {
  team {
    agent {
      ...AgentFields
    }
    isPresent
    isAway
  }
  userErrors {
    ...UserErrorFields
  }
}`) as unknown as TypedDocumentString<SetAwayMutation, SetAwayMutationVariables>;