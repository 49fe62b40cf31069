/**
 * The list: views, tag filter, search, rows. While the pointer or the keyboard rests on it the rows keep their places,
 * and what came meanwhile waits behind a button that says how many.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useMyId } from "../shell/session";
import { Skeleton } from "../ui/skeleton";
import { useStore } from "../ui/store";
import { useNow } from "../ui/time";
import { useWindow } from "../ui/windowed";
import { counted, type View } from "../ui/words";
import { inbox, listState, openList, readMore } from "./inbox";
import { belongs, held, keyOf, type ListQuery, listed, type Reading } from "./lists";
import { ROW_HEIGHT, Row } from "./row";
import { useTags } from "./use-tags";

const VIEWS: readonly { view: View; word: string }[] = [
  { view: "NEEDS_YOU", word: "Needs you" },
  { view: "MINE", word: "Mine" },
  { view: "BOT", word: "Bot" },
  { view: "ALL", word: "All" },
];

const EMPTY: Record<View, [string, string]> = {
  NEEDS_YOU: ["Nobody is waiting", "When a shopper asks for a person, the conversation appears here."],
  MINE: ["You hold no conversation", "Reply in a thread, or take one over, and it is yours."],
  BOT: ["The bot is not talking to anyone", "Conversations that the bot answers appear here as they happen."],
  ALL: ["No conversations yet", "They appear here as soon as a shopper writes in the store."],
};

interface Props {
  query: ListQuery;
  onQuery(part: Partial<ListQuery>): void;
  openId: string | null;
  atId: string | null;
  onOpen(id: string): void;
  /** Told of the ids as they are drawn, for moving by keyboard. */
  onDrawn(ids: readonly string[]): void;
}

export function List(props: Props) {
  const { query, onQuery, onDrawn } = props;
  const [isResting, setResting] = useState(false);
  const key = keyOf(query);
  useEffect(() => openList(query), [key]);
  const { ids, arrivals, showAll } = useHeldIds(query, isResting);
  useEffect(() => onDrawn(ids), [ids]);
  return (
    <section class="list-pane" aria-label="Conversations">
      <h2 class="visually-hidden">Conversations</h2>
      <ListHead query={query} onQuery={onQuery} />
      <div class="list-hold" onPointerEnter={() => setResting(true)} onPointerLeave={() => setResting(false)}>
        {arrivals > 0 && (
          <div class="arrivals">
            <s-button onClick={showAll} icon="arrow-up">{`${arrivals} new`}</s-button>
          </div>
        )}
        <Rows {...props} ids={ids} />
      </div>
    </section>
  );
}

/** The order of the rows; it stands still while the pointer rests on them. */
function useHeldIds(query: ListQuery, isResting: boolean) {
  const state = useStore(inbox);
  const myId = useMyId();
  const key = keyOf(query);
  const reading = listState(state, query);
  // One row that an open thread has brought would be pushed down by the first page.
  const isBlank = reading.failure === null && Object.values(state.lists).every(isUnread);
  const wanted = useMemo(
    () => (isBlank ? [] : listed(state.byId, query, reading, myId)),
    [isBlank, state.byId, key, reading.last, reading.hasNextPage, reading.found, myId],
  );
  // Rows that other lists brought are no list to keep in place: what its own first page brings is no news.
  const isRead = !isUnread(reading);
  const shown = useRef({ key, ids: wanted as readonly string[], isRead });
  const [, render] = useState(0);
  const mayHold = isResting && shown.current.key === key && shown.current.isRead && shown.current.ids.length > 0;
  const { ids, arrivals } = mayHold ? held(shown.current.ids, wanted) : { ids: wanted, arrivals: 0 };
  shown.current = { key, ids, isRead };
  const showAll = () => {
    shown.current = { key, ids: wanted, isRead };
    render((count) => count + 1);
  };
  return { ids, arrivals, showAll };
}

/** Whether not even the first page of a list has been read. */
const isUnread = ({ last, hasNextPage }: Reading) => last === null && hasNextPage;

function ListHead({ query, onQuery }: Pick<Props, "query" | "onQuery">) {
  const state = useStore(inbox);
  const myId = useMyId();
  const tags = useTags();
  const [search, setSearch] = useState(query.search);
  useEffect(() => setSearch(query.search), [query.search]);
  useEffect(() => {
    if (search === query.search) return;
    const timer = setTimeout(() => onQuery({ search }), 250);
    return () => clearTimeout(timer);
  }, [search]);
  const mine = [...state.byId.values()].filter((conversation) => belongs(conversation, "MINE", myId)).length;
  const counts: Record<View, number | null> = {
    NEEDS_YOU: state.counts?.needsYou ?? null,
    MINE: mine,
    BOT: state.counts?.bot ?? null,
    ALL: null,
  };
  return (
    <div class="list-head">
      <s-search-field
        id="inbox-search"
        label="Search conversations"
        labelAccessibilityVisibility="exclusive"
        placeholder="Search conversations  ( / )"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value ?? "")}
      />
      <div class="views" role="group" aria-label="View">
        {VIEWS.map(({ view, word }) => (
          <s-press-button key={view} pressed={query.view === view} variant="tertiary" onClick={() => onQuery({ view })}>
            {counts[view] ? `${word} ${counts[view]}` : word}
          </s-press-button>
        ))}
      </div>
      <s-select
        label="Tag"
        labelAccessibilityVisibility="exclusive"
        value={query.tag ?? ""}
        onChange={(event) => onQuery({ tag: event.currentTarget.value || null })}
      >
        <s-option value="">Any tag</s-option>
        {tags.map((tag) => (
          <s-option key={tag.id} value={tag.name}>
            {`${tag.name} (${tag.openCount} open)`}
          </s-option>
        ))}
      </s-select>
    </div>
  );
}

function Rows({ query, ids, openId, atId, onOpen }: Props & { ids: readonly string[] }) {
  const state = useStore(inbox);
  const reading = listState(state, query);
  const myId = useMyId();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const { first, end } = useWindow(box, ROW_HEIGHT, ids.length);
  useEffect(() => {
    if (end >= ids.length - 5) readMore(query);
  }, [end, ids.length, keyOf(query), reading.hasNextPage, reading.isLoading]);
  useEffect(() => scrollTo(box.current, atId === null ? -1 : ids.indexOf(atId)), [atId]);
  const isEmpty = ids.length === 0 && !reading.isLoading && !reading.failure;
  return (
    <div class="rows" ref={box}>
      {reading.failure && <ListFailure words={reading.failure} query={query} />}
      {isEmpty && <NoRows query={query} />}
      {ids.length === 0 && reading.isLoading && <Skeleton lines={6} height={ROW_HEIGHT - 12} />}
      <div
        class="rows-all"
        role="list"
        aria-label={counted(ids.length, "conversation")}
        style={{ height: `${ids.length * ROW_HEIGHT}px` }}
      >
        {ids.slice(first, end).map((id, place) => {
          const conversation = state.byId.get(id);
          return (
            <div
              key={id}
              role="listitem"
              class="row-place"
              style={{ top: `${(first + place) * ROW_HEIGHT}px`, height: `${ROW_HEIGHT}px` }}
            >
              {conversation && (
                <Row
                  conversation={conversation}
                  myId={myId}
                  now={now}
                  search={query.search}
                  showsState={query.view === "ALL" || query.view === "MINE"}
                  isOpen={id === openId}
                  isAt={id === atId}
                  onOpen={onOpen}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ListFailure({ words, query }: { words: string; query: ListQuery }) {
  return (
    <div class="list-failure">
      <s-banner tone="critical">
        {words}
        <s-button slot="secondary-actions" onClick={() => openList(query)}>
          Try again
        </s-button>
      </s-banner>
    </div>
  );
}

function NoRows({ query }: { query: ListQuery }) {
  const [heading, words] = EMPTY[query.view];
  const isNarrowed = query.search.trim() !== "" || query.tag !== null;
  return (
    <s-empty-state heading={isNarrowed ? "Nothing found" : heading}>
      <s-paragraph>{isNarrowed ? "No conversation in this view fits the search and the tag." : words}</s-paragraph>
    </s-empty-state>
  );
}

function scrollTo(box: HTMLElement | null, place: number): void {
  if (!box || place < 0) return;
  const top = place * ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
}
