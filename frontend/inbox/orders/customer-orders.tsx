/** Which one is meant: the customer's other orders, asked for when they are looked at. Choosing one looks it up. */
import { useState } from "preact/hooks";
import { CustomerOrdersNowDocument, type CustomerOrdersNowQuery } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { moment, money, useNow } from "../ui/time";

type Briefs = CustomerOrdersNowQuery["customerOrders"];

interface Props {
  conversationId: string;
  onChoose(name: string): void;
}

export function CustomerOrders({ conversationId, onChoose }: Props) {
  const now = useNow(60_000);
  const [orders, setOrders] = useState<Briefs | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const load = async () => {
    try {
      setOrders((await ask(CustomerOrdersNowDocument, { conversationId })).customerOrders);
      setFailure(null);
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  return (
    <details class="address" onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>Orders of this customer</summary>
      {failure && (
        <p role="alert" class="failure">
          {failure}
        </p>
      )}
      {!failure && !orders && <p class="quiet">Shopify is asked…</p>}
      {orders?.length === 0 && (
        <p class="quiet">No customer is known here, or they have no order of the last 60 days.</p>
      )}
      {orders && orders.length > 0 && (
        <ul class="lines">
          {orders.map((order) => (
            <li key={order.name}>
              <s-link onClick={() => onChoose(order.name)}>{order.name}</s-link> {moment(order.placedAt, now)},{" "}
              {money(order.total)}{" "}
              <span class="quiet">
                {order.isCancelled ? "Cancelled" : `${order.fulfilmentState} · ${order.paymentState}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
