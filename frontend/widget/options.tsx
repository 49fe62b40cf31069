/** The shopper's own orders, or the items of one, to choose from. What is not among them can be written. */
import { useState } from "preact/hooks";
import { safeUrl } from "../live/links";
import { type FieldProps, Line } from "./field";
import type { FieldOption } from "./schema";
import { useWords } from "./words";

interface Props extends FieldProps {
  options: readonly FieldOption[];
  aria: object;
}

export function Options({ options, ...line }: Props) {
  const words = useWords();
  const { id, field, value, isDisabled, onInput, aria } = line;
  const [isOther, setOther] = useState(false);
  const isWritten = !options.some((option) => option.value === value) && (isOther || value !== "");
  const other = { value: "", detail: "", imageUrl: null, words: words.t("option_other") };

  function choose(option: FieldOption) {
    setOther(option.value === "");
    onInput(option.value);
  }

  return (
    <div class="choices" role="radiogroup" aria-labelledby={`${id}-label`} {...aria}>
      {[...options.map((option) => ({ ...option, words: option.value })), other].map((option, at) => (
        <label class="choice option" key={option.value}>
          <input
            id={at ? undefined : id}
            type="radio"
            name={id}
            checked={option.value ? option.value === value : isWritten}
            disabled={isDisabled}
            onChange={() => choose(option)}
          />
          {safeUrl(option.imageUrl) && <img src={option.imageUrl ?? ""} alt="" loading="lazy" />}
          <span>
            {option.words}
            {option.detail && <span class="quiet">{option.detail}</span>}
          </span>
        </label>
      ))}
      {isWritten && (
        <div class="field">
          <Line {...line} id={`${id}-written`} aria={{ "aria-label": field.label }} />
        </div>
      )}
    </div>
  );
}
