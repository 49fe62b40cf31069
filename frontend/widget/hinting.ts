/** Tells the page and the cart when the chat opens and with each message, where they are not what was told before. */
import type { Hints } from "./cart";

export function createHinting(hints: (() => Promise<Hints>) | undefined, tell: (hints: Hints) => void): () => void {
  let told = "";
  return () =>
    void hints?.().then((now) => {
      const news = JSON.stringify(now);
      if (news !== told) tell(now);
      told = news;
    });
}
