/**
 * Where an agent writes: a reply or a note, each with a draft of its own on the agent's desk. Sending a reply takes over
 * where nobody of the team holds the thread. A refusal gives the words back and says why; nothing typed is ever lost.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useMyId } from "../shell/session";
import { useStore } from "../ui/store";
import { desk, write } from "./desk";
import { KnownHint } from "./known-hint";
import { sendingFrom } from "./moves";
import { OfferMenu } from "./offer-menu";
import { openPaper, type Writing } from "./papers";
import type { Thread } from "./thread";
import type { Moving } from "./thread-pane";
import type { ThreadState } from "./thread-state";

const LONGEST = 4_000;

interface Props {
  thread: Thread;
  state: ThreadState;
  writing: Writing;
  onWriting(writing: Writing): void;
  onMove: Moving;
}

export function Composer({ thread, state, writing, onWriting, onMove }: Props) {
  const myId = useMyId();
  const { papers, problem, isKnown } = useStore(desk);
  const paper = openPaper(papers, thread.id, writing);
  const text = paper?.text ?? "";
  /** The key that sends, pressed in the instant before the thread was read: done as soon as it is. */
  const early = useRef<{ thread: string; thenResolve: boolean } | null>(null);
  const setText = (next: string) => write(thread.id, writing, next);
  const conversation = state.around?.conversation;
  const sending = conversation ? sendingFrom(conversation, myId) : { line: "", mayReply: false };
  const maySend = conversation !== undefined && (writing === "note" || sending.mayReply);
  const isTooLong = text.trim().length > LONGEST;

  const send = async (thenResolve: boolean) => {
    const words = text.trim();
    if (!conversation) early.current = { thread: thread.id, thenResolve };
    if (!maySend || words === "" || isTooLong) return;
    await thread.post(writing, words, thenResolve && writing === "reply");
  };
  useEffect(() => {
    if (!conversation || !early.current) return;
    const { thread: sentIn, thenResolve } = early.current;
    early.current = null;
    if (sentIn === thread.id) void send(thenResolve);
  }, [conversation === undefined, thread.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send(event.shiftKey);
  };

  return (
    <div class={`composer ${writing}`}>
      <DraftSuggestion
        state={state}
        text={text}
        onInsert={(next) => {
          setText(next);
          document.getElementById("composer-text")?.focus();
        }}
      />
      {state.notice && (
        <div class="composer-notice" role="alert">
          {state.notice}
        </div>
      )}
      <div class="composer-line">
        <div class="composer-kinds" role="group" aria-label="Kind of message">
          <s-press-button variant="tertiary" pressed={writing === "reply"} onClick={() => onWriting("reply")}>
            Reply
          </s-press-button>
          <s-press-button variant="tertiary" icon="lock" pressed={writing === "note"} onClick={() => onWriting("note")}>
            Note
          </s-press-button>
        </div>
        <span class="composer-says">{writing === "note" ? "Only your team sees notes." : sending.line}</span>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field inside bubble up to here */}
      <div onKeyDown={onKeyDown}>
        <s-text-area
          id="composer-text"
          label={writing === "note" ? "Note" : "Reply"}
          labelAccessibilityVisibility="exclusive"
          placeholder={writing === "note" ? "Write a note for your team" : "Write a reply"}
          rows={3}
          value={text}
          error={
            isTooLong
              ? `Shorten this to ${LONGEST.toLocaleString("en")} characters; it has ${text.trim().length.toLocaleString("en")}.`
              : undefined
          }
          onInput={(event) => {
            setText(event.currentTarget.value ?? "");
            if (writing === "reply") thread.presence.typing();
          }}
        />
      </div>
      {writing === "reply" && <KnownHint text={text} known={state.around?.known ?? []} />}
      <div class="composer-foot">
        <OfferMenu thread={thread} state={state} onNotice={(words) => thread.tell(words)} />
        <span class="composer-hint">{hintOf(text, paper?.kept, problem, isKnown)}</span>
        {writing === "reply" && !sending.mayReply && conversation ? (
          <s-button
            variant="primary"
            loading={onMove.running === "takeOver"}
            onClick={() => void onMove.run("takeOver")}
          >
            Take over
          </s-button>
        ) : (
          <>
            {writing === "reply" && (
              <s-button disabled={text.trim() === ""} onClick={() => void send(true)}>
                Send and resolve
              </s-button>
            )}
            <s-button
              variant="primary"
              icon="send"
              disabled={text.trim() === "" || !maySend}
              onClick={() => void send(false)}
            >
              {writing === "note" ? "Add note" : "Send"}
            </s-button>
          </>
        )}
      </div>
    </div>
  );
}

function hintOf(text: string, kept: string | undefined, problem: string | null, isKnown: boolean): string {
  if (problem) return problem;
  if (text.trim() === "") return "";
  if (text === kept) return "Draft kept";
  return isKnown ? "Keeping the draft…" : "Draft kept in this window";
}

/** What the bot had half written when it was overtaken: offered, never sent by itself. */
function DraftSuggestion({
  state,
  text,
  onInsert,
}: {
  state: ThreadState;
  text: string;
  onInsert(text: string): void;
}) {
  const suggestion = state.around?.draftSuggestion;
  const [putAway, setPutAway] = useState<string | null>(null);
  const isHeld = state.around?.conversation.state === "AGENT";
  if (!suggestion || !isHeld || suggestion === putAway || text.includes(suggestion)) return null;
  return (
    <div class="suggestion">
      <div>
        <strong>The bot was about to say</strong>
        <p>{suggestion}</p>
      </div>
      <s-button onClick={() => onInsert(text === "" ? suggestion : `${text}\n${suggestion}`)}>Insert</s-button>
      <s-button
        icon="x"
        variant="tertiary"
        accessibilityLabel="Put the suggestion away"
        onClick={() => setPutAway(suggestion)}
      />
    </div>
  );
}
