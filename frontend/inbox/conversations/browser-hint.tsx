/** The page and the cart before the shopper, as their browser told them: good to know, and proof of nothing. */
import { safeUrl } from "../../live/links";
import { ago, useNow } from "../ui/time";
import type { Surroundings } from "./thread-state";

export function BrowserHint({ hint }: { hint: NonNullable<Surroundings["hint"]> }) {
  const now = useNow();
  const page = safeUrl(hint.pageUrl);
  const { cart } = hint;
  const left = cart ? cart.itemCount - cart.items.reduce((sum, { quantity }) => sum + quantity, 0) : 0;
  if (!page && !cart) return null;
  return (
    <div class="browser-hint">
      <dl class="facts">
        {page && (
          <div>
            <dt>Page</dt>
            <dd>
              <a href={page} target="_blank" rel="noreferrer">
                {hint.pageTitle || new URL(page).pathname}
              </a>
            </dd>
          </div>
        )}
        {cart && (
          <div>
            <dt>Cart</dt>
            <dd>
              {cart.items.map(({ title, variant, quantity }, at) => (
                <span key={at} class="line">
                  {quantity} × {title}
                  {variant && ` (${variant})`}
                </span>
              ))}
              {left > 0 && <span class="line">and {left} more</span>}
              {cart.total && (
                <span class="line">
                  {cart.total.amount} {cart.total.currency}
                </span>
              )}
            </dd>
          </div>
        )}
      </dl>
      <p class="quiet">From the shopper's browser, {ago(hint.seenAt, now)}</p>
    </div>
  );
}
