/** One file on its way to the backend. App Bridge adds the session token, as it does to every request of the inbox. */
const PATIENCE_MS = 120_000;
const MOST_BYTES = 10 * 1024 * 1024;
export const KINDS = ".md,.markdown,.txt,.html,.htm,.pdf";

/** Null where the file was kept, else why it was not. */
export async function upload(file: File): Promise<string | null> {
  if (file.size > MOST_BYTES) return "The file is larger than 10 MB.";
  let response: Response;
  try {
    response = await fetch(`/knowledge/files?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return "Baton cannot be reached. Check the connection and try again.";
  }
  const answer = (await response.json().catch(() => null)) as { userErrors?: { message: string }[] } | null;
  if (!answer?.userErrors) return "Baton could not take the file. Try again in a moment.";
  return answer.userErrors[0]?.message ?? null;
}
