/** Adds one page of the store's own by its address. */
import { useState } from "preact/hooks";
import { AddWebPageDocument, type KnowledgeFieldsFragment } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { FormDialog, openDialog, useSaving } from "../ui/form-dialog";

const ID = "web-page";

export function openWebPage(): void {
  openDialog(ID);
}

export function WebPage({ onAdded }: { onAdded(knowledge: KnowledgeFieldsFragment): void }) {
  const [url, setUrl] = useState("");
  const saving = useSaving(ID, ["url"]);

  const send = async () => {
    const { changed } = await ask(AddWebPageDocument, { url });
    if (changed.knowledge) {
      onAdded(changed.knowledge);
      setUrl("");
    }
    return changed.userErrors;
  };
  return (
    <FormDialog
      saving={saving}
      heading="Add a web page"
      action="Add"
      onAction={() => void saving.save(send, "The page will be read in a moment")}
    >
      <s-text-field
        label="Address"
        required
        details="A public page of your own store. It is read again every day."
        value={url}
        error={saving.refusals.fields.url}
        onInput={(event) => setUrl(event.currentTarget.value ?? "")}
      />
    </FormDialog>
  );
}
