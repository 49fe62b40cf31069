/** The inbox: list, thread and details side by side, drawn to the height that the frame leaves. Keys act here. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { navigate, route } from "../shell/router";
import { useRoomBelow } from "../ui/room";
import { useStore } from "../ui/store";
import type { View } from "../ui/words";
import { Help, showHelp } from "./help";
import { inbox } from "./inbox";
import { type Command, commandOf, isInOverlay, isOnControl, isTypingInto, lettersAreOn } from "./keyboard";
import { List } from "./list";
import type { ListQuery } from "./lists";
import { TeamStrip } from "./team-strip";
import { ThreadPane } from "./thread-pane";

const VIEWS: readonly View[] = ["NEEDS_YOU", "MINE", "BOT", "ALL"];

export function InboxPage() {
  const { conversationId, parameters } = useStore(route);
  const { isReached } = useStore(inbox);
  const query = useMemo(() => queryOf(parameters), [parameters]);
  const [drawn, setDrawn] = useState<readonly string[]>([]);
  const [atId, setAtId] = useState<string | null>(null);
  const command = useRef<(command: Command) => boolean>(() => false);
  const room = useRef<HTMLDivElement>(null);
  useRoomBelow(room);

  const open = useCallback(
    (id: string | null) => {
      setAtId(id);
      navigate(addressOf(id, query));
    },
    [query],
  );
  const onQuery = useCallback(
    (part: Partial<ListQuery>) => navigate(addressOf(conversationId, { ...query, ...part }), "replace"),
    [query, conversationId],
  );
  const step = (by: number) => {
    const at = drawn.indexOf(atId ?? conversationId ?? "");
    const id = drawn[Math.min(drawn.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (id) setAtId(id);
  };
  useKeys((given, event) => {
    if (given === "next" || given === "previous") step(given === "next" ? 1 : -1);
    else if (given === "search") document.getElementById("inbox-search")?.focus();
    else if (given === "help") showHelp();
    else if (given === "open" && !isOnControl(event)) open(atId ?? conversationId);
    else if (given === "leave") leave(event, () => command.current(given) || open(null));
    else command.current(given);
  });

  return (
    <s-page heading="Inbox" inlineSize="large">
      <s-button slot="secondary-actions" icon="keyboard" onClick={showHelp}>
        Keys
      </s-button>
      {!isReached && (
        <div class="connection" role="status">
          The connection is lost. What you see may be old; it goes on by itself as soon as Baton can be reached.
        </div>
      )}
      <TeamStrip />
      <div ref={room} class={conversationId ? "inbox has-thread" : "inbox"}>
        <List query={query} onQuery={onQuery} openId={conversationId} atId={atId} onOpen={open} onDrawn={setDrawn} />
        {conversationId ? (
          <ThreadPane
            key={conversationId}
            id={conversationId}
            search={query.search}
            command={command}
            onLeave={() => open(null)}
          />
        ) : (
          <NoThread />
        )}
      </div>
      <Help />
    </s-page>
  );
}

function NoThread() {
  return (
    <section class="thread-pane nothing" aria-label="Conversation">
      <s-empty-state heading="Choose a conversation">
        <s-paragraph>Opening one changes nothing for the shopper. Press j and k to move, Enter to open.</s-paragraph>
      </s-empty-state>
    </section>
  );
}

function queryOf(parameters: URLSearchParams): ListQuery {
  const view = VIEWS.find((known) => known === parameters.get("view")) ?? "NEEDS_YOU";
  return { view, tag: parameters.get("tag"), search: parameters.get("search") ?? "" };
}

function addressOf(conversationId: string | null, query: ListQuery): string {
  const parameters = new URLSearchParams();
  if (query.view !== "NEEDS_YOU") parameters.set("view", query.view);
  if (query.tag !== null) parameters.set("tag", query.tag);
  if (query.search.trim() !== "") parameters.set("search", query.search);
  const path = conversationId === null ? "/inbox" : `/inbox/${encodeURIComponent(conversationId)}`;
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** Esc in a text field leaves the field; outside it closes the details, or goes back to the list. */
function leave(event: KeyboardEvent, goBack: () => void): void {
  if (isInOverlay(event)) return;
  if (!isTypingInto(event)) goBack();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

function useKeys(act: (command: Command, event: KeyboardEvent) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = commandOf(event, isTypingInto(event) || isInOverlay(event), lettersAreOn());
      if (command === null) return;
      if (command === "open" ? !isOnControl(event) : command !== "leave") event.preventDefault();
      latest.current(command, event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
