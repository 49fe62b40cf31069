/** One order as Shopify told it: where it is in one sentence, then items, parcels, money, refunds and address. */
import type { OrderFieldsFragment, OrderSnapshotFieldsFragment } from "../../graphql/generated/graphql";
import { dayAndClock, moment, money, useNow } from "../ui/time";
import { TOLD, type Tone } from "../ui/words";
import { ActMenu } from "./act-menu";
import { Parcels } from "./parcels";

interface Props {
  snapshot: OrderSnapshotFieldsFragment;
  order: OrderFieldsFragment;
}

export function OrderCard({ snapshot, order }: Props) {
  const now = useNow(60_000);
  return (
    <div class="order">
      <p class="lead">{order.summary}</p>
      <div class="chips">
        <s-badge tone={stateTone(order.fulfilmentState)}>{order.fulfilmentState}</s-badge>
        <s-badge tone={stateTone(order.paymentState)}>{order.paymentState}</s-badge>
        {order.cancelledAt && <s-badge tone="critical">Cancelled</s-badge>}
        {order.isTest && <s-badge tone="caution">Test order</s-badge>}
      </div>
      <p class="quiet">
        Placed {moment(order.placedAt, now)}
        {order.customerName && ` by ${order.customerName}`}. {TOLD[snapshot.disclosure]}
      </p>
      {order.cancelledAt && (
        <p class="quiet">
          Cancelled {dayAndClock(order.cancelledAt, now)}
          {order.cancelReason && `: ${order.cancelReason}`}
        </p>
      )}
      <Items order={order} />
      <Parcels parcels={order.parcels} />
      <Sums order={order} />
      <Refunds order={order} />
      <Contact order={order} />
      {snapshot.changes.length > 0 && <Changes changes={snapshot.changes} />}
      {order.withheld.map((words) => (
        <p key={words} class="quiet">
          {words}
        </p>
      ))}
      <ActMenu snapshot={snapshot} name={order.name} />
      <s-link href={order.adminUrl}>Open in Shopify</s-link>
    </div>
  );
}

/** Shopify's states in plain words carry their tone in themselves; an unknown one is neutral. */
export function stateTone(words: string): Tone {
  if (/partial|part of|part /i.test(words)) return "caution";
  if (/unpaid|overdue|void|fail|late|delay/i.test(words)) return "critical";
  if (/pending|unfulfilled|not shipped|hold|waiting|unshipped/i.test(words)) return "warning";
  if (/refund|return/i.test(words)) return "neutral";
  if (/paid|delivered|fulfilled|shipped/i.test(words)) return "success";
  return "info";
}

function Items({ order }: { order: OrderFieldsFragment }) {
  return (
    <ul class="items">
      {order.items.map((item) => (
        <li key={`${item.sku}-${item.title}-${item.variant}`}>
          <s-thumbnail src={item.imageUrl ?? undefined} alt="" size="small-200" />
          <span class="item-words">
            <span class="item-title">{item.title}</span>
            <span class="quiet">
              {[
                item.variant,
                `${item.fulfilled} of ${item.quantity} sent`,
                item.refunded > 0 && `${item.refunded} refunded`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
          <span class="item-sum">
            {item.quantity} ×{item.unitPrice && ` ${money(item.unitPrice)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Sums({ order }: { order: OrderFieldsFragment }) {
  const lines = [
    ["Subtotal", order.subtotal],
    ["Discounts", order.discounts],
    ["Shipping", order.shipping],
    ["Tax", order.tax],
    ["Total", order.total],
    ["Refunded", order.refunded],
    ["Still to pay", order.outstanding],
  ] as const;
  const shown = lines.filter(([word, value]) => value && (word === "Total" || Number(value.amount) !== 0));
  return (
    <dl class="sums">
      {shown.map(([word, value]) => (
        <div key={word} class={word === "Total" ? "total" : ""}>
          <dt>{word}</dt>
          <dd>{value && (word === "Discounts" ? `−${money(value).replace(/^[-−]/, "")}` : money(value))}</dd>
        </div>
      ))}
    </dl>
  );
}

function Refunds({ order }: { order: OrderFieldsFragment }) {
  const now = useNow(60_000);
  if (order.refunds.length === 0 && order.returns.length === 0) return null;
  return (
    <ul class="lines">
      {order.refunds.map((refund) => (
        <li key={refund.at}>
          {money(refund.amount)} refunded {dayAndClock(refund.at, now)}
          {refund.items.length > 0 && ` for ${refund.items.join(", ")}`}
          {refund.note && <span class="quiet"> “{refund.note}”</span>}
        </li>
      ))}
      {order.returns.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

function Contact({ order }: { order: OrderFieldsFragment }) {
  const reach = [order.email, order.phone].filter(Boolean);
  if (order.shippingAddress.length === 0 && reach.length === 0) return null;
  return (
    <details class="address">
      <summary>Address and contact</summary>
      <address>
        {[...order.shippingAddress, ...reach].map((line) => (
          <span key={line}>{line}</span>
        ))}
      </address>
    </details>
  );
}

function Changes({ changes }: { changes: OrderSnapshotFieldsFragment["changes"] }) {
  const now = useNow(60_000);
  return (
    <div class="changes" role="status">
      {changes.map((change) => (
        <p key={`${change.at}${change.text}`}>
          <strong>Changed {dayAndClock(change.at, now)}:</strong> {change.text}
        </p>
      ))}
    </div>
  );
}
