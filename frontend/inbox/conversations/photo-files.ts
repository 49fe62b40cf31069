/** Files of photos, fetched once for a while: an image of a page carries no token, so each becomes an address of this page. */
const MOST_KEPT = 60;
const NAME = /^photo-[\w-]{22}$/;

interface Asked {
  key: string;
  kind: string;
}

/** The photos that a value names, where its question is answered by photos. */
export function photoNames(key: string, value: string, fields: readonly Asked[] | undefined): string[] {
  if (!fields?.some((field) => field.key === key && field.kind === "PHOTO")) return [];
  return value.split("\n").filter((name) => NAME.test(name));
}

const kept = new Map<string, Promise<string>>();

/** Where this page shows the photo. Rejects where it cannot be fetched; the next who asks tries again. */
export function photoAt(name: string, isSmall: boolean): Promise<string> {
  const path = `/pictures/${name}${isSmall ? "?small=1" : ""}`;
  const known = kept.get(path);
  kept.delete(path);
  const found = known ?? fetched(path);
  kept.set(path, found);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) {
    void kept.get(oldest)?.then(URL.revokeObjectURL, () => undefined);
    kept.delete(oldest);
  }
  found.catch(() => kept.get(path) === found && kept.delete(path));
  return found;
}

async function fetched(path: string): Promise<string> {
  const response = await fetch(path, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return URL.createObjectURL(await response.blob());
}
