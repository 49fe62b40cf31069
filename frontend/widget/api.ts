/**
 * Speaks to the app: a short-lived shopper token by way of the shop's app proxy, which proves shop and customer,
 * then GraphQL straight to the app.
 */
import type { Address } from "../live/socket";
import type { Config } from "./config";
import type { Storage } from "./storage";

export interface Grant {
  token: string;
  expiresAt: string;
  graphqlUrl: string;
  socketUrl: string;
  shopName: string;
}

/** The app could not be reached or did not answer as it should; trying again later is right. */
export class Unreachable extends Error {
  constructor(
    message: string,
    /** Seconds that the server asked for. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

export interface Api {
  /** Called when a new token is another shopper's; true where it is another person, who must not inherit anything. */
  onAnother: (isAnotherPerson: boolean) => void;
  /** Rejects with Unreachable; refusals are in the data. */
  run<T>(query: string, variables?: Record<string, unknown>, isParting?: boolean): Promise<T>;
  /** A token that is good for some time, and where it opens. */
  grant(): Promise<Grant>;
  /** Where the socket goes, with a token made for this connect. */
  address(): Promise<Address>;
}

const PATH = "apps/baton/session";
const ANSWER_LIMIT = 15_000;
/** A token this young, in milliseconds, is fresh enough for a connect that follows at once. */
const YOUNG = 20_000;
/** Before its end by this much a token is not used any more. */
const SLACK = 30_000;

/** Whose token it is, as it says itself: a hint for this page, no proof of anything. */
export function holderOf(token: unknown): { shopper: string; customer: string | null } | null {
  try {
    const claims = String(token).split(".")[1]?.replace(/-/g, "+").replace(/_/g, "/") ?? "";
    const { sub, customer } = JSON.parse(atob(claims)) as { sub: string; customer: string | null };
    return { shopper: sub, customer };
  } catch {
    return null;
  }
}

export function createApi(config: Config, storage: Storage): Api {
  let grant: Grant | null = null;
  let grantedAt = 0;
  let asking: Promise<Grant> | null = null;

  async function ask(): Promise<Grant> {
    const former = storage.read<string>("token");
    const response = await send(config.root + PATH, { token: former, locale: config.locale });
    if (!response.ok) throw refusal(response);
    grant = (await response.json()) as Grant;
    grantedAt = Date.now();
    storage.write("token", grant.token);
    const [before, after] = [holderOf(former), holderOf(grant.token)];
    // Who was nobody yet and logs in is the same person still; who was logged in and is not any more may be anybody.
    if (before && after && before.shopper !== after.shopper) api.onAnother(before.customer !== null);
    return grant;
  }

  /** Tabs that open together are one shopper: who is nobody yet asks while no other tab does, and finds its token. */
  const first = <T>(work: () => Promise<T>): Promise<T> =>
    storage.read("token") || !navigator.locks ? work() : navigator.locks.request("baton", work);

  /** Many may need a token at once; one is asked for. */
  function renewed(): Promise<Grant> {
    asking ??= first(ask).finally(() => {
      asking = null;
    });
    return asking;
  }

  const isUsable = (it: Grant) => !(Date.parse(it.expiresAt) - Date.now() < SLACK);
  const usable = () => (grant && isUsable(grant) ? Promise.resolve(grant) : renewed());

  const api: Api = {
    onAnother: () => undefined,
    grant: usable,
    async run<T>(query: string, variables = {}, isParting = false): Promise<T> {
      let { graphqlUrl, token } = await usable();
      let response = await send(graphqlUrl, { query, variables }, token, isParting);
      if (response.status === 401) {
        ({ graphqlUrl, token } = await renewed());
        response = await send(graphqlUrl, { query, variables }, token, isParting);
      }
      if (!response.ok) throw refusal(response);
      const answer = (await response.json()) as { data?: T | null; errors?: { message: string }[] };
      if (!answer.data) throw new Unreachable(answer.errors?.[0]?.message ?? "No data.");
      return answer.data;
    },
    async address() {
      const { socketUrl, token } = Date.now() - grantedAt < YOUNG && grant ? grant : await renewed();
      return { url: socketUrl, token };
    },
  };
  return api;
}

function refusal(response: Response): Unreachable {
  const seconds = Number(response.headers.get("Retry-After"));
  return new Unreachable(`HTTP ${response.status}`, seconds > 0 ? seconds : null);
}

async function send(url: string, body: unknown, token?: string, isParting = false): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_LIMIT);
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
      credentials: token ? "omit" : "same-origin",
      keepalive: isParting,
      signal: abort.signal,
    });
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}
