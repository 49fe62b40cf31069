/** Photos of a form on their way to the server, which looks at them, makes them small and gives each a name. */
export interface Picture {
  name: string;
  /** Where it can be seen for some minutes. */
  url: string;
}

export interface Pictures {
  /** Null with a reason in words where it was not taken. */
  send(file: File): Promise<{ picture: Picture | null; problem: string | null }>;
  /** Addresses of photos that were sent before, by name; those that are gone are not in it. */
  seen(names: readonly string[]): Promise<Picture[]>;
}

/** So many photos answer one question. */
export const MOST_PICTURES = 4;
