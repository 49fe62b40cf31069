/** What a token may do, in words. */
import type { ApiScope } from "../../graphql/generated/graphql";

export const SCOPE: Record<ApiScope, string> = {
  READ_CONVERSATIONS: "Read conversations",
  READ_TAGS: "Read tags",
  WRITE_TAGS: "Change tags",
};
