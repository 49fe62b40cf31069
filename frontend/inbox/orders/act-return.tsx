/** Creates a return of items that were sent. What may come back is told only with the permission to create returns. */
import { useEffect, useState } from "preact/hooks";
import {
  CreateReturnDocument,
  ReturnOptionsNowDocument,
  type ReturnOptionsNowQuery,
} from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { ActFrame, chosenItems, Quantities } from "./act-frame";
import type { FormProps } from "./act-menu";
import { allow } from "./act-run";

type Options = ReturnOptionsNowQuery["returnOptions"];

export function ReturnForm({ snapshot, name, obstacle, onClose }: FormProps) {
  const [options, setOptions] = useState<Options | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Record<string, number>>({});
  const [reasonId, setReason] = useState("");
  const [note, setNote] = useState("");
  useEffect(() => {
    let isWanted = obstacle === null;
    const load = async () => {
      const denied = await allow(["write_returns"]);
      if (denied) return isWanted && setFailure(denied);
      try {
        const { returnOptions } = await ask(ReturnOptionsNowDocument, { snapshotId: snapshot.id });
        if (isWanted) setOptions(returnOptions);
      } catch (error) {
        if (isWanted) setFailure(wordsOf(error));
      }
    };
    if (isWanted) void load();
    return () => {
      isWanted = false;
    };
  }, [snapshot.id, obstacle]);
  const items = chosenItems(chosen);
  const isNothing = options !== null && options.items.length === 0;
  return (
    <ActFrame
      heading={`Return items of order ${name}`}
      effect={effectOf(name, options, items.length > 0)}
      obstacle={obstacle ?? failure ?? (isNothing ? "All that was sent is on its way back or was refunded." : null)}
      confirm={{
        label: "Create the return",
        scopes: ["write_returns"],
        send:
          items.length > 0
            ? (clientKey) =>
                ask(CreateReturnDocument, {
                  snapshotId: snapshot.id,
                  clientKey,
                  items,
                  reasonId: reasonId || null,
                  note,
                })
            : null,
      }}
      onClose={onClose}
    >
      {options && (
        <>
          <Quantities
            items={options.items.map(({ id, title, quantity }) => ({ id, title, most: quantity }))}
            chosen={chosen}
            onChange={setChosen}
          />
          <s-select label="Why" value={reasonId} onChange={(event) => setReason(event.currentTarget.value)}>
            <s-option value="">Not said</s-option>
            {options.reasons.map((reason) => (
              <s-option key={reason.id} value={reason.id}>
                {reason.name}
              </s-option>
            ))}
          </s-select>
          <s-text-field
            label="More on the reason"
            value={note}
            maxLength={255}
            onInput={(event) => setNote(event.currentTarget.value ?? "")}
          />
        </>
      )}
    </ActFrame>
  );
}

function effectOf(name: string, options: Options | null, hasItems: boolean): string {
  if (!options) return "Shopify is asked what may come back…";
  if (!hasItems) return "Choose what comes back.";
  return `A return of order ${name} is opened in Shopify. No money goes back until it is refunded.`;
}
