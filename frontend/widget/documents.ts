/** What the widget asks of the shoppers' schema; each is checked against schema.shopper.graphql by a test. */

const FORM = /* GraphQL */ `{
  id sequence isCorrection status title intro maySkip
  fields { key kind label help isRequired choices options { value detail imageUrl } maxLength minimum maximum }
  values { key value origin photos }
}`;

const ORDER = /* GraphQL */ `{
  level name summary statusUrl fetchedAt address
  parcels { state carrier trackingUrl estimate }
  items { title variant quantity }
  total { amount currency }
}`;

const THREAD = /* GraphQL */ `{
  cursor hasMore reset state typing waitingLine unread
  contact { email }
  speaker { kind name }
  draft { term text }
  openForm ${FORM}
  messages {
    sequence kind text sentAt clientKey
    author { kind name }
    citations { title url heading quote }
    form ${FORM}
    answers { key label value photos }
    corrects
    codeFor
    order ${ORDER}
  }
}`;

const ERRORS = /* GraphQL */ `userErrors { code message field retryAfter }`;

export const THREAD_QUERY = /* GraphQL */ `query Thread($after: Int!) { thread(after: $after) ${THREAD} }`;

export const THREAD_SUBSCRIPTION = /* GraphQL */ `subscription Thread($after: Int!) { thread(after: $after) ${THREAD} }`;

export const WIDGET_QUERY = /* GraphQL */ `query Widget { widget { shopName greeting botName chips { label question actionKey } } }`;

export const POST_MESSAGE = /* GraphQL */ `mutation PostMessage($text: String!, $clientKey: String!, $pageUrl: String) {
  postMessage(text: $text, clientKey: $clientKey, pageUrl: $pageUrl) { message { sequence } ${ERRORS} }
}`;

export const ASK_FOR_HUMAN = /* GraphQL */ `mutation AskForHuman($clientKey: String!) { askForHuman(clientKey: $clientKey) { ${ERRORS} } }`;

export const START_ACTION = /* GraphQL */ `mutation StartAction($key: String!) { startAction(key: $key) { ${ERRORS} } }`;

export const CORRECT_ANSWERS = /* GraphQL */ `mutation CorrectAnswers($sequence: Int!) { correctAnswers(sequence: $sequence) { ${ERRORS} } }`;

export const SAVE_ANSWERS = /* GraphQL */ `mutation SaveAnswers($formId: ID!, $values: [FieldValueInput!]!) {
  saveAnswers(formId: $formId, values: $values) { ${ERRORS} }
}`;

export const SUBMIT_ACTION = /* GraphQL */ `mutation SubmitAction($formId: ID!, $values: [FieldValueInput!]!, $clientKey: String!) {
  submitAction(formId: $formId, values: $values, clientKey: $clientKey) { message { sequence } fieldErrors { key message } ${ERRORS} }
}`;

export const SKIP_ACTION = /* GraphQL */ `mutation SkipAction($formId: ID!) { skipAction(formId: $formId) { ${ERRORS} } }`;

export const LEAVE_EMAIL = /* GraphQL */ `mutation LeaveEmail($email: String!) { leaveEmail(email: $email) { ${ERRORS} } }`;

export const GIVE_HINTS = /* GraphQL */ `mutation GiveHints($pageUrl: String!, $pageTitle: String!, $cart: CartInput) {
  giveHints(pageUrl: $pageUrl, pageTitle: $pageTitle, cart: $cart) { ${ERRORS} }
}`;

export const MARK_READ = /* GraphQL */ `mutation MarkRead($sequence: Int!) { markRead(sequence: $sequence) { ${ERRORS} } }`;

export const SET_TYPING = /* GraphQL */ `mutation SetTyping($isTyping: Boolean!) { setTyping(isTyping: $isTyping) { ${ERRORS} } }`;

export const REQUEST_CODE = /* GraphQL */ `mutation RequestCode($number: String!) { requestOrderCode(number: $number) { ${ERRORS} } }`;

export const CONFIRM_CODE = /* GraphQL */ `mutation ConfirmCode($number: String!, $code: String!) {
  confirmOrderCode(number: $number, code: $code) { order ${ORDER} ${ERRORS} }
}`;
