/** The shop's forms, to put to the shopper by hand. At most one is open in a thread. */
import { useState } from "preact/hooks";
import { type ActionFieldsFragment, ActionsPageDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import type { Thread } from "./thread";
import type { ThreadState } from "./thread-state";

const ID = "offer-menu";

interface Props {
  thread: Thread;
  state: ThreadState;
  onNotice(words: string | null): void;
}

export function OfferMenu({ thread, state, onNotice }: Props) {
  const [actions, setActions] = useState<ActionFieldsFragment[] | null>(null);
  const hasOpenForm = state.around?.openForm != null;
  const load = async () => {
    if (actions) return;
    try {
      setActions((await ask(ActionsPageDocument, {})).actions);
    } catch (error) {
      onNotice(wordsOf(error));
    }
  };
  return (
    <>
      <s-button
        variant="tertiary"
        icon="clipboard"
        disabled={hasOpenForm || !state.around}
        commandFor={ID}
        command="--toggle"
        onClick={() => void load()}
      >
        {hasOpenForm ? "A form is open" : "Offer a form"}
      </s-button>
      <s-popover id={ID}>
        <div class="menu" role="group" aria-label="Forms">
          {actions === null && <s-spinner accessibilityLabel="Loading forms" />}
          {actions?.length === 0 && <p class="quiet">This shop has no forms yet.</p>}
          {actions?.map(({ key, title }) => (
            <s-button
              key={key}
              variant="tertiary"
              inlineSize="fill"
              commandFor={ID}
              command="--hide"
              onClick={async () => onNotice(await thread.offer(key))}
            >
              {title}
            </s-button>
          ))}
        </div>
      </s-popover>
    </>
  );
}
