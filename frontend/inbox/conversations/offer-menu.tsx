/** The shop's forms, to put to the shopper by hand. At most one is open in a thread. */
import { useEffect } from "preact/hooks";
import { OfferableActionsDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { Store, useStore } from "../ui/store";
import type { Thread } from "./thread";
import type { ThreadState } from "./thread-state";

const ID = "offer-menu";
const actions = new Store<readonly { key: string; title: string }[] | null>(null);

/** Asked once; when asking fails the next thread asks again. */
async function askForActions(): Promise<void> {
  const answer = await ask(OfferableActionsDocument, {}).catch(() => null);
  if (answer) actions.set(answer.actions);
}

interface Props {
  thread: Thread;
  state: ThreadState;
  onNotice(words: string | null): void;
}

export function OfferMenu({ thread, state, onNotice }: Props) {
  const known = useStore(actions);
  useEffect(() => {
    if (known === null) void askForActions();
  }, []);
  const hasOpenForm = state.around?.openForm != null;
  return (
    <>
      <s-button
        variant="tertiary"
        icon="clipboard"
        disabled={hasOpenForm || !state.around || !known?.length}
        commandFor={ID}
        command="--toggle"
      >
        {hasOpenForm ? "A form is open" : "Offer a form"}
      </s-button>
      <s-menu id={ID} accessibilityLabel="Forms">
        {known?.map(({ key, title }) => (
          <s-button key={key} onClick={async () => onNotice(await thread.offer(key))}>
            {title}
          </s-button>
        ))}
      </s-menu>
    </>
  );
}
