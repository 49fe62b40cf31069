/**
 * Questions to the backend over HTTP. App Bridge adds the session token to same-origin requests, so no header is set
 * here. Expected refusals come back as `userErrors`; everything else is thrown as `ApiError` with words for a person.
 */
import type { TypedDocumentString, UserErrorFieldsFragment } from "../../graphql/generated/graphql";

const PATIENCE_MS = 20_000;

export class ApiError extends Error {
  constructor(
    message: string,
    /** Whether the same request may succeed a moment later. */
    readonly mayRetry: boolean,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

interface Answer<R> {
  data?: R | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export async function ask<R, V>(document: TypedDocumentString<R, V>, variables: V): Promise<R> {
  const response = await post(document.toString(), variables);
  const answer = (await response.json().catch(() => ({}))) as Answer<R>;
  const refusal = answer.errors?.[0];
  if (refusal) throw new ApiError(refusal.message, response.status >= 500);
  if (!response.ok || answer.data == null) throw httpError(response);
  return answer.data;
}

async function post(query: string, variables: unknown): Promise<Response> {
  try {
    return await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new ApiError("Baton cannot be reached. Check the connection and try again.", true);
  }
}

function httpError(response: Response): ApiError {
  if (response.status === 401) return new ApiError("Your session has ended. Reload the page.", false);
  if (response.status === 429) return new ApiError("Too many requests. Wait a moment and try again.", true);
  return new ApiError("Baton could not answer. Try again in a moment.", response.status >= 500);
}

/** The first refusal, in words, or null. */
export function refusalOf(payload: { userErrors: UserErrorFieldsFragment[] }): UserErrorFieldsFragment | null {
  return payload.userErrors[0] ?? null;
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong. Try again.";
}
