/** What follows when a form is answered. */
import type { Urgency } from "../ui/words";
import type { Effects } from "./design";

interface Props {
  effects: Effects;
  tags: readonly string[];
  errors: Readonly<Record<string, string>>;
  onChange(part: Partial<Effects>): void;
}

export function EffectsEditor({ effects, tags, errors, onChange }: Props) {
  return (
    <s-section heading="When it is answered">
      <s-stack gap="base">
        <s-checkbox
          label="Look the order up"
          details="The order's card is there before an agent opens the thread."
          checked={effects.lookUpOrder}
          error={errors["effects.lookUpOrder"]}
          onChange={(event) => onChange({ lookUpOrder: event.currentTarget.checked })}
        />
        <s-checkbox
          label="Ask for a person"
          checked={effects.escalate}
          onChange={(event) => onChange({ escalate: event.currentTarget.checked })}
        />
        {effects.escalate && (
          <s-select
            label="Urgency"
            value={effects.urgency}
            onChange={(event) => onChange({ urgency: event.currentTarget.value as Urgency })}
          >
            <s-option value="LOW">Low</s-option>
            <s-option value="NORMAL">Normal</s-option>
            <s-option value="HIGH">High</s-option>
          </s-select>
        )}
        <fieldset class="checks">
          <legend>Put on tags</legend>
          <div>
            {tags.map((name) => (
              <s-checkbox
                key={name}
                label={name}
                checked={effects.tags.includes(name)}
                onChange={(event) =>
                  onChange({
                    tags: event.currentTarget.checked
                      ? [...effects.tags, name]
                      : effects.tags.filter((one) => one !== name),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
        <s-text-field
          label="Webhook"
          details="An https address of yours that each answer is sent to, signed; empty for none."
          placeholder="https://"
          value={effects.webhookUrl}
          error={errors["effects.webhookUrl"]}
          onInput={(event) => onChange({ webhookUrl: event.currentTarget.value ?? "" })}
        />
      </s-stack>
    </s-section>
  );
}
