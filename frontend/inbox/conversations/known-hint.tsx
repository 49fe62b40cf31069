/** Says what the shopper gave already, where an agent is about to ask for it again. */
import { originWords } from "../ui/words";
import { askedAgain, type Known } from "./asked-again";

export function KnownHint({ text, known }: { text: string; known: readonly Known[] }) {
  const again = askedAgain(text, known);
  return (
    <div aria-live="polite">
      {again.map(({ key, label, value, origin }) => (
        <p key={key} class="known-hint">
          The shopper gave this: <strong>{label}</strong> {value} <span class="quiet">{originWords(origin)}</span>
        </p>
      ))}
    </div>
  );
}
