/** The shop's tags, for filters and for adding. Asked once and again when a page changed them. */
import { useEffect } from "preact/hooks";
import { type TagFieldsFragment, TagsPageDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { Store, useStore } from "../ui/store";

const tags = new Store<{ tags: TagFieldsFragment[]; isAsked: boolean }>({ tags: [], isAsked: false });

/** What is shown stays when asking fails: a filter without counts is better than none. */
export async function askForTags(): Promise<void> {
  tags.patch({ isAsked: true });
  const answer = await ask(TagsPageDocument, {}).catch(() => null);
  if (answer) tags.patch({ tags: answer.tags });
}

export function useTags(): TagFieldsFragment[] {
  const state = useStore(tags);
  useEffect(() => {
    if (!state.isAsked) void askForTags();
  }, []);
  return state.tags;
}
