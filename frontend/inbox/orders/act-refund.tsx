/** Gives money back: all that is left, or some items and the shipping. The amount is always Shopify's. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { RefundOrderDocument, RefundQuoteNowDocument, type RefundQuoteNowQuery } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { money } from "../ui/time";
import { ActFrame, chosenItems, Quantities, Tick } from "./act-frame";
import type { FormProps } from "./act-menu";

type Quote = RefundQuoteNowQuery["refundQuote"];
const SETTLED_MS = 300;

export function RefundForm({ snapshot, name, standing, obstacle, onClose }: FormProps) {
  const [isFull, setFull] = useState(false);
  // What the shopper chose in a form is what is given back first; the agent may choose otherwise.
  const [chosen, setChosen] = useState<Record<string, number>>(() =>
    Object.fromEntries(standing.items.flatMap((it) => (it.isMeant && it.refundable > 0 ? [[it.id, 1]] : []))),
  );
  const [hasShipping, setShipping] = useState(false);
  const [isRestocked, setRestocked] = useState(false);
  const [isNotified, setNotified] = useState(true);
  const [note, setNote] = useState("");
  const items = useMemo(() => chosenItems(chosen), [chosen]);
  const isEmpty = !isFull && items.length === 0 && !hasShipping;
  const { quote, failure } = useQuote(snapshot.id, isFull ? [] : items, hasShipping, isFull, isEmpty);
  const canShip = Number(standing.shippingLeft.amount) > 0;
  const hasItems = isFull || items.length > 0;
  const input = quote && {
    amount: quote.amount.amount,
    items: isFull ? [] : items,
    shipping: hasShipping,
    full: isFull,
    restock: isRestocked && hasItems,
    notify: isNotified,
    note,
  };
  return (
    <ActFrame
      heading={`Refund order ${name}`}
      effect={effectOf(quote, failure, isEmpty, isRestocked && hasItems, isNotified)}
      obstacle={obstacle}
      confirm={{
        label: quote ? `Refund ${money(quote.amount)}` : "Refund",
        isGrave: true,
        scopes: isRestocked && hasItems ? ["write_orders", "read_locations"] : ["write_orders"],
        send:
          input && Number(input.amount) > 0
            ? (clientKey) => ask(RefundOrderDocument, { snapshotId: snapshot.id, clientKey, input })
            : null,
      }}
      onClose={onClose}
    >
      <Tick label={`All that is left (${money(standing.left)})`} isOn={isFull} onChange={setFull} />
      {!isFull && (
        <Quantities
          items={standing.items
            .filter((item) => item.refundable > 0)
            .map((item) => ({ id: item.id, title: titleOf(item), most: item.refundable }))}
          chosen={chosen}
          onChange={setChosen}
        />
      )}
      {!isFull && canShip && (
        <Tick label={`Shipping (${money(standing.shippingLeft)})`} isOn={hasShipping} onChange={setShipping} />
      )}
      {hasItems && <Tick label="Put the items back into stock" isOn={isRestocked} onChange={setRestocked} />}
      <Tick label="Let Shopify e-mail the customer" isOn={isNotified} onChange={setNotified} />
      <s-text-field
        label="Reason (only staff see it)"
        value={note}
        maxLength={255}
        onInput={(event) => setNote(event.currentTarget.value ?? "")}
      />
    </ActFrame>
  );
}

function titleOf(item: FormProps["standing"]["items"][number]): string {
  return item.variant && item.variant !== "Default Title" ? `${item.title} (${item.variant})` : item.title;
}

/** Shopify's amount for what is chosen; asked once the choice has settled, and never shown for another choice. */
function useQuote(
  snapshotId: string,
  items: readonly { id: string; quantity: number }[],
  shipping: boolean,
  full: boolean,
  isEmpty: boolean,
) {
  const [answer, setAnswer] = useState<{ quote: Quote | null; failure: string | null }>({ quote: null, failure: null });
  const choice = JSON.stringify([snapshotId, items, shipping, full]);
  useEffect(() => {
    let isWanted = true;
    setAnswer({ quote: null, failure: null });
    if (isEmpty) return;
    const timer = setTimeout(async () => {
      try {
        const { refundQuote } = await ask(RefundQuoteNowDocument, { snapshotId, items: [...items], shipping, full });
        if (isWanted) setAnswer({ quote: refundQuote, failure: null });
      } catch (error) {
        if (isWanted) setAnswer({ quote: null, failure: wordsOf(error) });
      }
    }, SETTLED_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [choice, isEmpty]);
  return answer;
}

function effectOf(quote: Quote | null, failure: string | null, isEmpty: boolean, back: boolean, mail: boolean) {
  if (isEmpty) return "Choose what to give back. Shopify says how much that is.";
  if (failure) return failure;
  if (!quote) return "Shopify is asked how much that is…";
  const by = quote.gateways.length > 0 ? ` by ${quote.gateways.join(" and ")}` : "";
  const tax = Number(quote.tax.amount) > 0 ? ` Of this, ${money(quote.tax)} is tax.` : "";
  const stock = back ? " The items go back into stock." : "";
  return `${money(quote.amount)} goes back to the customer${by}.${tax}${stock}${mail ? " Shopify e-mails them." : ""}`;
}
