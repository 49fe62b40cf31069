/** Asks the bot as a new shopper would, with what was said before if wanted, and shows the answer and its trace. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { TryQuestionDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import type { Tried, Turn } from "./expectations";
import { ShopperView } from "./shopper-view";
import { Trace } from "./trace";
import { FRESH, followsWords, goOn, type Trial, withoutTurn } from "./trial";

interface Props {
  /** Asked at once, such as a question of a shopper that the content did not answer. */
  question: string;
  onKeep(text: string, history: Turn[], turn: Tried): void;
}

export function TryPanel({ question, onKeep }: Props) {
  const [trial, setTrial] = useState<Trial>({ ...FRESH, text: question });
  const [isAsking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const answer = useRef<HTMLDivElement>(null);

  const put = useCallback(async ({ text, history }: Trial) => {
    setAsking(true);
    setRefusal(null);
    try {
      const { tried } = await ask(TryQuestionDocument, { text, history });
      const { turn } = tried;
      setRefusal(tried.userErrors[0]?.message ?? null);
      if (turn) setTrial((now) => ({ ...now, asked: { text, history, turn } }));
    } catch (error) {
      setRefusal(wordsOf(error));
    } finally {
      setAsking(false);
    }
  }, []);
  useEffect(() => {
    if (question === "") return;
    setTrial({ ...FRESH, text: question });
    void put({ ...FRESH, text: question });
  }, [question, put]);

  const typed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (trial.text.trim() !== "" && !isAsking) void put(trial);
  };
  /** The types of Polaris know no keys. */
  const keys = { onKeyDown: typed };
  const { asked } = trial;
  return (
    <s-section heading="Try a question">
      <s-stack gap="base">
        <s-paragraph color="subdued">
          The bot answers as it would answer a new shopper now. No conversation is begun, and nothing is counted.
        </s-paragraph>
        {trial.history.length > 0 && <Earlier trial={trial} onChange={setTrial} />}
        <s-text-area
          {...keys}
          label={trial.history.length > 0 ? "What the shopper writes next" : "What a shopper writes"}
          rows={2}
          value={trial.text}
          onInput={(event) => setTrial({ ...trial, text: event.currentTarget.value ?? "" })}
        />
        <div class="row-actions">
          <s-button
            variant="primary"
            loading={isAsking}
            disabled={trial.text.trim() === ""}
            onClick={() => void put(trial)}
          >
            Ask
          </s-button>
          {(trial.history.length > 0 || asked) && (
            <s-button variant="tertiary" onClick={() => setTrial(FRESH)}>
              Start over
            </s-button>
          )}
        </div>
        {refusal && <s-banner tone="critical">{refusal}</s-banner>}
      </s-stack>
      <div ref={answer} aria-live="polite">
        {asked && (
          <div class="tried">
            <div>
              <h3>What the shopper sees</h3>
              <ShopperView text={asked.text} turn={asked.turn} />
              {followsWords(asked.turn) && <p class="follows">{followsWords(asked.turn)}</p>}
              <div class="row-actions">
                <s-button onClick={() => onKeep(asked.text, asked.history, asked.turn)}>
                  Save as a test question
                </s-button>
                <s-button variant="tertiary" onClick={() => setTrial(goOn(trial))}>
                  Ask a follow-up
                </s-button>
              </div>
            </div>
            <Trace turn={asked.turn} />
          </div>
        )}
      </div>
    </s-section>
  );
}

function Earlier({ trial, onChange }: { trial: Trial; onChange(trial: Trial): void }) {
  return (
    <ol class="earlier" aria-label="Said before">
      {trial.history.map(({ sender, text }, at) => (
        <li key={at}>
          <strong>{sender === "SHOPPER" ? "Shopper" : "Bot"}</strong>
          <span>{text}</span>
          <s-button
            icon="x"
            variant="tertiary"
            accessibilityLabel={`Leave out: ${text}`}
            onClick={() => onChange(withoutTurn(trial, at))}
          />
        </li>
      ))}
    </ol>
  );
}
