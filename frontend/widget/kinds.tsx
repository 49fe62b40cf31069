/** The controls of a form that are more than one line of text: long texts, choices and photos. */
import { Field, type FieldProps } from "./field";
import { Options } from "./options";
import { Photos } from "./photos";
import type { Pictures } from "./pictures";
import { useWords } from "./words";

/** Several choices are one value, one choice a line. */
export const parts = (value: string) => value.split("\n").filter(Boolean);

export function toggled(value: string, choice: string, choices: readonly string[]): string {
  const chosen = new Set(parts(value));
  if (!chosen.delete(choice)) chosen.add(choice);
  return choices.filter((one) => chosen.has(one)).join("\n");
}

/** So many choices are seen at once; more are a list that opens. */
const SEEN = 5;

function Choices({ id, field, value, isDisabled, onInput, aria }: FieldProps & { aria: object }) {
  const isMany = field.kind === "CHOICES";
  const chosen = isMany ? parts(value) : [value];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name
    <div class="choices" role={isMany ? "group" : "radiogroup"} aria-labelledby={`${id}-label`} {...aria}>
      {field.choices.map((choice, at) => (
        <label class="choice">
          <input
            id={at ? undefined : id}
            type={isMany ? "checkbox" : "radio"}
            name={id}
            checked={chosen.includes(choice)}
            disabled={isDisabled}
            onChange={() => onInput(isMany ? toggled(value, choice, field.choices) : choice)}
          />
          <span>{choice}</span>
        </label>
      ))}
    </div>
  );
}

function Select({ id, field, value, isDisabled, onInput, aria }: FieldProps & { aria: object }) {
  const words = useWords();
  return (
    <select
      id={id}
      value={value}
      disabled={isDisabled}
      onChange={(event) => onInput(event.currentTarget.value)}
      {...aria}
    >
      <option value="">{words.t("choose")}</option>
      {field.choices.map((choice) => (
        <option value={choice}>{choice}</option>
      ))}
    </select>
  );
}

function LongText({ id, field, value, isDisabled, onInput, aria }: FieldProps & { aria: object }) {
  return (
    <textarea
      id={id}
      rows={3}
      maxLength={field.maxLength}
      dir="auto"
      value={value}
      disabled={isDisabled}
      onInput={(event) => onInput(event.currentTarget.value)}
      {...aria}
    />
  );
}

interface Asked extends FieldProps {
  /** Sends photos; where there is none, a photo's question is left out. */
  pictures: Pictures | null;
  onGoing(count: number): void;
}

/** Any question of a form. */
export function Question(props: Asked) {
  const { pictures, onGoing, ...own } = props;
  const { kind, choices } = own.field;
  if (kind === "LONG_TEXT") return <Field {...own} control={(aria) => <LongText {...own} aria={aria} />} />;
  if (kind === "CHOICE" && choices.length > SEEN)
    return <Field {...own} control={(aria) => <Select {...own} aria={aria} />} />;
  if (kind === "CHOICE" || kind === "CHOICES")
    return <Field {...own} isGroup control={(aria) => <Choices {...own} aria={aria} />} />;
  const options = own.field.options ?? [];
  if (options.length > 0)
    return <Field {...own} isGroup control={(aria) => <Options {...own} options={options} aria={aria} />} />;
  if (kind !== "PHOTO") return <Field {...own} />;
  if (!pictures) return null;
  return (
    <Field {...own} isGroup control={(aria) => <Photos {...own} pictures={pictures} onGoing={onGoing} aria={aria} />} />
  );
}
