/** The entries of the thread: what was said and by whom, with its sources, cards and lines of activity. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { safeUrl } from "../live/links";
import type { Pending } from "../live/transcript";
import { Avatar } from "./avatar";
import { CodeCard } from "./code";
import { Icon } from "./icons";
import { Link, Markdown } from "./markdown";
import { OrderCard } from "./order";
import type { Author, Citation, Form, Message } from "./schema";
import type { Chat } from "./view";
import { useWords } from "./words";

/** Messages by one author in a row, close in time, are one group: one name, one time. */
const TOGETHER = 5 * 60_000;

export function continues(message: Message, before: Message | undefined): boolean {
  if (!before || before.kind === "ACTIVITY" || message.kind === "ACTIVITY") return false;
  const isSame = before.author.kind === message.author.kind && before.author.name === message.author.name;
  return isSame && Date.parse(message.sentAt) - Date.parse(before.sentAt) < TOGETHER;
}

export function Sources({ citations }: { citations: readonly Citation[] }) {
  const words = useWords();
  const shown = citations.filter(
    (one, at) => safeUrl(one.url) && citations.findIndex((it) => it.url === one.url) === at,
  );
  if (!shown.length) return null;
  return (
    <ul class="sources" aria-label={words.t("sources")}>
      {shown.map(({ url, title, heading, quote }) => (
        <li>
          <Link class="chip" url={url} title={quote}>
            <Icon name="page" />
            <span>{heading && heading !== title ? `${title} · ${heading}` : title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** `correct` is null where the answers were corrected since, or cannot be corrected now. */
function Answered({ message, isOld, correct }: { message: Message; isOld: boolean; correct: (() => void) | null }) {
  const words = useWords();
  const title = words.t(isOld ? "answers_old" : message.corrects ? "answers_corrected" : "answers_title");
  return (
    <section class={`card answered${isOld ? " old" : ""}`} aria-label={title}>
      <div class="top">
        <Icon name="check" />
        <strong>{title}</strong>
        {correct && (
          <button type="button" class="plain" onClick={correct}>
            {words.t("correct")}
          </button>
        )}
      </div>
      <dl>
        {message.answers.map(({ label, value, photos }) => (
          <div>
            <dt>{label}</dt>
            <dd dir="auto" class={photos[0] && "photos"}>
              {photos[0]
                ? photos.map((url) => (
                    <a class="photo" href={url} target="_blank" rel="noreferrer">
                      <img src={`${url}&small=1`} alt={label} />
                    </a>
                  ))
                : value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Byline({ author }: { author: Author }) {
  const words = useWords();
  if (author.kind === "SHOPPER") return <span class="hidden">{words.t("you")}: </span>;
  if (!author.name) return null;
  return (
    <p class="byline">
      <strong>{author.name}</strong>
      {author.kind !== "SYSTEM" && (
        <span class={`kind ${author.kind}`}>{words.t(author.kind === "BOT" ? "bot" : "team")}</span>
      )}
    </p>
  );
}

/** One author's entry: avatar, name at the head of a group, content. */
export function Entry(props: { author: Author; isFirst: boolean; isDraft?: boolean; children: ComponentChildren }) {
  const { author, isFirst, isDraft, children } = props;
  const side = author.kind === "SHOPPER" ? "own" : "theirs";
  return (
    <div class={`entry ${side} ${author.kind}${isFirst ? " first" : ""}${isDraft ? " draft" : ""}`}>
      {side === "theirs" && (isFirst ? <Avatar author={author} /> : <span class="avatar none" />)}
      <div class="said">
        {isFirst && <Byline author={author} />}
        {children}
      </div>
    </div>
  );
}

function ClosedForm({ title }: { title: string }) {
  return (
    <p class="closed">
      <Icon name="form" /> {title}
    </p>
  );
}

export interface EntryProps {
  message: Message;
  before: Message | undefined;
  isLast: boolean;
  openForm: Form | undefined;
  /** Whether its answers were corrected since. */
  isCorrected: boolean;
  chat: Chat;
}

export function MessageEntry({ message, before, isLast, openForm, isCorrected, chat }: EntryProps) {
  const words = useWords();
  const day = words.day(message.sentAt);
  const isNewDay = !before || words.day(before.sentAt) !== day;
  const isClosed = message.kind === "ACTION_OFFER" && !!message.form && message.form.id !== openForm?.id;
  const mayCorrect = message.answers.length > 0 && !isCorrected && !openForm;
  return useMemo(() => {
    const separator = isNewDay && before && <p class="day">{day}</p>;
    if (message.kind === "ACTIVITY") {
      if (!message.text) return separator;
      return (
        <>
          {separator}
          <p class="activity">
            <span>{message.text}</span>
          </p>
        </>
      );
    }
    return (
      <>
        {separator}
        <Entry author={message.author} isFirst={isNewDay || !continues(message, before)}>
          {message.text && (
            <div class="bubble">
              <Markdown text={message.text} />
            </div>
          )}
          {isClosed && <ClosedForm title={message.form?.title ?? ""} />}
          {message.answers.length > 0 && (
            <Answered
              message={message}
              isOld={isCorrected}
              correct={mayCorrect ? () => void chat.correct(message.sequence) : null}
            />
          )}
          {message.order && <OrderCard order={message.order} said={message.text} />}
          {message.codeFor && <CodeCard number={message.codeFor} chat={chat} />}
          <Sources citations={message.citations} />
          {isLast && <time dateTime={message.sentAt}>{words.time(message.sentAt)}</time>}
        </Entry>
      </>
    );
  }, [message, before, isLast, isClosed, isCorrected, mayCorrect]);
}

export function PendingEntry({ own, chat, isLate }: { own: Pending; chat: Chat; isLate: boolean }) {
  const words = useWords();
  const isHuman = own.kind === "human";
  const state = own.failure ?? words.t(isLate ? "kept" : isHuman ? "asking" : "sending");
  return (
    <div class={`entry own first pending${own.failure ? " failed" : ""}`}>
      <div class="said">
        <div class="bubble">
          <div class="text" dir="auto">
            <p>{isHuman ? words.t("talk") : own.text}</p>
          </div>
        </div>
        <p class="state" role={own.failure ? "alert" : undefined}>
          {own.failure && <Icon name="warn" />} {state}
          {own.failure && (
            <>
              <button type="button" class="plain" onClick={() => chat.retry(own.clientKey)}>
                {words.t("retry")}
              </button>
              <button type="button" class="plain" onClick={() => chat.remove(own.clientKey)}>
                {words.t("remove")}
              </button>
            </>
          )}
        </p>
      </div>
    </div>
  );
}
