/** One question for a page: its answer, why there is none, and a way to ask again without losing what is shown. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { TypedDocumentString } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";

export interface Asked<R> {
  data: R | null;
  failure: string | null;
  again(): Promise<void>;
  /** Puts what a mutation answered in place of what was asked. */
  replace(data: R): void;
}

export function useAsk<R>(document: TypedDocumentString<R, Record<string, never>>): Asked<R> {
  const [data, setData] = useState<R | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const turn = useRef(0);
  const again = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const answer = await ask(document, {});
      if (mine !== turn.current) return;
      setData(answer);
      setFailure(null);
    } catch (error) {
      if (mine === turn.current) setFailure(wordsOf(error));
    }
  }, [document]);
  const replace = useCallback((next: R) => {
    turn.current += 1;
    setData(next);
  }, []);
  useEffect(() => {
    void again();
    return () => {
      turn.current += 1;
    };
  }, [again]);
  return { data, failure, again, replace };
}

/** Does something again and again while the page is seen. */
export function useEvery(milliseconds: number | null, act: () => unknown): void {
  useEffect(() => {
    if (milliseconds === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void act();
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, act]);
}
