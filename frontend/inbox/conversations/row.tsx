/** One conversation in the list: who, what last, how it stands, how long it waits. All rows have one height. */
import { elapsed, moment } from "../ui/time";
import { capitalised, rowLabel, shopperName, TAG_TONE } from "../ui/words";
import type { Conversation } from "./lists";

export const ROW_HEIGHT = 92;
const TAGS_SHOWN = 2;
const TAGS_BESIDE_MORE = 1;
const SPEAKER: Record<Conversation["previewAuthor"], string> = {
  SHOPPER: "",
  BOT: "Bot: ",
  AGENT: "Agent: ",
  API_CLIENT: "Team: ",
  SYSTEM: "",
};

interface Props {
  conversation: Conversation;
  myId: string | null;
  now: number;
  search: string;
  /** False where all rows of the list have the same state. */
  showsState: boolean;
  isOpen: boolean;
  isAt: boolean;
  onOpen(id: string): void;
}

export function Row({ conversation, myId, now, search, showsState, isOpen, isAt, onOpen }: Props) {
  const { shopper, preview, previewAuthor, unread, state } = conversation;
  const label = rowLabel(conversation, myId);
  const why = whyOf(conversation);
  const isCrowded = why !== "" || conversation.hasOpenForm;
  const speaker =
    state === "AGENT" && previewAuthor === "AGENT" ? `${conversation.agent?.firstName}: ` : SPEAKER[previewAuthor];
  const classes = ["row", unread > 0 && "unread", isOpen && "open", isAt && "at"].filter(Boolean).join(" ");
  return (
    <button type="button" class={classes} aria-current={isOpen} onClick={() => onOpen(conversation.id)}>
      <span class="row-line">
        <span class="row-name">{shopperName(shopper)}</span>
        <Waiting conversation={conversation} now={now} />
      </span>
      <span class="row-preview">
        {speaker}
        <Highlighted text={preview} search={search} />
      </span>
      <span class="row-line">
        <span class="row-badges">
          {showsState && <s-badge tone={label.tone}>{label.word}</s-badge>}
          {conversation.urgency === "HIGH" && state !== "RESOLVED" && <s-badge tone="critical">Urgent</s-badge>}
          {why !== "" && (
            <span class="row-why" title={why}>
              {why}
            </span>
          )}
          {conversation.hasOpenForm && <s-badge tone="info">Filling in a form</s-badge>}
          <RowTags tags={conversation.tags} most={isCrowded ? TAGS_BESIDE_MORE : TAGS_SHOWN} />
        </span>
        {unread > 0 && (
          <span class="row-unread">
            {unread > 99 ? "99+" : unread}
            <span class="visually-hidden"> unread</span>
          </span>
        )}
      </span>
    </button>
  );
}

/** Why a shopper who waits is urgent, or that everybody was reminded of them; empty for neither. */
function whyOf({ state, urgency, handoff }: Conversation): string {
  if (state !== "WAITING" || !handoff) return "";
  if (urgency === "HIGH") return capitalised(handoff.urgencyWhy);
  return handoff.reminders > 0 ? "Nobody took it yet" : "";
}

/** A tag that is cut short tells nobody anything: fewer are shown where there is less room. */
function RowTags({ tags, most }: { tags: Conversation["tags"]; most: number }) {
  const shown = tags.slice(0, most);
  const others = tags.slice(most);
  return (
    <>
      {shown.map(({ tag }) => (
        <span key={tag.id} class={`row-tag tone-${TAG_TONE[tag.colour]}`}>
          {tag.name}
        </span>
      ))}
      {others.length > 0 && (
        <span class="row-more" title={others.map(({ tag }) => tag.name).join(", ")}>
          +{others.length}
        </span>
      )}
    </>
  );
}

function Waiting({ conversation, now }: { conversation: Conversation; now: number }) {
  const { state, waitingSince, urgency, lastMessageAt } = conversation;
  if (state !== "WAITING" || waitingSince === null) return <span class="row-time">{moment(lastMessageAt, now)}</span>;
  return (
    <span class={urgency === "HIGH" ? "row-time waiting urgent" : "row-time waiting"}>
      waiting {elapsed(waitingSince, now)}
    </span>
  );
}

/** The searched words, marked where they stand. */
export function Highlighted({ text, search }: { text: string; search: string }) {
  const words = search
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) return <>{text}</>;
  const parts = text.split(new RegExp(`(${words.join("|")})`, "giu"));
  return <>{parts.map((part, place) => (place % 2 === 1 ? <mark key={place}>{part}</mark> : part))}</>;
}
