/** Who the shopper is, who answers now, who else is looking, and the moves that fit. */
import { useMyId } from "../shell/session";
import { holderLabel, initials, shopperName, URGENCY } from "../ui/words";
import { movesFor } from "./moves";
import type { Moving } from "./thread-pane";
import type { Surroundings } from "./thread-state";

interface Props {
  around: Surroundings | null;
  onMove: Moving;
  onLeave(): void;
  onDetails(): void;
  detailsShown: boolean;
}

export function ThreadHeader({ around, onMove, onLeave, onDetails, detailsShown }: Props) {
  const myId = useMyId();
  if (!around) return <header class="thread-head" aria-busy="true" />;
  const { conversation, watchers } = around;
  const { shopper } = conversation;
  const label = holderLabel(conversation, myId);
  const others = watchers.filter((agent) => agent.id !== myId);
  return (
    <header class="thread-head">
      <div class="thread-back">
        <s-button icon="arrow-left" variant="tertiary" accessibilityLabel="Back to the list" onClick={onLeave} />
      </div>
      <s-avatar initials={initials(shopperName(shopper))} alt="" size="base" />
      <div class="thread-who">
        <div class="thread-name">
          <h2>{shopperName(shopper)}</h2>
          <s-badge tone={label.tone}>{label.word}</s-badge>
          {conversation.urgency === "HIGH" && conversation.state !== "RESOLVED" && (
            <s-badge tone={URGENCY.HIGH.tone}>{URGENCY.HIGH.word}</s-badge>
          )}
        </div>
        <div class="thread-sub">
          {shopper.name === "" ? "Name not known" : shopper.email || "No e-mail yet"}
          {others.length > 0 && <span class="looking">{lookingWords(others.map((agent) => agent.firstName))}</span>}
        </div>
      </div>
      <div class="thread-moves">
        {movesFor(conversation, myId).map(({ move, word, isPrimary }) => (
          <s-button
            key={move}
            variant={isPrimary ? "primary" : "secondary"}
            loading={onMove.running === move}
            disabled={onMove.running !== null && onMove.running !== move}
            onClick={() => void onMove.run(move)}
          >
            {word}
          </s-button>
        ))}
        <span class="only-narrow">
          <s-button
            icon="info"
            accessibilityLabel={detailsShown ? "Hide details" : "Show details"}
            onClick={onDetails}
          />
        </span>
      </div>
    </header>
  );
}

function lookingWords(names: string[]): string {
  if (names.length === 1) return `${names[0]} is also looking`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are also looking`;
}
