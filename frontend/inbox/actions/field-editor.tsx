/** One question of a form: what it asks, how it is answered, and its place among the others. */
import type { FieldKind } from "../ui/words";
import { type DesignField, hasChoices, hasLength, hasPattern, hasRange, mayBeRequired } from "./design";
import { KIND, KINDS } from "./names";

export interface FieldEditorProps {
  field: DesignField;
  at: number;
  count: number;
  /** What was refused, by the name of the input. */
  errors: Readonly<Record<string, string>>;
  onChange(part: Partial<DesignField>): void;
  onMove(by: number): void;
  onRemove(): void;
}

export function FieldEditor({ field, at, count, errors, onChange, onMove, onRemove }: FieldEditorProps) {
  const name = field.label || `Question ${at + 1}`;
  const text = (key: "label" | "help", label: string, details?: string) => (
    <s-text-field
      label={label}
      details={details}
      value={field[key]}
      error={errors[key]}
      onInput={(event) => onChange({ [key]: event.currentTarget.value ?? "" })}
    />
  );
  return (
    <div
      class="field-editor"
      role="group"
      aria-label={name}
      data-field={field.id}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
        event.preventDefault();
        onMove(event.key === "ArrowUp" ? -1 : 1);
      }}
    >
      <div class="field-editor-head">
        <strong>{name}</strong>
        <span>
          <s-button
            variant="tertiary"
            icon="arrow-up"
            accessibilityLabel={`Move ${name} up`}
            disabled={at === 0}
            onClick={() => onMove(-1)}
          />
          <s-button
            variant="tertiary"
            icon="arrow-down"
            accessibilityLabel={`Move ${name} down`}
            disabled={at === count - 1}
            onClick={() => onMove(1)}
          />
          <s-button
            variant="tertiary"
            icon="delete"
            accessibilityLabel={`Remove ${name}`}
            disabled={count === 1}
            onClick={onRemove}
          />
        </span>
      </div>
      <div class="field-editor-row">
        {text("label", "Question")}
        <s-select
          label="Kind"
          value={field.kind}
          onChange={(event) => onChange({ kind: event.currentTarget.value as FieldKind })}
        >
          {KINDS.map((kind) => (
            <s-option key={kind} value={kind}>
              {KIND[kind]}
            </s-option>
          ))}
        </s-select>
      </div>
      {text("help", "Help", "A line below the question; may be empty.")}
      {hasChoices(field.kind) && (
        <s-text-area
          label="Choices"
          rows={4}
          details="One on each line."
          value={field.choices}
          error={errors.choices}
          onInput={(event) => onChange({ choices: event.currentTarget.value ?? "" })}
        />
      )}
      {mayBeRequired(field.kind) && (
        <s-checkbox
          label="Must be answered"
          checked={field.isRequired}
          error={errors.isRequired}
          onChange={(event) => onChange({ isRequired: event.currentTarget.checked })}
        />
      )}
      <Rules field={field} errors={errors} onChange={onChange} />
    </div>
  );
}

type RuleKey = "minLength" | "maxLength" | "minimum" | "maximum" | "pattern" | "errorText";

function Rules({ field, errors, onChange }: Pick<FieldEditorProps, "field" | "errors" | "onChange">) {
  const { kind } = field;
  const rule = (key: RuleKey, label: string, details?: string) => (
    <s-text-field
      label={label}
      details={details}
      value={field[key]}
      error={errors[key]}
      onInput={(event) => onChange({ [key]: event.currentTarget.value ?? "" })}
    />
  );
  if (hasChoices(kind) || kind === "PHOTO") return null;
  const isOpen = Object.keys(errors).some((key) => key !== "label" && key !== "help");
  const isRuled = [field.minLength, field.maxLength, field.minimum, field.maximum, field.pattern].some(Boolean);
  return (
    <details class="field-rules" open={isOpen || undefined}>
      <summary>{isRuled ? "Rule for the answer (set)" : "Rule for the answer"}</summary>
      <div class="field-editor-row">
        {hasLength(kind) && rule("minLength", "Fewest characters")}
        {hasLength(kind) && rule("maxLength", "Most characters")}
        {hasRange(kind) && rule("minimum", kind === "DATE" ? "Earliest, such as 2026-11-22" : "Smallest")}
        {hasRange(kind) && rule("maximum", kind === "DATE" ? "Latest" : "Largest")}
      </div>
      {hasPattern(kind) &&
        rule(
          "pattern",
          "Pattern",
          "Such as RMA-\\d{4}: \\d is a digit, \\w a letter or digit, [A-Z] a range, + once or more.",
        )}
      {rule("errorText", "If the rule is broken, say", "In your own words; empty for ours, in the shopper's language.")}
    </details>
  );
}
