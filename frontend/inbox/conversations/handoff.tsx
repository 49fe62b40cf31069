/** A request for a human: why it came, how urgent it is, and each step on its way with who took it. */
import { Block } from "../ui/block";
import { ago, dayAndClock, elapsed, useNow } from "../ui/time";
import { capitalised, REASON, URGENCY } from "../ui/words";
import type { Conversation } from "./lists";

type Record = NonNullable<Conversation["handoff"]>;
type Who = Record["seenBy"];

export interface Step {
  word: string;
  /** Null for what is still to come. */
  at: string | null;
  by: string | null;
}

const ENDING: { [ending in NonNullable<Record["ending"]>]: string } = {
  ANSWERED: "Answered",
  RESOLVED: "Resolved without a word",
  HANDED_BACK: "Handed back to the bot",
  RELEASED: "Given to the queue again",
};

const AHEAD = new Set(["Seen", "Taken", "First word"]);

const nameOf = (who: Who) => (who ? (who.isMe ? "you" : who.firstName) : null);

/** What happened to the request, in order, and then what is still to come: a step that is taken moves nothing. */
export function stepsOf(handoff: Record): Step[] {
  const { ending, reminders } = handoff;
  const steps: [string, string | null, string | null][] = [
    ["Asked", handoff.requestedAt, null],
    ["Hours began", handoff.openedAt, null],
    ["Seen", handoff.seenAt, nameOf(handoff.seenBy)],
    [reminders > 1 ? `Reminded of ${reminders} times` : "Reminded of", handoff.remindedAt, null],
    ["Taken", handoff.acceptedAt, nameOf(handoff.acceptedBy)],
    ["First word", handoff.firstHumanWordAt, nameOf(handoff.firstHumanWordBy)],
    [ending ? ENDING[ending] : "", ending === "ANSWERED" ? null : handoff.closedAt, nameOf(handoff.closedBy)],
  ];
  const told = steps.map(([word, at, by]) => ({ word, at, by }));
  const done = told.filter(({ at }) => at !== null).sort((one, other) => time(one.at) - time(other.at));
  const ahead = told.filter(({ word, at }) => at === null && ending === null && AHEAD.has(word));
  return [...done, ...ahead];
}

const time = (at: string | null) => Date.parse(at ?? "");

export function HandoffBlock({ conversation, handoff }: { conversation: Conversation; handoff: Record }) {
  const now = useNow();
  const isWaiting = conversation.state === "WAITING";
  const urgency = URGENCY[handoff.urgency];
  const why = capitalised(handoff.urgencyWhy);
  return (
    <Block heading="Handoff" accessory={<s-badge tone={urgency.tone}>{urgency.word}</s-badge>}>
      <p class="lead">{REASON[handoff.reason]}</p>
      {handoff.evidence && <blockquote>{handoff.evidence}</blockquote>}
      {why !== REASON[handoff.reason] && <p class="quiet">{why}</p>}
      <p class="quiet">
        {isWaiting ? `Waiting for ${elapsed(handoff.requestedAt, now)}` : `Asked ${ago(handoff.requestedAt, now)}`}
      </p>
      <ol class="steps-taken" aria-label="What happened to the request">
        {stepsOf(handoff).map(({ word, at, by }) => (
          <li key={word} class={at === null ? "ahead" : ""}>
            <time dateTime={at ?? undefined}>{at === null ? "not yet" : dayAndClock(at, now)}</time>
            <span>
              {word}
              {by && ` by ${by}`}
            </span>
          </li>
        ))}
      </ol>
    </Block>
  );
}
