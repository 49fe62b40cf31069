/** An open conversation: its thread in the middle and what is known about it at the side. Opening it changes nothing. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { useMyId } from "../shell/session";
import { Failure } from "../ui/failure";
import { Skeleton } from "../ui/skeleton";
import { useStore } from "../ui/store";
import { Composer } from "./composer";
import { Details } from "./details";
import type { Command } from "./keyboard";
import type { Move } from "./moves";
import type { Writing } from "./papers";
import { Thread } from "./thread";
import { ThreadHeader } from "./thread-header";
import { asked, photosOf } from "./thread-state";
import { TranscriptView } from "./transcript-view";

interface Props {
  id: string;
  search: string;
  /** Where the thread leaves what it does with a key; it answers whether it did anything. */
  command: { current: (command: Command) => boolean };
  onLeave(): void;
}

export function ThreadPane({ id, search, command, onLeave }: Props) {
  const thread = useMemo(() => new Thread(id), [id]);
  useEffect(() => {
    thread.start();
    return () => thread.stop();
  }, [thread]);
  const state = useStore(thread.state);
  const [writing, setWriting] = useState<Writing>("reply");
  const [showsDetails, setShowsDetails] = useState(false);
  const myId = useMyId();
  const move = { running: state.running, run: (pressed: Move) => thread.moves.press(pressed, myId) };
  useCommands(command, {
    move,
    write: setWriting,
    showDetails: () => setShowsDetails(true),
    hideDetails() {
      setShowsDetails(false);
      return showsDetails && window.matchMedia("(max-width: 1099px)").matches;
    },
  });

  if (state.failure) {
    return (
      <section class="thread-pane" aria-label="Conversation">
        <Failure words={state.failure} retry={() => thread.look()} />
      </section>
    );
  }
  return (
    <>
      <section class="thread-pane" aria-label="Conversation">
        <ThreadHeader
          around={state.around}
          onMove={move}
          onLeave={onLeave}
          onDetails={() => setShowsDetails((shown) => !shown)}
          detailsShown={showsDetails}
        />
        <TranscriptView thread={thread} state={state} search={search} />
        <Composer thread={thread} state={state} writing={writing} onWriting={setWriting} onMove={move} />
      </section>
      <aside class={showsDetails ? "details-pane shown" : "details-pane"} aria-label="Details">
        <div class="details-close">
          <s-button
            icon="x"
            variant="tertiary"
            accessibilityLabel="Close details"
            onClick={() => setShowsDetails(false)}
          />
        </div>
        {state.around ? (
          <Details thread={thread} around={state.around} asked={asked(state)} photos={photosOf(state)} />
        ) : (
          <Skeleton lines={10} height={24} />
        )}
      </aside>
    </>
  );
}

export interface Moving {
  running: Move | null;
  run(move: Move): Promise<void>;
}

interface Acts {
  move: Moving;
  write(writing: Writing): void;
  showDetails(): void;
  /** False where they were not shown over the thread. */
  hideDetails(): boolean;
}

function useCommands(command: Props["command"], acts: Acts): void {
  command.current = (given) => {
    if (given === "leave") return acts.hideDetails();
    if (given === "takeOver" || given === "handBack" || given === "resolve") void acts.move.run(given);
    else if (given === "reply" || given === "note") {
      acts.write(given);
      setTimeout(() => document.getElementById("composer-text")?.focus());
    } else if (given === "tag") {
      acts.showDetails();
      setTimeout(() => document.getElementById("add-tag-button")?.click());
    } else return false;
    return true;
  };
  useEffect(
    () => () => {
      command.current = () => false;
    },
    [command],
  );
}
