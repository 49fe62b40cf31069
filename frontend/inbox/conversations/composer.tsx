/**
 * Where an agent writes: a reply or a note, each with its own kept draft. Sending a reply takes over where nobody of the
 * team holds the thread. A refusal gives the words back and says why; nothing typed is ever lost.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useMyId } from "../shell/session";
import { keepDraft, readDraft, type Writing } from "./drafts";
import { sendingFrom } from "./moves";
import { OfferMenu } from "./offer-menu";
import type { Thread } from "./thread";
import type { Moving } from "./thread-pane";
import type { ThreadState } from "./thread-state";

const LONGEST = 4_000;

interface Props {
  thread: Thread;
  state: ThreadState;
  writing: Writing;
  onWriting(writing: Writing): void;
  notice: string | null;
  onNotice(words: string | null): void;
  onMove: Moving;
}

export function Composer({ thread, state, writing, onWriting, notice, onNotice, onMove }: Props) {
  const myId = useMyId();
  const [text, setText] = useDraft(thread.id, writing);
  const conversation = state.around?.conversation;
  const sending = conversation ? sendingFrom(conversation, myId) : { line: "", mayReply: false };
  const maySend = conversation !== undefined && (writing === "note" || sending.mayReply);
  const isTooLong = text.trim().length > LONGEST;

  const send = async (thenResolve: boolean) => {
    const words = text.trim();
    if (!maySend || words === "" || isTooLong) return;
    onNotice(null);
    setText("");
    const refusal = await thread.post(writing, words, thenResolve && writing === "reply");
    if (refusal === null) return;
    const since = readDraft(thread.id, writing);
    setText(since === "" ? words : `${words}\n\n${since}`);
    onNotice(refusal);
  };
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
      {notice && (
        <div class="composer-notice" role="alert">
          {notice}
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
      <div class="composer-foot">
        <OfferMenu thread={thread} state={state} onNotice={onNotice} />
        <span class="composer-hint">{text.trim() === "" ? "" : "Draft kept"}</span>
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

function useDraft(conversationId: string, writing: Writing): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(conversationId, writing));
  const kind = useRef(writing);
  kind.current = writing;
  useEffect(() => setText(readDraft(conversationId, writing)), [conversationId, writing]);
  return [
    text,
    (next) => {
      keepDraft(conversationId, writing, next);
      if (kind.current === writing) setText(next);
    },
  ];
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
