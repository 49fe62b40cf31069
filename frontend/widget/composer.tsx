/** Where the shopper writes. Enter sends, Shift+Enter begins a line; the text outlives reload until it is sent. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons";
import type { Storage } from "./storage";
import type { Chat } from "./view";
import { useWords } from "./words";

export const LONGEST = 4_000;
const TELL_FROM = 300;

export interface ComposerProps {
  chat: Chat;
  storage: Storage;
  /** The bot answers: the way to a person stands beside it. */
  mayAsk: boolean;
  field: { current: HTMLTextAreaElement | null };
}

export function Composer({ chat, storage, mayAsk, field }: ComposerProps) {
  const words = useWords();
  const [text, setText] = useState(() => storage.read<string>("draft") ?? "");
  const isComposing = useRef(false);
  const left = LONGEST - text.length;
  const maySend = text.trim().length > 0 && left >= 0;

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    if (area.scrollHeight) area.style.height = `${Math.min(area.scrollHeight, 132)}px`;
  }, [text]);

  function write(value: string) {
    setText(value);
    storage.write("draft", value || null);
  }

  function send() {
    if (!maySend) return;
    chat.send(text.trim());
    write("");
    field.current?.focus();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="box">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={words.t("message")}
          aria-describedby={left < TELL_FROM ? "left" : undefined}
          aria-invalid={left < 0 || undefined}
          placeholder={words.t("placeholder")}
          onInput={(event) => {
            write(event.currentTarget.value);
            chat.isTyping();
          }}
          onCompositionStart={() => {
            isComposing.current = true;
          }}
          onCompositionEnd={() => {
            isComposing.current = false;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || isComposing.current || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" aria-label={words.t("send")} disabled={!maySend}>
          <Icon name="send" />
        </button>
      </div>
      {(mayAsk || left < TELL_FROM) && (
        <div class="under">
          {mayAsk && (
            <button type="button" class="plain" onClick={() => chat.askForHuman()}>
              <Icon name="person" />
              {words.t("talk")}
            </button>
          )}
          {left < TELL_FROM && (
            <span id="left" class={left < 0 ? "over" : "quiet"}>
              {left < 0 ? words.t("too_many", { number: -left }) : words.t("left", { number: left })}
            </span>
          )}
        </div>
      )}
    </form>
  );
}
