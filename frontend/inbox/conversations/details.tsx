/** What is known about the conversation, so that nobody asks the shopper again: brief, orders, shopper, tags, handoff, trace. */
import { Orders } from "../orders/orders";
import { navigate } from "../shell/router";
import { AppliedTags } from "../tags/applied-tags";
import { Block } from "../ui/block";
import { dayAndClock, useNow } from "../ui/time";
import { counted, LEVEL, originWords } from "../ui/words";
import { BotTrace, OUTCOME } from "./bot-trace";
import { BrowserHint } from "./browser-hint";
import { HandoffBlock } from "./handoff";
import { OpenForm } from "./open-form";
import { Photos } from "./photos";
import type { Thread } from "./thread";
import type { Surroundings } from "./thread-state";

interface Props {
  thread: Thread;
  around: Surroundings;
  /** What the shopper said, first and last. */
  asked: readonly string[];
  /** Names of the photos that they sent. */
  photos: readonly string[];
}

export function Details({ thread, around, asked, photos }: Props) {
  return (
    <>
      {around.conversation.handoff && (
        <HandoffBlock conversation={around.conversation} handoff={around.conversation.handoff} />
      )}
      <Brief around={around} asked={asked} photos={photos} />
      {around.openForm && <OpenForm key={around.openForm.id} thread={thread} form={around.openForm} />}
      <Orders thread={thread} around={around} />
      <Shopper around={around} />
      <AppliedTags thread={thread} conversation={around.conversation} />
      <BotTrace turns={around.botTurns} />
    </>
  );
}

function Brief({ around, asked, photos }: Pick<Props, "around" | "asked" | "photos">) {
  const { known, botTurns } = around;
  const tried = [...new Set(botTurns.map((turn) => OUTCOME[turn.outcome]).filter((words) => words !== undefined))];
  return (
    <Block heading="Brief">
      {asked.map((text) => (
        <p key={text} class="lead clamped">
          {text}
        </p>
      ))}
      {asked.length === 0 && <p class="quiet">Nothing was asked yet.</p>}
      {tried.length > 0 && <p class="quiet">The bot {tried.slice(0, 3).join(", ")}.</p>}
      {known.length > 0 && (
        <dl class="facts">
          {known.map(({ key, label, value, origin }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>
                {value} <span class="quiet">{originWords(origin)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {photos.length > 0 && <Photos names={photos} label="Photo" />}
      {around.hint && <BrowserHint hint={around.hint} />}
    </Block>
  );
}

function Shopper({ around }: { around: Surroundings }) {
  const now = useNow(60_000);
  const { shopper, language } = around.conversation;
  const level = shopper.isVerified
    ? LEVEL.VERIFIED
    : around.orders.some((order) => order.disclosure === "MATCHED")
      ? LEVEL.MATCHED
      : LEVEL.ANONYMOUS;
  return (
    <Block heading="Shopper" accessory={<s-badge tone={level.tone}>{level.word}</s-badge>}>
      <dl class="facts">
        <div>
          <dt>Name</dt>
          <dd>{shopper.name || <span class="quiet">not known</span>}</dd>
        </div>
        <div>
          <dt>E-mail</dt>
          <dd>{shopper.email || <span class="quiet">not given</span>}</dd>
        </div>
        <div>
          <dt>Language</dt>
          <dd>{languageName(language || shopper.locale)}</dd>
        </div>
        <div>
          <dt>Known since</dt>
          <dd>{dayAndClock(shopper.firstSeenAt, now)}</dd>
        </div>
      </dl>
      <div class="block-links">
        {shopper.conversationCount > 1 && shopper.name !== "" && (
          <s-button
            variant="tertiary"
            onClick={() => navigate(`/inbox?view=ALL&search=${encodeURIComponent(shopper.name)}`)}
          >
            {counted(shopper.conversationCount, "conversation")}
          </s-button>
        )}
        {shopper.customerId && (
          <s-link href={`shopify://admin/customers/${shopper.customerId.split("/").pop()}`}>Customer in Shopify</s-link>
        )}
      </div>
    </Block>
  );
}

function languageName(code: string): string {
  if (!code) return "not known";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
