/** The way to the playground from other pages. */
import { navigate } from "../shell/router";

/** Opens it, and asks the question at once where there is one. */
export function toPlayground(question = ""): void {
  navigate(
    question === "" ? "/knowledge/playground" : `/knowledge/playground?question=${encodeURIComponent(question)}`,
  );
}
