/** What the storefront's page says of itself: hints for who answers. Shopify's own `/cart.js` tells the cart. */
export interface Hints {
  pageUrl: string;
  pageTitle: string;
  cart: CartHint | null;
}

export interface CartHint {
  items: { title: string; variant: string; quantity: number }[];
  itemCount: number;
  /** A decimal number; Shopify's script counts in hundredths, whatever the currency. */
  total: string;
  currency: string;
}

const MOST_ITEMS = 20;
const text = (value: unknown, longest: number) => String(value ?? "").slice(0, longest);

/** An empty cart, and whatever is no cart, is none. */
export function cartOf(told: unknown): CartHint | null {
  const { items, item_count, total_price, currency } = (told ?? {}) as Record<string, unknown>;
  if (!Array.isArray(items) || !items.length) return null;
  return {
    items: items.slice(0, MOST_ITEMS).map((item) => ({
      title: text(item?.product_title ?? item?.title, 120),
      variant: text(item?.variant_title, 120),
      quantity: Math.trunc(Number(item?.quantity)) || 0,
    })),
    itemCount: Math.trunc(Number(item_count)) || 0,
    total: (Number(total_price) / 100 || 0).toFixed(2),
    currency: text(currency, 3),
  };
}

export async function hintsOf(root: string): Promise<Hints> {
  const told = await fetch(`${root}cart.js`, { signal: AbortSignal.timeout(4_000) })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  return { pageUrl: location.href.slice(0, 500), pageTitle: document.title.slice(0, 200), cart: cartOf(told) };
}
