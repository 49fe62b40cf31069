/** Programs that may use the API, each with its scopes. Revoking one takes effect at once. */
import { useState } from "preact/hooks";
import { type ApiClientFieldsFragment, RevokeApiClientDocument } from "../../graphql/generated/graphql";
import { ask, refusalOf, wordsOf } from "../shell/api";
import { ago, dayAndClock, useNow } from "../ui/time";
import { NewApiClient, openNewApiClient } from "./new-api-client";
import { SCOPE } from "./scopes";

interface Props {
  clients: ApiClientFieldsFragment[];
  onChanged(): void;
}

export function ApiAccess({ clients, onChanged }: Props) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const revoke = async (id: string) => {
    try {
      setRefusal(refusalOf((await ask(RevokeApiClientDocument, { id })).changed)?.message ?? null);
    } catch (error) {
      setRefusal(wordsOf(error));
    }
    onChanged();
  };
  return (
    <s-section heading="API access" subheading="For your own programs, over GraphQL.">
      <s-button slot="primary-action" onClick={openNewApiClient}>
        Create a token
      </s-button>
      {refusal && <s-banner tone="critical">{refusal}</s-banner>}
      {clients.length === 0 ? (
        <s-empty-state heading="No tokens yet">
          <s-paragraph>A token lets a program read conversations by tag, or follow them live.</s-paragraph>
        </s-empty-state>
      ) : (
        <ul class="clients">
          {clients.map((client) => (
            <Client key={client.id} client={client} onRevoke={() => void revoke(client.id)} />
          ))}
        </ul>
      )}
      <NewApiClient onCreated={onChanged} />
    </s-section>
  );
}

function Client({ client, onRevoke }: { client: ApiClientFieldsFragment; onRevoke(): void }) {
  const now = useNow(60_000);
  const ask = `revoke-${client.id}`;
  return (
    <li>
      <span class="client-words">
        <strong>{client.name}</strong>
        <span class="quiet">
          <code>{client.tokenHint}</code> · {client.scopes.map((scope) => SCOPE[scope]).join(", ")}
        </span>
        <span class="quiet">
          Created {dayAndClock(client.createdAt, now)},{" "}
          {client.lastUsedAt ? `last used ${ago(client.lastUsedAt, now)}` : "never used"}
        </span>
      </span>
      <s-button
        tone="critical"
        variant="tertiary"
        accessibilityLabel={`Revoke ${client.name}`}
        commandFor={ask}
        command="--show"
      >
        Revoke
      </s-button>
      <s-modal id={ask} heading={`Revoke ${client.name}?`}>
        <s-paragraph>Programs that use this token are refused at once. This cannot be undone.</s-paragraph>
        <s-button slot="secondary-actions" commandFor={ask} command="--hide">
          Keep it
        </s-button>
        <s-button
          slot="primary-action"
          variant="primary"
          tone="critical"
          commandFor={ask}
          command="--hide"
          onClick={onRevoke}
        >
          Revoke
        </s-button>
      </s-modal>
    </li>
  );
}
