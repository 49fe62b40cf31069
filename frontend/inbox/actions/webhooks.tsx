/** What was sent to the merchant's own addresses, and the secret that it is signed with. */
import { useState } from "preact/hooks";
import {
  ResendWebhookDocument,
  RotateWebhookSecretDocument,
  type WebhooksFieldsFragment,
  WebhooksPageDocument,
} from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { navigate } from "../shell/router";
import { useAsk, useEvery } from "../ui/ask";
import { ago, dayAndClock, useNow } from "../ui/time";
import { counted, type Label } from "../ui/words";

type Delivery = WebhooksFieldsFragment["deliveries"][number];

const STATUS: Record<Delivery["status"], Label> = {
  OWED: { word: "On its way", tone: "info" },
  DELIVERED: { word: "Delivered", tone: "success" },
  FAILED: { word: "Not delivered", tone: "critical" },
};
const LOOK_EVERY = 5_000;

export function Webhooks() {
  const { data, again, replace } = useAsk(WebhooksPageDocument);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const now = useNow();
  const isMoving = data?.webhooks.deliveries.some(({ status }) => status === "OWED") ?? false;
  useEvery(isMoving ? LOOK_EVERY : null, again);
  if (!data) return null;
  const { secretSince, deliveries } = data.webhooks;

  const change = async (run: () => ReturnType<typeof rotated>) => {
    try {
      const { changed } = await run();
      setProblem(changed.userErrors[0]?.message ?? null);
      if (changed.webhooks) replace({ webhooks: changed.webhooks });
      if (changed.secret) setSecret(changed.secret);
    } catch (error) {
      setProblem(wordsOf(error));
    }
  };
  return (
    <s-section heading="Webhooks">
      <s-stack gap="base">
        <s-paragraph>
          A form can send each answer to an address of yours. Messages are signed as Standard Webhooks describes, so
          that you can tell that they come from here.
        </s-paragraph>
        {problem && (
          <div role="alert">
            <s-banner tone="critical">{problem}</s-banner>
          </div>
        )}
        {secret && (
          <s-banner tone="success" heading="Copy the secret now. It is not shown again.">
            <code class="token">{secret}</code>
          </s-banner>
        )}
        <div class="block-links">
          <s-button onClick={() => void change(rotated)}>
            {secretSince ? "Make a new secret" : "Make a secret"}
          </s-button>
          <span class="quiet">
            {secretSince
              ? `The present one stands since ${dayAndClock(secretSince, now)}. It signs on for a day after a new one.`
              : "Nothing was signed yet."}
          </span>
        </div>
        {deliveries.length > 0 && (
          <s-table>
            <s-table-header-row>
              <s-table-header listSlot="primary">Answer</s-table-header>
              <s-table-header>State</s-table-header>
              <s-table-header>Tries</s-table-header>
              <s-table-header>Again</s-table-header>
            </s-table-header-row>
            <s-table-body>
              {deliveries.map((one) => (
                <s-table-row key={one.id}>
                  <s-table-cell>
                    <div class="source-title">
                      <s-link onClick={() => navigate(`/inbox/${one.conversationId}`)}>{one.actionTitle}</s-link>
                      <span class="quiet">{one.url}</span>
                    </div>
                  </s-table-cell>
                  <s-table-cell>
                    <div class="source-title">
                      <s-badge tone={STATUS[one.status].tone}>{STATUS[one.status].word}</s-badge>
                      {one.detail && <span class="quiet">{one.detail}</span>}
                    </div>
                  </s-table-cell>
                  <s-table-cell>
                    {counted(one.tries, "try", "tries")}
                    {one.triedAt && `, ${ago(one.triedAt, now)}`}
                  </s-table-cell>
                  <s-table-cell>
                    <s-button
                      variant="tertiary"
                      disabled={one.status === "OWED"}
                      accessibilityLabel={`Send ${one.actionTitle} again`}
                      onClick={() => void change(() => ask(ResendWebhookDocument, { id: one.id }))}
                    >
                      Send again
                    </s-button>
                  </s-table-cell>
                </s-table-row>
              ))}
            </s-table-body>
          </s-table>
        )}
      </s-stack>
    </s-section>
  );
}

const rotated = () => ask(RotateWebhookSecretDocument, {});
