/** One message, drawn by its kind: words of the shopper, the bot or an agent, a note, a move, a form, its answers. */

import { safeUrl } from "../../live/links";
import type { Pending } from "../../live/transcript";
import { useMyId, useSession } from "../shell/session";
import { dayAndClock, useNow } from "../ui/time";
import { initials, originWords, shopperName } from "../ui/words";
import { FormCard } from "./form-card";
import { activityWords } from "./moves";
import { photoNames } from "./photo-files";
import { Photos } from "./photos";
import { Words } from "./prose";
import type { Thread } from "./thread";
import type { Message, ThreadState } from "./thread-state";

interface Props {
  message: Message;
  continues: boolean;
  thread: Thread;
  state: ThreadState;
  search: string;
}

export function MessageView(props: Props) {
  switch (props.message.kind) {
    case "ACTIVITY":
      return <Activity {...props} />;
    case "NOTE":
      return <Note {...props} />;
    case "ACTION_OFFER":
      return <FormCard {...props} />;
    case "ACTION_RESPONSE":
      return <Answers {...props} />;
    case "TEXT":
      return <Text {...props} />;
  }
}

function Head({ message, name }: { message: Message; name: string }) {
  return (
    <div class="message-head">
      <strong>{name}</strong> <Sent at={message.sentAt} />
    </div>
  );
}

export function Sent({ at }: { at: string }) {
  const now = useNow(60_000);
  return <time dateTime={at}>{dayAndClock(at, now)}</time>;
}

export function useAuthorName(message: Message, state: ThreadState): string {
  const { shop } = useSession();
  const shopper = state.around?.conversation.shopper;
  const myId = useMyId();
  const { kind, name, agentId } = message.author;
  if (kind === "BOT") return name || shop.settings.botName || "Bot";
  if (kind === "AGENT") return agentId !== null && agentId === myId ? "You" : name || "Agent";
  if (kind === "SHOPPER") return name || (shopper ? shopperName(shopper) : "Shopper");
  return name || "Team";
}

const SIDE: Record<Message["author"]["kind"], string> = {
  SHOPPER: "theirs",
  BOT: "ours bot",
  AGENT: "ours agent",
  API_CLIENT: "ours agent",
  SYSTEM: "ours bot",
};

function Text({ message, continues, state, search }: Props) {
  const name = useAuthorName(message, state);
  const isShopper = message.author.kind === "SHOPPER";
  return (
    <article
      id={`message-${message.sequence}`}
      class={`message ${SIDE[message.author.kind]} ${continues ? "continues" : ""}`}
    >
      {!continues && <Head message={message} name={name} />}
      <div class="message-line">
        {isShopper &&
          (continues ? (
            <span class="avatar-place" />
          ) : (
            <span class="avatar-place">
              <s-avatar initials={initials(name)} alt="" size="small" />
            </span>
          ))}
        <div class="bubble">
          <Words text={message.text} search={search} />
        </div>
      </div>
      <Sources message={message} />
    </article>
  );
}

function Sources({ message }: { message: Message }) {
  if (message.citations.length === 0) return null;
  const places = new Map(message.citations.map((citation) => [`${citation.url}#${citation.heading}`, citation]));
  return (
    <div class="sources">
      {[...places.values()].map(({ title, url, heading, quote }) => (
        <a key={`${url}#${heading}`} href={safeUrl(url) ?? undefined} target="_blank" rel="noreferrer" title={quote}>
          {heading && heading !== title ? `${title} › ${heading}` : title}
        </a>
      ))}
    </div>
  );
}

function Note({ message, state, search }: Props) {
  const name = useAuthorName(message, state);
  return (
    <article id={`message-${message.sequence}`} class="message note">
      <div class="message-head">
        <strong>{name}</strong> <Sent at={message.sentAt} /> <span>· note, seen by your team only</span>
      </div>
      <div class="bubble">
        <Words text={message.text} search={search} />
      </div>
    </article>
  );
}

function Activity({ message, state }: Props) {
  const name = useAuthorName(message, state);
  return (
    <div id={`message-${message.sequence}`} class="activity">
      <span>
        {activityWords(message, name)} · <Sent at={message.sentAt} />
      </span>
    </div>
  );
}

function Answers({ message, state }: Props) {
  const name = useAuthorName(message, state);
  return (
    <article id={`message-${message.sequence}`} class="message theirs">
      <Head message={message} name={name} />
      <div class="form-card">
        <div class="form-head">
          <strong>{message.form?.title || "Answers"}</strong>
          <s-badge tone="success">{message.correctsSequence === null ? "Answered" : "Corrected"}</s-badge>
        </div>
        <dl class="facts">
          {message.answers.map(({ key, label, value, origin, imageUrl }) => {
            const photos = photoNames(key, value, message.form?.fields);
            return (
              <div key={key}>
                <dt>{label}</dt>
                <dd>
                  {safeUrl(imageUrl) && <img class="chosen-item" src={imageUrl ?? ""} alt="" />}
                  {photos.length > 0 ? <Photos names={photos} label={label} /> : value || "–"}{" "}
                  {origin && <span class="quiet">{originWords(origin)}</span>}
                </dd>
              </div>
            );
          })}
        </dl>
      </div>
    </article>
  );
}

/** A message of one's own that is not in the transcript yet. */
export function PendingView({ own, thread }: { own: Pending; thread: Thread }) {
  const side = own.kind === "note" ? "note" : "ours agent";
  return (
    <article class={`message pending ${side}`}>
      <div class="message-head">
        <strong>You</strong> {own.failure ? "not sent" : "sending…"}
      </div>
      <div class="bubble">
        <Words text={own.text} search="" />
      </div>
      {own.failure && (
        <div class="pending-failure" role="alert">
          <span>{own.failure}</span>
          <s-button onClick={() => void thread.retry(own.clientKey)}>Retry</s-button>
          <s-button variant="tertiary" onClick={() => thread.discard(own.clientKey)}>
            Discard
          </s-button>
        </div>
      )}
    </article>
  );
}
