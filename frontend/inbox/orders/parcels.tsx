/** Each parcel with what the carrier said last, when it should come, and the way to follow it. */
import type { OrderFieldsFragment } from "../../graphql/generated/graphql";
import { safeUrl } from "../../live/links";
import { dayAndClock, moment, useNow } from "../ui/time";

type Parcel = OrderFieldsFragment["parcels"][number];

export function Parcels({ parcels }: { parcels: Parcel[] }) {
  return (
    <>
      {parcels.map((parcel) => (
        <ParcelCard key={parcel.name} parcel={parcel} />
      ))}
    </>
  );
}

function ParcelCard({ parcel }: { parcel: Parcel }) {
  const now = useNow(60_000);
  const tone = parcel.deliveredAt ? "success" : parcel.isLate ? "critical" : "info";
  return (
    <div class="parcel">
      <div class="parcel-head">
        <strong>{parcel.name}</strong>
        <s-badge tone={tone}>{parcel.state}</s-badge>
        {parcel.isLate && !/late|delay/i.test(parcel.state) && <s-badge tone="critical">Late</s-badge>}
      </div>
      <p>
        {parcel.carrier}{" "}
        {safeUrl(parcel.trackingUrl) ? (
          <a href={safeUrl(parcel.trackingUrl) ?? undefined} target="_blank" rel="noreferrer">
            {parcel.trackingNumber || "Track"}
          </a>
        ) : (
          parcel.trackingNumber
        )}
      </p>
      {parcel.lastEvent && (
        <p>
          {parcel.lastEvent.text}
          {parcel.lastEvent.at && <span class="quiet"> {dayAndClock(parcel.lastEvent.at, now)}</span>}
        </p>
      )}
      <p class="quiet">{whenWords(parcel, now)}</p>
    </div>
  );
}

function whenWords(parcel: Parcel, now: number): string {
  if (parcel.deliveredAt) return `Delivered ${dayAndClock(parcel.deliveredAt, now)}`;
  if (!parcel.estimate) return "No estimate from the carrier";
  const estimate = moment(parcel.estimate, now);
  return Date.parse(parcel.estimate) < now ? `Was expected ${estimate}` : `Expected ${estimate}`;
}
