/** State outside of components: one value, replaced as a whole, with listeners that are told after each change. */
import { useEffect, useRef, useState } from "preact/hooks";

export class Store<S> {
  #value: S;
  #listeners = new Set<() => void>();

  constructor(initial: S) {
    this.#value = initial;
  }

  get value(): S {
    return this.#value;
  }

  set(next: S): void {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener();
  }

  patch(part: Partial<S>): void {
    this.set({ ...this.#value, ...part });
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Renders again when the whole value changes. A change between render and subscription is not missed. */
export function useStore<S>(store: Store<S>): S {
  const [, render] = useState(0);
  const seen = useRef(store.value);
  seen.current = store.value;
  useEffect(() => {
    const look = () => {
      if (!Object.is(seen.current, store.value)) render((count) => count + 1);
    };
    look();
    return store.listen(look);
  }, [store]);
  return store.value;
}
