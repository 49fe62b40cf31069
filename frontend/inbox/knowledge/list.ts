/** One page of the sources, asked again when what is wanted or what is known of them changes. */
import { useEffect, useRef, useState } from "preact/hooks";
import { KnowledgeSourcesPageDocument, type KnowledgeSourcesPageQuery } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import type { SourceKind, SourceState } from "../ui/words";

const SEARCH_AFTER_MS = 250;

export interface Wanted {
  kind: SourceKind | null;
  state: SourceState | null;
  search: string;
  offset: number;
}

export const ALL: Wanted = { kind: null, state: null, search: "", offset: 0 };
export const PAGE = 50;

type Found = KnowledgeSourcesPageQuery["knowledgeSources"];

/** `known` stands for all that the page was told of the sources: another value means that the list may be another. */
export function useSources(wanted: Wanted, known: string): { found: Found | null; failure: string | null } {
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const searched = useRef(wanted.search);
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      searched.current = wanted.search;
      try {
        const answer = await ask(KnowledgeSourcesPageDocument, { ...wanted });
        if (!isCurrent) return;
        setFound(answer.knowledgeSources);
        setFailure(null);
      } catch (error) {
        if (isCurrent) setFailure(wordsOf(error));
      }
    };
    const timer = setTimeout(() => void look(), searched.current === wanted.search ? 0 : SEARCH_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wanted, known]);
  return { found, failure };
}
