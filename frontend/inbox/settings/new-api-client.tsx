/** Makes an API access token. The token is shown once: only its hash is kept, so nobody can show it again. */
import { useState } from "preact/hooks";
import { CreateApiClientDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";
import { openDialog } from "../ui/form-dialog";
import type { Scope } from "../ui/words";
import { SCOPE } from "./scopes";

const ID = "new-api-client";
const TOKEN = "new-api-token";
const SCOPES = Object.keys(SCOPE) as Scope[];

export function openNewApiClient(): void {
  openDialog(ID);
}

export function NewApiClient({ onCreated }: { onCreated(): void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["READ_CONVERSATIONS", "READ_TAGS"]);
  const [token, setToken] = useState<string | null>(null);
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const create = async () => {
    try {
      const { changed } = await ask(CreateApiClientDocument, { name: name.trim(), scopes: [...scopes] });
      setRefusals(refusalsOf(changed.userErrors, ["name", "scopes"]));
      if (changed.userErrors.length > 0 || changed.token === null) return;
      setToken(changed.token);
      onCreated();
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    }
  };
  const forget = () => {
    setToken(null);
    setName("");
    setRefusals(NO_REFUSALS);
  };
  return (
    <s-modal id={ID} heading={token === null ? "Create a token" : "Copy the token now"} onAfterHide={forget}>
      {token === null ? (
        <s-stack gap="base">
          {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
          <s-text-field
            label="Name"
            required
            details="Which program uses it."
            value={name}
            error={refusals.fields.name}
            onInput={(event) => setName(event.currentTarget.value ?? "")}
          />
          <fieldset class="scopes">
            <legend>What it may do</legend>
            {SCOPES.map((scope) => (
              <s-checkbox
                key={scope}
                label={SCOPE[scope]}
                checked={scopes.includes(scope)}
                onChange={(event) => {
                  const isOn = event.currentTarget.checked;
                  setScopes(isOn ? [...scopes, scope] : scopes.filter((other) => other !== scope));
                }}
              />
            ))}
            {refusals.fields.scopes && <p class="problem">{refusals.fields.scopes}</p>}
          </fieldset>
        </s-stack>
      ) : (
        <TokenOnce token={token} />
      )}
      <s-button slot="secondary-actions" commandFor={ID} command="--hide">
        {token === null ? "Cancel" : "Done"}
      </s-button>
      {token === null && (
        <s-button slot="primary-action" variant="primary" onClick={() => void create()}>
          Create
        </s-button>
      )}
    </s-modal>
  );
}

function TokenOnce({ token }: { token: string }) {
  return (
    <s-stack gap="base">
      <s-banner tone="warning">This is the only time that the token is shown.</s-banner>
      <div class="token">
        <code id={TOKEN}>{token}</code>
        <s-button
          icon="duplicate"
          commandFor={TOKEN}
          command="--copy"
          onClick={() => window.shopify.toast.show("Token copied")}
        >
          Copy
        </s-button>
      </div>
    </s-stack>
  );
}
