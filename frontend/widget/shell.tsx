/** The panel: who answers, the thread, one honest line where there is something to say, and where to write. */

import { Avatar } from "./avatar";
import { Composer } from "./composer";
import { Icon } from "./icons";
import type { Author } from "./schema";
import type { Storage } from "./storage";
import { ThreadView } from "./thread";
import type { Chat, View } from "./view";
import { useWords } from "./words";

export interface ShellProps {
  view: View;
  chat: Chat;
  storage: Storage;
  greeting: string;
  isOpen: boolean;
  field: { current: HTMLTextAreaElement | null };
  onClose(): void;
}

/** Who is named at the head, and what is said below the name. */
function headline(
  view: View,
  t: (key: string, values?: Record<string, string>) => string,
): { who: Author; title: string; line: string } {
  const shop = view.widget?.shopName ?? "";
  const bot: Author = { kind: "BOT", name: view.widget?.botName ?? "" };
  switch (view.thread?.state) {
    case "AGENT":
      return { who: view.thread.speaker, title: view.thread.speaker.name, line: t("from_team", { shop }) };
    case "WAITING":
      return { who: { kind: "SYSTEM", name: "" }, title: shop, line: t("waiting") };
    case "RESOLVED":
      return { who: bot, title: shop, line: t("resolved") };
    default:
      return { who: bot, title: bot.name || shop || t("chat"), line: t("bot_answers") };
  }
}

function Header({ view, chat, mayAsk, onClose }: { view: View; chat: Chat; mayAsk: boolean; onClose(): void }) {
  const words = useWords();
  const { who, title, line } = headline(view, words.t);
  return (
    <div class={`head ${view.thread?.state ?? "BOT"}`}>
      <Avatar author={who} big />
      <div class="who">
        <h2 id="title">{title}</h2>
        <p>{line}</p>
      </div>
      {mayAsk && (
        <button
          type="button"
          class="tool"
          onClick={() => chat.askForHuman()}
          aria-label={words.t("talk")}
          title={words.t("talk")}
        >
          <Icon name="person" />
        </button>
      )}
      <button type="button" class="tool" onClick={onClose} aria-label={words.t("close")} title={words.t("close")}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** At most one line: the most pressing. */
function Notice({ view }: { view: View }) {
  const words = useWords();
  const { thread } = view;
  let tone = "quiet";
  let text: string | null = null;
  if (!view.isOnline) text = words.t("offline");
  else if (!view.isReached) text = words.t("unreachable");
  else if (view.notice) [tone, text] = ["wrong", view.notice];
  else if (thread?.state === "WAITING") [tone, text] = ["waiting", thread.waitingLine ?? words.t("asked")];
  else if (thread?.state === "RESOLVED" && view.transcript.messages.length) text = words.t("ended");
  return (
    <p class={`notice ${tone}`} role="status" hidden={!text}>
      {tone === "waiting" && <span class="pulse" />}
      {text}
    </p>
  );
}

export function Shell({ view, chat, storage, greeting, isOpen, field, onClose }: ShellProps) {
  const state = view.thread?.state;
  const isAsking = view.transcript.pending.some((own) => own.kind === "human" && !own.failure);
  const mayAsk = !isAsking && state !== "WAITING" && state !== "AGENT";
  return (
    <dialog class="panel" aria-labelledby="title" tabIndex={-1} onCancel={onClose}>
      <Header view={view} chat={chat} mayAsk={mayAsk} onClose={onClose} />
      <ThreadView view={view} chat={chat} greeting={greeting} isOpen={isOpen} />
      <Notice view={view} />
      <Composer chat={chat} storage={storage} mayAsk={mayAsk} field={field} />
    </dialog>
  );
}
