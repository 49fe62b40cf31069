/** Makes or changes one tag. */
import { useEffect, useState } from "preact/hooks";
import { CreateTagDocument, type TagFieldsFragment, UpdateTagDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";
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

const modal = () => document.querySelector<HTMLElementTagNameMap["s-modal"]>(`#${ID}`);

export function openTagEditor(): void {
  setTimeout(() => modal()?.showOverlay());
}

export function TagEditor({ tag, onSaved }: { tag: TagFieldsFragment | null; onSaved(): void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [colour, setColour] = useState<Colour>("NEUTRAL");
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const [isRunning, setRunning] = useState(false);
  const fill = () => {
    setName(tag?.name ?? "");
    setDescription(tag?.description ?? "");
    setColour(tag?.colour ?? "NEUTRAL");
    setRefusals(NO_REFUSALS);
  };
  useEffect(fill, [tag]);

  const save = async () => {
    const input = { name: name.trim(), description: description.trim(), colour };
    setRunning(true);
    try {
      const { changed } =
        tag === null ? await ask(CreateTagDocument, { input }) : await ask(UpdateTagDocument, { id: tag.id, input });
      setRefusals(refusalsOf(changed.userErrors, ["name", "description", "colour"]));
      if (changed.userErrors.length > 0) return;
      onSaved();
      modal()?.hideOverlay();
      window.shopify.toast.show("Tag saved");
      if (tag === null) fill();
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    } finally {
      setRunning(false);
    }
  };
  return (
    <s-modal id={ID} heading={tag === null ? "Add a tag" : `Edit ${tag.name}`}>
      <s-stack gap="base">
        {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
        <s-text-field
          label="Name"
          required
          details="Small letters, digits and hyphens."
          value={name}
          error={refusals.fields.name}
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
          error={refusals.fields.description}
          onInput={(event) => setDescription(event.currentTarget.value ?? "")}
        />
      </s-stack>
      <s-button slot="secondary-actions" commandFor={ID} command="--hide">
        Cancel
      </s-button>
      <s-button slot="primary-action" variant="primary" loading={isRunning} onClick={() => void save()}>
        Save
      </s-button>
    </s-modal>
  );
}
