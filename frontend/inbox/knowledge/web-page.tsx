/** Adds one page of the store's own by its address. */
import { useState } from "preact/hooks";
import { AddWebPageDocument, type KnowledgeFieldsFragment } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";

const ID = "web-page";
const modal = () => document.querySelector<HTMLElementTagNameMap["s-modal"]>(`#${ID}`);

export function openWebPage(): void {
  modal()?.showOverlay();
}

export function WebPage({ onAdded }: { onAdded(knowledge: KnowledgeFieldsFragment): void }) {
  const [url, setUrl] = useState("");
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const [isRunning, setRunning] = useState(false);

  const add = async () => {
    setRunning(true);
    try {
      const { changed } = await ask(AddWebPageDocument, { url });
      setRefusals(refusalsOf(changed.userErrors, ["url"]));
      if (changed.userErrors.length > 0 || !changed.knowledge) return;
      onAdded(changed.knowledge);
      setUrl("");
      modal()?.hideOverlay();
      window.shopify.toast.show("The page will be read in a moment");
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    } finally {
      setRunning(false);
    }
  };
  return (
    <s-modal id={ID} heading="Add a web page">
      <s-stack gap="base">
        {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
        <s-text-field
          label="Address"
          required
          details="A public page of your own store. It is read again every day."
          value={url}
          error={refusals.fields.url}
          onInput={(event) => setUrl(event.currentTarget.value ?? "")}
        />
      </s-stack>
      <s-button slot="secondary-actions" commandFor={ID} command="--hide">
        Cancel
      </s-button>
      <s-button slot="primary-action" variant="primary" loading={isRunning} onClick={() => void add()}>
        Add
      </s-button>
    </s-modal>
  );
}
