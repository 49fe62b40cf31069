/** What a form was before. Answers are read with the version that they answered. */
import { useEffect, useState } from "preact/hooks";
import { ActionVersionsDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { dayAndClock, useNow } from "../ui/time";
import { counted } from "../ui/words";
import type { Action } from "./design";

export function Versions({ actionKey }: { actionKey: string }) {
  const now = useNow(60_000);
  const [versions, setVersions] = useState<readonly Action[]>([]);
  useEffect(() => {
    // Where they cannot be read now, the editor does not need them.
    ask(ActionVersionsDocument, { key: actionKey })
      .then(({ actionVersions }) => setVersions(actionVersions))
      .catch(() => undefined);
  }, [actionKey]);
  if (versions.length < 2) return null;
  return (
    <s-section heading="Versions">
      <ul class="versions">
        {versions.map((one, at) => (
          <li key={one.version}>
            <strong>Version {one.version}</strong> {at === 0 && <s-badge tone="success">Offered now</s-badge>}
            <span class="quiet">
              {dayAndClock(one.publishedAt, now)} · {counted(one.fields.length, "question")} ·{" "}
              {counted(one.responseCount, "answer")}
            </span>
          </li>
        ))}
      </ul>
    </s-section>
  );
}
