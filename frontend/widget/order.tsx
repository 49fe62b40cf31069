/** An order, as far as the shopper has proven that it is theirs: the server decided what is in it. */
import { safeUrl } from "../live/links";
import { Icon } from "./icons";
import { Link } from "./markdown";
import type { OrderView, ParcelView } from "./schema";
import { useWords, type Words } from "./words";

/** An estimate is a day, or words. */
const estimated = (estimate: string, words: Words) =>
  /^\d{4}-\d\d-\d\d/.test(estimate) ? words.day(estimate) : estimate;

function Parcel({ parcel }: { parcel: ParcelView }) {
  const words = useWords();
  return (
    <li class="parcel">
      <strong>{parcel.state}</strong>
      {parcel.carrier && <span class="quiet">{parcel.carrier}</span>}
      {parcel.estimate && (
        <span class="quiet">{words.t("order_estimate", { date: estimated(parcel.estimate, words) })}</span>
      )}
      {safeUrl(parcel.trackingUrl) && <Link url={parcel.trackingUrl ?? ""}>{words.t("order_track")}</Link>}
    </li>
  );
}

/** `said` is the message that the card belongs to: what it says already is not said again. */
export function OrderCard({ order, said }: { order: OrderView; said: string }) {
  const words = useWords();
  return (
    <section class="card order" aria-label={words.t("order_title", { name: order.name })}>
      <div class="top">
        <span class="tile">
          <Icon name="parcel" />
        </span>
        <div>
          <strong>{words.t("order_title", { name: order.name })}</strong>
          {!said.includes(order.summary) && <p>{order.summary}</p>}
        </div>
      </div>
      {order.items.length > 0 && (
        <ul class="items">
          {order.items.map(({ title, variant, quantity }) => (
            <li>
              {quantity} × {title} {variant && <span class="quiet">{variant}</span>}
            </li>
          ))}
          {order.total && <li class="total">{words.money(order.total)}</li>}
          {order.address.length > 0 && <li class="quiet">{order.address.join(", ")}</li>}
        </ul>
      )}
      {order.parcels.length > 0 && (
        <ul class="parcels">
          {order.parcels.map((parcel) => (
            <Parcel parcel={parcel} />
          ))}
        </ul>
      )}
      <div class="foot">
        {safeUrl(order.statusUrl) && <Link url={order.statusUrl ?? ""}>{words.t("order_status")}</Link>}
        {order.fetchedAt && (
          <span class="quiet">{words.t("order_checked", { time: words.time(order.fetchedAt) })}</span>
        )}
      </div>
    </section>
  );
}
