/**
 * Small things that survive a reload, each agent's apart: staff who share a browser never find each other's drafts. A
 * browser that refuses storage keeps them until the page is left.
 */
const memory = new Map<string, string>();
let owner = "";

/** Whose things are kept from now on. */
export function keepFor(name: string): void {
  owner = name;
}

const nameOf = (key: string) => `baton.${owner}.${key}`;

export function keep(key: string, value: string): void {
  memory.set(nameOf(key), value);
  try {
    if (value === "") window.localStorage.removeItem(nameOf(key));
    else window.localStorage.setItem(nameOf(key), value);
  } catch {
    // Storage is blocked or full: memory has it.
  }
}

export function kept(key: string): string {
  try {
    return window.localStorage.getItem(nameOf(key)) ?? memory.get(nameOf(key)) ?? "";
  } catch {
    return memory.get(nameOf(key)) ?? "";
  }
}
