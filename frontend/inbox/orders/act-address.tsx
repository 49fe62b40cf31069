/** Replaces an order's shipping address. */
import { useEffect, useState } from "preact/hooks";
import { ChangeShippingAddressDocument, OrderAddressNowDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { ActFrame } from "./act-frame";
import type { FormProps } from "./act-menu";

const EMPTY = {
  firstName: "",
  lastName: "",
  company: "",
  address1: "",
  address2: "",
  city: "",
  provinceCode: "",
  countryCode: "",
  zip: "",
  phone: "",
};
type Address = typeof EMPTY;

const PARTS: readonly (readonly [keyof Address, string])[] = [
  ["firstName", "First name"],
  ["lastName", "Last name"],
  ["company", "Company"],
  ["address1", "Street and number"],
  ["address2", "Flat, floor"],
  ["zip", "Postcode"],
  ["city", "City"],
  ["provinceCode", "State or province (code)"],
  ["countryCode", "Country (two letters)"],
  ["phone", "Phone"],
];
const NEEDED: readonly (keyof Address)[] = ["lastName", "address1", "city", "countryCode"];

export function AddressForm({ snapshot, name, obstacle, onClose }: FormProps) {
  const [address, setAddress] = useState<Address | null>(null);
  const [before, setBefore] = useState<Address | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    ask(OrderAddressNowDocument, { snapshotId: snapshot.id }).then(
      ({ orderAddress }) => {
        if (!isWanted) return;
        setBefore(orderAddress ?? EMPTY);
        setAddress(orderAddress ?? EMPTY);
      },
      (error) => isWanted && setFailure(wordsOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [snapshot.id]);
  const isChanged = address !== null && JSON.stringify(address) !== JSON.stringify(before);
  const isWhole = address !== null && NEEDED.every((part) => address[part].trim() !== "");
  return (
    <ActFrame
      heading={`Shipping address of order ${name}`}
      effect={failure ?? effectOf(name, address !== null, isWhole)}
      obstacle={obstacle}
      confirm={{
        label: "Change the address",
        scopes: ["write_orders"],
        send:
          address && isChanged && isWhole
            ? (clientKey) => ask(ChangeShippingAddressDocument, { snapshotId: snapshot.id, clientKey, address })
            : null,
      }}
      onClose={onClose}
    >
      {address && (
        <div class="address-parts">
          {PARTS.map(([part, label]) => (
            <s-text-field
              key={part}
              label={label}
              value={address[part]}
              required={NEEDED.includes(part)}
              onInput={(event) => setAddress({ ...address, [part]: event.currentTarget.value ?? "" })}
            />
          ))}
        </div>
      )}
    </ActFrame>
  );
}

function effectOf(name: string, isKnown: boolean, isWhole: boolean): string {
  if (!isKnown) return "Shopify is asked for the address…";
  if (!isWhole) return "A last name, a street, a city and a country are needed.";
  return `What is not sent yet of order ${name} goes to this address. Shipping costs and tax stay as they are.`;
}
