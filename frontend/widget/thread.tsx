/** The thread: a log that keeps its place at the end unless the shopper reads further up. */
import { Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ContactCard } from "./contact";
import { FormPlace } from "./form-place";
import { Icon } from "./icons";
import { Markdown } from "./markdown";
import { continues, Entry, MessageEntry, PendingEntry } from "./messages";
import type { Author, Message } from "./schema";
import type { Chat, View } from "./view";
import { useWords } from "./words";

/** This near to the end counts as being there, in pixels. */
const NEAR = 90;

function Welcome({ view, chat, greeting }: { view: View; chat: Chat; greeting: string }) {
  const words = useWords();
  if (!view.widget) return view.thread || !view.isReached ? null : <div class="loading" aria-hidden="true" />;
  const { widget } = view;
  return (
    <div class="welcome">
      <Entry author={{ kind: "BOT", name: widget.botName }} isFirst>
        <div class="bubble">
          <Markdown text={greeting || widget.greeting} />
        </div>
      </Entry>
      {view.transcript.pending.length === 0 && !view.thread?.openForm && (
        <ul class="openers" aria-label={words.t("suggestions")}>
          {widget.chips.map((chip) => (
            <li>
              <button type="button" class="opener" onClick={() => chat.pick(chip)}>
                {chip.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is under way: the bot's growing answer, or somebody at the keyboard. Not announced; the finished message is. */
function UnderWay({ view, last }: { view: View; last: Message | undefined }) {
  const words = useWords();
  const { transcript, thread } = view;
  const bot: Author = { kind: "BOT", name: view.widget?.botName ?? thread?.speaker.name ?? "" };
  if (transcript.draft) {
    return (
      <Entry author={bot} isFirst={last?.author.kind !== "BOT"} isDraft>
        <div class="bubble">
          <Markdown text={transcript.draft.text} />
        </div>
      </Entry>
    );
  }
  if (!thread?.typing) return null;
  const author = thread.state === "AGENT" ? thread.speaker : bot;
  return (
    <Entry author={author} isFirst={last?.author.kind !== author.kind} isDraft>
      <div class="bubble typing">
        <span class="hidden">{words.t("writing", { name: thread.typing })}</span>
        <i />
        <i />
        <i />
      </div>
    </Entry>
  );
}

export function ThreadView({
  view,
  chat,
  greeting,
  isOpen,
}: {
  view: View;
  chat: Chat;
  greeting: string;
  isOpen: boolean;
}) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const { transcript, thread } = view;
  const { messages, pending } = transcript;
  const last = messages[messages.length - 1];
  const form = thread?.openForm ?? undefined;
  const offer = form && messages.find((message) => message.sequence === form.sequence);
  const corrected = new Set(messages.map((message) => message.corrects));
  const place = form && <FormPlace key={form.id} form={form} chat={chat} said={offer?.text ?? ""} onShown={shown} />;

  function toEnd() {
    isAtEnd.current = true;
    setBehind(false);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }
  /** A form that is taller than what can be seen is read from its top; one that corrects is read where it stands. */
  function toForm(card: Element) {
    const area = box.current;
    if (!area || (!form?.isCorrection && card.clientHeight < area.clientHeight - NEAR)) return;
    isAtEnd.current = false;
    area.scrollTop += card.getBoundingClientRect().top - area.getBoundingClientRect().top - NEAR;
    setBehind(false);
  }
  function shown(card: Element) {
    toForm(card);
    // Whoever pressed the button that is gone now goes on where it led.
    if (form?.isCorrection) card.querySelector<HTMLElement>("input, textarea, select")?.focus({ preventScroll: true });
  }
  useLayoutEffect(() => {
    // Whoever fills a form in keeps it before their eyes; what was said since waits below.
    const isFilling = box.current?.querySelector("form:focus-within") != null;
    if (isAtEnd.current && !isFilling) toEnd();
    else setBehind(true);
  }, [messages.length, transcript.draft?.text, thread?.typing, form?.id]);
  // Whoever sends answers from further up sees them arrive, as with a message.
  useLayoutEffect(toEnd, [messages.filter(({ author }) => author.kind === "SHOPPER").pop()?.sequence]);
  useLayoutEffect(toEnd, [pending.length > 0 && pending[pending.length - 1]?.clientKey, isOpen]);
  useLayoutEffect(() => {
    const card = box.current?.querySelector(".form-place");
    if (isOpen && card) toForm(card);
  }, [isOpen]);
  useEffect(() => {
    // Whatever grows or shrinks, the thread stays at its end: an error beside a field, a line above the composer.
    const watch = new ResizeObserver(() => {
      if (!isAtEnd.current || box.current?.querySelector("form:focus-within")) return;
      toEnd();
      // The last thing there is a form that grew, such as by orders to choose from: it is read from its top.
      const card = box.current?.querySelector(":last-child > .form-place:last-child");
      if (card) toForm(card);
    });
    for (const area of [box.current, box.current?.firstElementChild]) if (area) watch.observe(area);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (isOpen && isAtEnd.current && document.visibilityState === "visible") chat.seen();
  });

  function scrolled() {
    const area = box.current;
    if (!area) return;
    isAtEnd.current = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR;
    if (isAtEnd.current) {
      setBehind(false);
      chat.seen();
    }
  }

  return (
    <div class="middle">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div class="scroll" ref={box} onScroll={scrolled} tabIndex={0} role="region" aria-label={words.t("messages")}>
        <div>
          {messages.length === 0 && <Welcome view={view} chat={chat} greeting={greeting} />}
          <div class="log" role="log" aria-live="polite" aria-label={words.t("messages")}>
            {messages.map((message, at) => {
              const next = messages[at + 1];
              return (
                <Fragment key={message.sequence}>
                  <MessageEntry
                    message={message}
                    before={messages[at - 1]}
                    isLast={!next || !continues(next, message)}
                    openForm={form}
                    isCorrected={corrected.has(message.sequence)}
                    chat={chat}
                  />
                  {message === offer && place}
                </Fragment>
              );
            })}
          </div>
          {pending.map((own) => (
            <PendingEntry key={own.clientKey} own={own} chat={chat} isLate={view.isLate} />
          ))}
          {!offer && place}
          {!form && thread?.contact && <ContactCard contact={thread.contact} chat={chat} />}
          <UnderWay view={view} last={pending.length ? undefined : last} />
        </div>
      </div>
      {isBehind && (
        <button type="button" class="newer" onClick={toEnd}>
          <Icon name="down" /> {words.t("newer")}
        </button>
      )}
    </div>
  );
}
