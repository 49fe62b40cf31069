/** How the bot came to an answer, in plain words: what it understood, what it found, what it decided and why. */
import { safeUrl } from "../../live/links";
import { INTENT } from "../actions/names";
import { capitalised, REASON, URGENCY } from "../ui/words";
import type { Tried } from "./expectations";
import { languageWords } from "./trial";

const DECISION: Record<Tried["decision"], string> = {
  ANSWER: "Answer from the store's content",
  ASK: "Say that it does not know, or ask back",
  OFFER: "Offer a form",
  ESCALATE: "Ask for a person",
  SMALLTALK: "Exchange a courtesy",
};

export function Trace({ turn }: { turn: Tried }) {
  const likeliest = turn.intents.slice(0, 3);
  return (
    <section class="try-trace" aria-label="How it came to this">
      <h3>What it understood</h3>
      <dl class="facts">
        <Fact name="About">
          {likeliest.map(({ intent, chance }) => `${INTENT[intent]} (${Math.round(chance * 100)} %)`).join(", ") ||
            "nothing certain"}
        </Fact>
        <Fact name="Language">{languageWords(turn.language)}</Fact>
        {turn.orderNumbers.length > 0 && <Fact name="Order number">{turn.orderNumbers.join(", ")}</Fact>}
        {turn.signals.map(({ name, words }) => (
          <Fact key={name} name={capitalised(name.replaceAll("_", " "))}>{`“${words}”`}</Fact>
        ))}
        {turn.isFollowUp && <Fact name="Follow-up">It goes on from what was said before.</Fact>}
      </dl>
      <h3>What it found</h3>
      {turn.retrieved.length === 0 ? (
        <p class="quiet">It did not search the store's content.</p>
      ) : (
        <ol class="found">
          {turn.retrieved.map((found, place) => (
            <li key={place}>
              <span class="score" title="How well it fits: the higher, the better">
                {found.score.toFixed(2)}
              </span>
              <Passage {...found} />
            </li>
          ))}
        </ol>
      )}
      <h3>What it decided</h3>
      <dl class="facts">
        <Fact name="Outcome">{DECISION[turn.decision]}</Fact>
        {turn.reason && <Fact name="Reason">{REASON[turn.reason]}</Fact>}
        {turn.decision === "ESCALATE" && <Fact name="Urgency">{URGENCY[turn.urgency].word}</Fact>}
        <Fact name="Because">{capitalised(turn.because)}</Fact>
        <Fact name="Took">{`${Math.round(turn.milliseconds)} ms, ${turn.model === "local" ? "without a language model" : "with the language model"}`}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Passage({ title, heading, url }: Tried["retrieved"][number]) {
  const words = heading && heading !== title ? `${title} › ${heading}` : title;
  const href = safeUrl(url);
  if (!href) return <span>{words}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {words}
    </a>
  );
}
