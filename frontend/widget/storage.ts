/** What this browser keeps for one shop. A browser may refuse: then memory serves for as long as the page lives. */
import { stored } from "./config";

export interface Storage {
  read<T>(name: string): T | null;
  /** null takes it away. */
  write(name: string, value: unknown): void;
}

export function createStorage(shop: string, area: () => globalThis.Storage = () => localStorage): Storage {
  const memory = new Map<string, string>();
  return {
    read<T>(name: string): T | null {
      const key = stored(shop, name);
      try {
        const text = area().getItem(key) ?? memory.get(key);
        return text ? (JSON.parse(text) as T) : null;
      } catch {
        const text = memory.get(key);
        return text ? (JSON.parse(text) as T) : null;
      }
    },
    write(name, value) {
      const key = stored(shop, name);
      memory.delete(key);
      try {
        if (value === null) area().removeItem(key);
        else area().setItem(key, JSON.stringify(value));
      } catch {
        if (value !== null) memory.set(key, JSON.stringify(value));
      }
    },
  };
}
