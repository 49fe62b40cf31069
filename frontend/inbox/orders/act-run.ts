/**
 * Doing something to an order: permission where it is first needed, one key for one intention however often it is sent,
 * and waiting until Shopify has answered. Draws nothing.
 */
import {
  type ActAskedFieldsFragment,
  type OrderActFieldsFragment,
  OrderActNowDocument,
} from "../../graphql/generated/graphql";
import { ask, refusalOf, wordsOf } from "../shell/api";

export type Scope = "write_orders" | "write_returns" | "read_locations";
export type Act = OrderActFieldsFragment;

/** How it ended: done with its words, or why not. */
export interface Ended {
  isDone: boolean;
  words: string;
}

const DECLINED =
  "Nothing was changed: Baton was not given the permission. Somebody who may manage apps in this shop can give it here.";
const STILL_AT_IT = "Shopify is still at it. The order's card will say how it ended.";
const LOOK_EVERY_MS = 500;
const LOOKS = 60;

/** Asks the merchant for what is missing, in Shopify's own dialog. Null if it may go on, else why not. */
export async function allow(scopes: readonly Scope[]): Promise<string | null> {
  try {
    const { granted } = await window.shopify.scopes.query();
    const missing = scopes.filter((scope) => !granted.includes(scope));
    if (missing.length === 0) return null;
    const { result } = await window.shopify.scopes.request([...missing]);
    return result === "granted-all" ? null : DECLINED;
  } catch (error) {
    return wordsOf(error);
  }
}

/** One intention. A lost answer is asked for again under the same key; after a refusal it is another intention. */
export class Intention {
  #key = crypto.randomUUID();
  #wait: (milliseconds: number) => Promise<void>;

  constructor(wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))) {
    this.#wait = wait;
  }

  async carryOut(
    scopes: readonly Scope[],
    send: (clientKey: string) => Promise<{ asked: ActAskedFieldsFragment }>,
  ): Promise<Ended> {
    const denied = await allow(scopes);
    if (denied) return { isDone: false, words: denied };
    try {
      const { asked } = await send(this.#key);
      const refusal = refusalOf(asked);
      if (refusal || !asked.act) return this.#refused(refusal?.message ?? "It was not accepted.");
      const act = await this.#followed(asked.act);
      return act.state === "DONE" ? { isDone: true, words: act.words } : this.#refused(act.words || STILL_AT_IT);
    } catch (error) {
      return { isDone: false, words: wordsOf(error) };
    }
  }

  #refused(words: string): Ended {
    this.#key = crypto.randomUUID();
    return { isDone: false, words };
  }

  async #followed(first: Act): Promise<Act> {
    let act = first;
    for (let look = 0; act.state === "OWED" && look < LOOKS; look++) {
      await this.#wait(LOOK_EVERY_MS);
      act = (await ask(OrderActNowDocument, { id: act.id })).orderAct;
    }
    return act;
  }
}
