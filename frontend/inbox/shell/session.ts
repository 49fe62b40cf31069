/** Who looks, and at which shop. Asked once; everything else waits for it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { MeQuery } from "../../graphql/generated/graphql";

export interface Session {
  me: MeQuery["me"];
  shop: MeQuery["shop"];
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("There is no session outside of the app.");
  return session;
}

/** The id of the looking agent; null for a viewer who is none. */
export function useMyId(): string | null {
  return useSession().me?.id ?? null;
}
