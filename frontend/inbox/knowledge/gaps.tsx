/** Questions that the content did not answer, newest first: each is one click from becoming an FAQ entry. */
import type { KnowledgeFieldsFragment } from "../../graphql/generated/graphql";
import { toPlayground } from "../playground/link";
import { followLink } from "../shell/router";
import { ago, useNow } from "../ui/time";

interface Props {
  gaps: KnowledgeFieldsFragment["gaps"];
  onWrite(question: string): void;
}

export function Gaps({ gaps, onWrite }: Props) {
  const now = useNow(60_000);
  return (
    <s-section heading="Unanswered questions">
      {gaps.length === 0 && <s-paragraph color="subdued">The content answered every question so far.</s-paragraph>}
      <ul class="gaps">
        {gaps.map(({ question, conversationId, at }) => {
          const target = `/inbox/${encodeURIComponent(conversationId)}?view=ALL`;
          return (
            <li key={`${conversationId}-${at}`}>
              <span class="gap-words">
                <strong>{question}</strong>
                <span class="quiet">
                  {ago(at, now)} ·{" "}
                  <a
                    href={target}
                    onClick={(event) => followLink(event, target)}
                    aria-label={`Open the conversation: ${question}`}
                  >
                    Open the conversation
                  </a>
                </span>
              </span>
              <span class="row-actions">
                <s-button
                  variant="tertiary"
                  accessibilityLabel={`Try in the playground: ${question}`}
                  onClick={() => toPlayground(question)}
                >
                  Try it
                </s-button>
                <s-button onClick={() => onWrite(question)}>Write an answer</s-button>
              </span>
            </li>
          );
        })}
      </ul>
    </s-section>
  );
}
