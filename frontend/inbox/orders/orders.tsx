/** The live orders of a conversation: the newest in full, others by their line, and a way to look another one up. */
import { useState } from "preact/hooks";
import type { OrderSnapshotFieldsFragment } from "../../graphql/generated/graphql";
import type { Thread } from "../conversations/thread";
import type { Surroundings } from "../conversations/thread-state";
import { Block } from "../ui/block";
import { Skeleton } from "../ui/skeleton";
import { ago, useNow } from "../ui/time";
import { CustomerOrders } from "./customer-orders";
import { OrderCard } from "./order-card";

export function Orders({ thread, around }: { thread: Thread; around: Surroundings }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const snapshot = around.orders.find((order) => order.id === chosen) ?? around.orders[0];
  const others = around.orders.filter((order) => order !== snapshot);
  return (
    <Block
      heading={snapshot ? `Order ${snapshot.order?.name ?? snapshot.askedNumber}` : "Order"}
      accessory={snapshot && <Freshness thread={thread} snapshot={snapshot} />}
    >
      {snapshot ? <Snapshot snapshot={snapshot} /> : <p class="quiet">No order is known in this conversation yet.</p>}
      {others.length > 0 && (
        <div class="chips">
          {others.map((other) => (
            <s-clickable-chip key={other.id} onClick={() => setChosen(other.id)}>
              {other.order?.name ?? other.askedNumber}
            </s-clickable-chip>
          ))}
        </div>
      )}
      <CustomerOrders
        key={thread.id}
        conversationId={thread.id}
        onChoose={(name) => {
          setChosen(null);
          void thread.lookUp(name).then((words) => thread.tell(words));
        }}
      />
      <LookUp thread={thread} hasOne={snapshot !== undefined} onLooked={() => setChosen(null)} />
    </Block>
  );
}

function Freshness({ thread, snapshot }: { thread: Thread; snapshot: OrderSnapshotFieldsFragment }) {
  const now = useNow();
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const refresh = async () => {
    setRunning(true);
    setFailure(await thread.refresh(snapshot.id));
    setRunning(false);
  };
  return (
    <span class="freshness">
      {failure && <span role="alert">{failure}</span>}
      {!failure && snapshot.fetchedAt && (
        <span class={snapshot.isStale ? "stale" : ""}>
          {snapshot.isStale ? "may be old, " : ""}
          {ago(snapshot.fetchedAt, now)}
        </span>
      )}
      <s-button
        icon="refresh"
        variant="tertiary"
        accessibilityLabel="Refresh the order"
        loading={isRunning}
        onClick={() => void refresh()}
      />
    </span>
  );
}

function Snapshot({ snapshot }: { snapshot: OrderSnapshotFieldsFragment }) {
  if (snapshot.order) return <OrderCard snapshot={snapshot} order={snapshot.order} />;
  if (snapshot.outcome === "LOOKING") {
    return (
      <div role="status" aria-label="Looking the order up">
        <Skeleton lines={5} height={22} />
      </div>
    );
  }
  return <s-banner tone={snapshot.outcome === "NOT_FOUND" ? "info" : "warning"}>{snapshot.outcomeText}</s-banner>;
}

function LookUp({ thread, hasOne, onLooked }: { thread: Thread; hasOne: boolean; onLooked(): void }) {
  const [number, setNumber] = useState("");
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const look = async (event: Event) => {
    event.preventDefault();
    if (number.trim() === "" || isRunning) return;
    setRunning(true);
    const refusal = await thread.lookUp(number.trim());
    setRunning(false);
    setFailure(refusal);
    if (refusal !== null) return;
    setNumber("");
    onLooked();
  };
  return (
    <form class="look-up" onSubmit={(event) => void look(event)}>
      <s-text-field
        label="Order number"
        labelAccessibilityVisibility="exclusive"
        placeholder={hasOne ? "Look up another order" : "Look up an order"}
        value={number}
        error={failure ?? undefined}
        onInput={(event) => {
          setNumber(event.currentTarget.value ?? "");
          setFailure(null);
        }}
      />
      <s-button type="submit" icon="search" accessibilityLabel="Look the order up" loading={isRunning} />
    </form>
  );
}
