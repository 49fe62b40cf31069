/** Makes or changes one tag. */
import { useEffect, useState } from "preact/hooks";
import { CreateTagDocument, type TagFieldsFragment, UpdateTagDocument } from "../../graphql/generated/graphql";
import { ask } from "../shell/api";
import { FormDialog, openDialog, useSaving } from "../ui/form-dialog";
import type { Colour } from "../ui/words";

const ID = "tag-editor";
const COLOURS: readonly { colour: Colour; word: string }[] = [
  { colour: "NEUTRAL", word: "Grey" },
  { colour: "INFO", word: "Blue" },
  { colour: "SUCCESS", word: "Green" },
  { colour: "CAUTION", word: "Yellow" },
  { colour: "WARNING", word: "Orange" },
  { colour: "CRITICAL", word: "Red" },
];

export function openTagEditor(): void {
  openDialog(ID);
}

export function TagEditor({ tag, onSaved }: { tag: TagFieldsFragment | null; onSaved(): void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [colour, setColour] = useState<Colour>("NEUTRAL");
  const saving = useSaving(ID, ["name", "description", "colour"]);
  const fill = () => {
    setName(tag?.name ?? "");
    setDescription(tag?.description ?? "");
    setColour(tag?.colour ?? "NEUTRAL");
    saving.forgetRefusals();
  };
  useEffect(fill, [tag]);

  const send = async () => {
    const input = { name: name.trim(), description: description.trim(), colour };
    const { changed } =
      tag === null ? await ask(CreateTagDocument, { input }) : await ask(UpdateTagDocument, { id: tag.id, input });
    if (changed.userErrors.length === 0) {
      onSaved();
      if (tag === null) fill();
    }
    return changed.userErrors;
  };
  return (
    <FormDialog
      saving={saving}
      heading={tag === null ? "Add a tag" : `Edit ${tag.name}`}
      onAction={() => void saving.save(send, "Tag saved")}
    >
      <s-text-field
        label="Name"
        required
        details="Small letters, digits and hyphens."
        value={name}
        error={saving.refusals.fields.name}
        onInput={(event) => setName(event.currentTarget.value ?? "")}
      />
      <s-select label="Colour" value={colour} onChange={(event) => setColour(event.currentTarget.value as Colour)}>
        {COLOURS.map((known) => (
          <s-option key={known.colour} value={known.colour}>
            {known.word}
          </s-option>
        ))}
      </s-select>
      <s-text-area
        label="Description"
        rows={3}
        details="What it is for, in plain words with examples."
        value={description}
        error={saving.refusals.fields.description}
        onInput={(event) => setDescription(event.currentTarget.value ?? "")}
      />
    </FormDialog>
  );
}
