/** Cancels an order, for good. */
import { useState } from "preact/hooks";
import { CancelOrderDocument, type OrderCancelReason } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { money } from "../ui/time";
import { ActFrame, Tick } from "./act-frame";
import type { FormProps } from "./act-menu";

const REASONS: readonly (readonly [OrderCancelReason, string])[] = [
  ["CUSTOMER", "The customer asked for it"],
  ["INVENTORY", "Items are not in stock"],
  ["FRAUD", "It is suspected to be fraud"],
  ["DECLINED", "The payment was declined"],
  ["STAFF", "A mistake by the staff"],
  ["OTHER", "Something else"],
];

export function CancelForm({ snapshot, name, standing, obstacle, onClose }: FormProps) {
  const [reason, setReason] = useState<OrderCancelReason>("CUSTOMER");
  const [isRefunded, setRefunded] = useState(true);
  const [isRestocked, setRestocked] = useState(true);
  const [isNotified, setNotified] = useState(true);
  const left = standing.left;
  const isPaid = Number(left.amount) > 0;
  const input = { reason, amount: left.amount, refund: isRefunded && isPaid, restock: isRestocked, notify: isNotified };
  const effect = [
    `Order ${name} is cancelled. This cannot be undone.`,
    input.refund ? `${money(left)} goes back to the customer.` : "No money goes back.",
    isRestocked ? "Its items go back into stock." : "Its items do not go back into stock.",
    isNotified && "Shopify e-mails the customer.",
  ];
  return (
    <ActFrame
      heading={`Cancel order ${name}`}
      effect={effect.filter(Boolean).join(" ")}
      obstacle={obstacle}
      confirm={{
        label: "Cancel the order",
        isGrave: true,
        scopes: ["write_orders"],
        send: (clientKey) => ask(CancelOrderDocument, { snapshotId: snapshot.id, clientKey, input }),
      }}
      onClose={onClose}
    >
      <s-select
        label="Why"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value as OrderCancelReason)}
      >
        {REASONS.map(([value, words]) => (
          <s-option key={value} value={value}>
            {words}
          </s-option>
        ))}
      </s-select>
      {isPaid && <Tick label={`Give back ${money(left)}`} isOn={isRefunded} onChange={setRefunded} />}
      <Tick label="Put its items back into stock" isOn={isRestocked} onChange={setRestocked} />
      <Tick label="Let Shopify e-mail the customer" isOn={isNotified} onChange={setNotified} />
    </ActFrame>
  );
}
