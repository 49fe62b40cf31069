/**
 * The inbox's live side: one WebSocket for all feeds, and `followTwin`, which joins a query and its subscription of the
 * same name. App Bridge adds no token to a WebSocket, so each connect asks it for a fresh one.
 */
import type { TypedDocumentString } from "../../graphql/generated/graphql";
import { type Following, follow, type Page } from "../../live/follow";
import { createSocket, type Socket } from "../../live/socket";
import { ask } from "./api";

let shared: Socket | null = null;
const openness = new Set<(isOpen: boolean) => void>();

function socket(): Socket {
  shared ??= createSocket({
    address,
    onState(state) {
      for (const tell of [...openness]) tell(state === "open");
    },
  });
  return shared;
}

async function address(): Promise<{ url: string; token: string }> {
  const url = new URL("/graphql", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return { url: url.href, token: await window.shopify.idToken() };
}

export interface Twin<R, V, Payload, Item> {
  query: TypedDocumentString<R, V>;
  subscription: TypedDocumentString<R, V>;
  variables(after: number): V;
  payload(result: R): Payload;
  read(payload: Payload): Page<Item>;
  position(item: Item): number;
  take(payload: Payload, fresh: readonly Item[]): void;
  forget(): void;
  /** False from the first failure until something is heard again. */
  onReach(isReached: boolean): void;
  onRefused?(words: string): void;
}

export function followTwin<R, V, Payload, Item>(twin: Twin<R, V, Payload, Item>, from = 0): Following {
  const document = twin.subscription.toString();
  return follow<Payload, Item>(
    {
      ask: async (after) => twin.payload(await ask(twin.query, twin.variables(after)).catch(told(twin.onRefused))),
      listen(after, listener) {
        const request = () => ({ query: document, variables: twin.variables(after()) as Record<string, unknown> });
        const stop = socket().subscribe<R>(request, {
          next(result) {
            listener.carried(true);
            listener.next(twin.payload(result));
          },
          error: () => listener.carried(false),
        });
        openness.add(listener.carried);
        listener.carried(socket().state === "open");
        return () => {
          openness.delete(listener.carried);
          stop();
        };
      },
      read: twin.read,
      position: twin.position,
      take: twin.take,
      forget: twin.forget,
      onReach: twin.onReach,
    },
    from,
  );
}

function told(tell: ((words: string) => void) | undefined) {
  return (error: unknown): never => {
    if (error instanceof Error) tell?.(error.message);
    throw error;
  };
}

/** A page that comes back from sleep, from another tab or from a dead network looks at once. */
export function wakeWithThePage(): () => void {
  const wake = () => {
    if (document.visibilityState === "visible") socket().wake();
  };
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  return () => {
    window.removeEventListener("online", wake);
    window.removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", wake);
  };
}
