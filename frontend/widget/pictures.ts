/** Photos of a form on their way to the server, which looks at them, draws them anew and gives each a name. */
import type { Grant } from "./api";

export interface Picture {
  name: string;
  /** Where it can be seen for half an hour. */
  url: string;
}

export interface Sent {
  picture: Picture | null;
  /** Why it was not taken, in words; null where trying again could help. */
  problem: string | null;
}

export interface Pictures {
  /** The same key on each try of one photo makes it one photo. `onProgress` hears of parts of 1. */
  send(field: string, file: File, key: string, onProgress: (part: number) => void): Promise<Sent>;
}

/** So many photos answer one question. */
export const MOST_PICTURES = 4;
const PATIENCE = 120_000;

export function createPictures(grant: () => Promise<Grant>, formId: string): Pictures {
  return {
    async send(field, file, key, onProgress) {
      try {
        const { graphqlUrl, token } = await grant();
        const url = new URL(`pictures/${formId}/${encodeURIComponent(field)}?key=${key}`, graphqlUrl);
        return await post(url.href, token, file, onProgress);
      } catch {
        return { picture: null, problem: null };
      }
    },
  };
}

/** The one request that tells how far it is; `fetch` does not. */
function post(url: string, token: string, file: File, onProgress: (part: number) => void): Promise<Sent> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.timeout = PATIENCE;
    request.responseType = "json";
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => done(outcome(request.status, request.response));
    request.onerror = request.ontimeout = request.onabort = () => done({ picture: null, problem: null });
    request.send(file);
  });
}

export function outcome(status: number, answer: unknown): Sent {
  const { name, url, error } = (answer ?? {}) as Partial<Picture> & { error?: { message?: string } };
  if (status === 200 && name && url) return { picture: { name, url }, problem: null };
  const isTheirs = status >= 400 && status < 500 && status !== 401 && status !== 429;
  return { picture: null, problem: (isTheirs && error?.message) || null };
}
