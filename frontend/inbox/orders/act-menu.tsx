/** What an agent may do to an order, each in a dialog of its own; and what was done lately, with how it ended. */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import {
  type OrderActFieldsFragment,
  type OrderActKind,
  type OrderSnapshotFieldsFragment,
  OrderStandingNowDocument,
  type OrderStandingNowQuery,
} from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { dayAndClock, useNow } from "../ui/time";
import { AddressForm } from "./act-address";
import { CancelForm } from "./act-cancel";
import { RefundForm } from "./act-refund";
import { ReturnForm } from "./act-return";
import { NoteForm, TagForm } from "./act-words";

type Standing = OrderStandingNowQuery["orderStanding"];

export interface FormProps {
  snapshot: OrderSnapshotFieldsFragment;
  name: string;
  /** How the order stood in Shopify when the dialog was opened. */
  standing: Standing;
  /** Why it cannot be done to an order that stands so. */
  obstacle: string | null;
  onClose(): void;
}

const ACTS: readonly (readonly [OrderActKind, string, ComponentType<FormProps>])[] = [
  ["REFUND", "Refund…", RefundForm],
  ["CANCEL", "Cancel the order…", CancelForm],
  ["RETURN", "Create a return…", ReturnForm],
  ["ADDRESS", "Change the address…", AddressForm],
  ["TAG", "Add a tag…", TagForm],
  ["NOTE", "Add a note…", NoteForm],
];

export function ActMenu({ snapshot, name }: { snapshot: OrderSnapshotFieldsFragment; name: string }) {
  const [open, setOpen] = useState<{ kind: OrderActKind; standing: Standing } | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const id = `order-acts-${snapshot.id}`;
  const isUnderWay = snapshot.acts.some(({ state }) => state === "OWED");
  const choose = async (kind: OrderActKind) => {
    setAsking(true);
    setFailure(null);
    try {
      const { orderStanding } = await ask(OrderStandingNowDocument, { snapshotId: snapshot.id });
      setOpen({ kind, standing: orderStanding });
    } catch (error) {
      setFailure(wordsOf(error));
    }
    setAsking(false);
  };
  const Form = ACTS.find(([kind]) => kind === open?.kind)?.[2];
  return (
    <>
      <Lately acts={snapshot.acts} />
      {failure && (
        <p role="alert" class="failure">
          {failure}
        </p>
      )}
      <s-button icon="edit" loading={isAsking} disabled={isUnderWay} commandFor={id} command="--toggle">
        Change the order
      </s-button>
      <s-menu id={id} accessibilityLabel={`Change order ${name}`}>
        {ACTS.map(([kind, words]) => (
          <s-button key={kind} onClick={() => void choose(kind)}>
            {words}
          </s-button>
        ))}
      </s-menu>
      {open && Form && (
        <Form
          snapshot={snapshot}
          name={name}
          standing={open.standing}
          obstacle={open.standing.obstacles.find(({ kind }) => kind === open.kind)?.words ?? null}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

const UNDER_WAY: Record<OrderActKind, string> = {
  CANCEL: "is cancelling the order",
  REFUND: "is refunding the order",
  ADDRESS: "is changing the address",
  RETURN: "is creating a return",
  TAG: "is tagging the order",
  NOTE: "is adding a note",
};

function Lately({ acts }: { acts: readonly OrderActFieldsFragment[] }) {
  const now = useNow(60_000);
  if (acts.length === 0) return null;
  return (
    <ul class="lines acts" aria-label="What was done to the order from here">
      {acts.map((act) => (
        <li key={act.id} class={act.state === "REFUSED" || act.state === "UNKNOWN" ? "failure" : ""}>
          {act.state === "OWED" ? `${act.agentName} ${UNDER_WAY[act.kind]}…` : act.words}{" "}
          <span class="quiet">{dayAndClock(act.finishedAt ?? act.createdAt, now)}</span>
        </li>
      ))}
    </ul>
  );
}
