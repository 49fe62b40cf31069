/**
 * The transcript: a polite log that stays at its end while one is there, and never moves under somebody who reads
 * further up. The bot's growing answer and typing stand below the log, where nothing announces them.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../shell/session";
import { Skeleton } from "../ui/skeleton";
import { MessageView, PendingView } from "./message";
import type { Thread } from "./thread";
import type { Message, ThreadState } from "./thread-state";

const NEAR_END = 80;
const SAME_BREATH_MS = 3 * 60_000;

interface Props {
  thread: Thread;
  state: ThreadState;
  search: string;
}

export function TranscriptView({ thread, state, search }: Props) {
  const { shop } = useSession();
  const { transcript, around } = state;
  const { messages, pending, draft } = transcript;
  const { box, isAway, toEnd, leaveEnd } = useEnd(messages.length, pending.length, draft?.text.length ?? 0);
  const hit = hitOf(messages, search);
  useLayoutEffect(() => {
    if (hit === null) return;
    leaveEnd();
    document.getElementById(`message-${hit}`)?.scrollIntoView({ block: "center" });
  }, [hit]);
  if (!around) {
    return (
      <div class="transcript-hold">
        <div class="transcript">
          <Skeleton lines={7} height={44} />
        </div>
      </div>
    );
  }
  return (
    <div class="transcript-hold">
      {/* A scrolled region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the log scrolls */}
      <div class="transcript" ref={box} tabIndex={0} role="log" aria-live="polite" aria-label="Transcript">
        <div class="transcript-all">
          {messages.map((message, place) => (
            <MessageView
              key={message.sequence}
              message={message}
              continues={continues(messages[place - 1], message)}
              thread={thread}
              state={state}
              search={search}
            />
          ))}
          {pending.map((own) => (
            <PendingView key={own.clientKey} own={own} thread={thread} />
          ))}
          <div aria-live="off">
            {draft && (
              <div class="message ours bot draft">
                <div class="message-head">
                  <strong>{shop.settings.botName || "Bot"}</strong> is writing…
                </div>
                <div class="bubble">{draft.text}</div>
              </div>
            )}
            {around.typing && (
              <div class="typing">{around.typing === "shopper" ? "The shopper" : around.typing} is typing…</div>
            )}
          </div>
        </div>
      </div>
      {isAway && (
        <div class="to-end">
          <s-button icon="arrow-down" onClick={toEnd}>
            Newest
          </s-button>
        </div>
      )}
    </div>
  );
}

/** Words of one author within a few minutes stand together under one name. */
export function continues(before: Message | undefined, message: Message): boolean {
  if (before?.kind !== "TEXT" || message.kind !== "TEXT") return false;
  const isSame = before.author.kind === message.author.kind && before.author.agentId === message.author.agentId;
  return isSame && Date.parse(message.sentAt) - Date.parse(before.sentAt) < SAME_BREATH_MS;
}

/** The first message with any of the searched words: the thread opens there. */
export function hitOf(messages: readonly Message[], search: string): number | null {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (message: Message) => words.some((word) => message.text.toLowerCase().includes(word));
  return messages.find(has)?.sequence ?? null;
}

function useEnd(...grown: number[]) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [isAway, setAway] = useState(false);
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
      setAway(!isAtEnd.current);
    };
    const stay = new ResizeObserver(() => {
      if (isAtEnd.current) toEnd();
    });
    stay.observe(element);
    if (element.firstElementChild) stay.observe(element.firstElementChild);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      stay.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box.current]);
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
  }, grown);
  const leaveEnd = () => {
    isAtEnd.current = false;
  };
  return { box, isAway, toEnd, leaveEnd };
}
