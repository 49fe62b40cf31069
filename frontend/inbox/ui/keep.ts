/** Small things that survive a reload. A browser that refuses storage keeps them until the page is left. */
const memory = new Map<string, string>();

const nameOf = (key: string) => `baton.${key}`;

export function keep(key: string, value: string): void {
  memory.set(key, value);
  try {
    if (value === "") window.localStorage.removeItem(nameOf(key));
    else window.localStorage.setItem(nameOf(key), value);
  } catch {
    // Storage is blocked or full: memory has it.
  }
}

export function kept(key: string): string {
  try {
    return window.localStorage.getItem(nameOf(key)) ?? memory.get(key) ?? "";
  } catch {
    return memory.get(key) ?? "";
  }
}
