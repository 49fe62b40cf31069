/** How the bot came to its last turns: what it understood, what it found, what it decided and why. */

import { safeUrl } from "../../live/links";
import { moment, useNow } from "../ui/time";
import type { Surroundings } from "./thread-state";

/** What the bot did, as it goes on after "The bot". */
export const OUTCOME: Record<string, string | undefined> = {
  answer: "answered from the store's content",
  offer_action: "offered a form",
  ask: "asked back",
  escalate: "asked for a person",
  small_talk: "exchanged a greeting",
  unknown: "found no answer",
  order: "told how the order stands",
  discarded: "was overtaken",
  failed: "failed",
};

export function BotTrace({ turns }: { turns: Surroundings["botTurns"] }) {
  const now = useNow(60_000);
  const latest = turns[0];
  if (!latest) return null;
  return (
    <details class="block trace">
      <summary>
        <h3>Bot trace</h3>
        <span class="quiet">{`${latest.milliseconds} ms · ${moment(latest.at, now)}`}</span>
      </summary>
      {turns.slice(0, 3).map((turn) => (
        <Turn key={`${turn.at}-${turn.messageSequence}`} turn={turn} />
      ))}
    </details>
  );
}

function Turn({ turn }: { turn: Surroundings["botTurns"][number] }) {
  return (
    <div class="turn">
      <dl class="facts">
        <div>
          <dt>Understood</dt>
          <dd>{turn.understood || "nothing certain"}</dd>
        </div>
        <div>
          <dt>Did</dt>
          <dd>{OUTCOME[turn.outcome] ?? turn.outcome}</dd>
        </div>
        <div>
          <dt>Because</dt>
          <dd>{turn.decidedBecause || "–"}</dd>
        </div>
      </dl>
      {turn.retrieved.length > 0 && (
        <ol class="found">
          {turn.retrieved.slice(0, 5).map((found) => (
            <li key={`${found.url}#${found.heading}`}>
              <span class="score">{found.score.toFixed(2)}</span>
              <a href={safeUrl(found.url) ?? undefined} target="_blank" rel="noreferrer">
                {found.heading && found.heading !== found.title ? `${found.title} › ${found.heading}` : found.title}
              </a>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
