/**
 * When the page goes to sleep and wakes. An open socket keeps a page out of the back/forward cache, so it is closed on
 * `pagehide` (https://web.dev/articles/bfcache) and opened again when the page is shown.
 */

export interface Lifecycle {
  hide(): void;
  wake(): void;
}

export function watchPage(target: Lifecycle): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const wake = () => target.wake();
  addEventListener("pagehide", () => target.hide(), { signal });
  addEventListener("pageshow", (event) => event.persisted && wake(), { signal });
  addEventListener("online", wake, { signal });
  addEventListener("offline", wake, { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), { signal });
  return () => stop.abort();
}
