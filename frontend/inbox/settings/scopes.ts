/** What a token may do, in words. */
import type { Scope } from "../ui/words";

export const SCOPE: Record<Scope, string> = {
  READ_CONVERSATIONS: "Read conversations",
  READ_TAGS: "Read tags",
  WRITE_TAGS: "Change tags",
};
