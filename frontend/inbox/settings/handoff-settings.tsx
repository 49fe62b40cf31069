/** When the team is there, and what happens to a shopper whom nobody answers. A refusal stands beside its field. */
import { useState } from "preact/hooks";
import { type ShopFieldsFragment, UpdateSettingsDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";
import { datesOf, dayName, minutesOf, spansOf, WEEKDAYS, type Week, weekOf } from "./hours";

type Settings = ShopFieldsFragment["settings"];

interface Written {
  keepsHours: boolean;
  week: Week;
  closedDates: string;
  reminderMinutes: string;
  urgencyMinutes: string;
  goneMinutes: string;
}

const FIELDS = [
  "hours",
  "closedDates",
  "reminderMinutes",
  "urgencyMinutes",
  "goneMinutes",
  ...WEEKDAYS.map((weekday) => `hours.${weekday.toLowerCase()}`),
];
const NOT_MINUTES = "Write whole minutes, such as 2, 5, 15.";

const written = (settings: Settings): Written => ({
  keepsHours: settings.keepsHours,
  week: weekOf(settings.hours),
  closedDates: settings.closedDates.join("\n"),
  reminderMinutes: settings.reminderMinutes.join(", "),
  urgencyMinutes: String(settings.urgencyMinutes),
  goneMinutes: String(settings.goneMinutes),
});

/** What is no number is refused here, as the API takes none but numbers. */
function inputOf(form: Written) {
  const reminderMinutes = minutesOf(form.reminderMinutes);
  const urgencyMinutes = minutesOf(form.urgencyMinutes);
  const goneMinutes = minutesOf(form.goneMinutes);
  const fields: Record<string, string> = {};
  if (!reminderMinutes) fields.reminderMinutes = NOT_MINUTES;
  if (urgencyMinutes?.length !== 1) fields.urgencyMinutes = "Write whole minutes; 0 is for never.";
  if (goneMinutes?.length !== 1) fields.goneMinutes = "Write whole minutes.";
  const input = {
    keepsHours: form.keepsHours,
    hours: spansOf(form.week),
    closedDates: datesOf(form.closedDates),
    reminderMinutes,
    urgencyMinutes: urgencyMinutes?.[0] ?? null,
    goneMinutes: goneMinutes?.[0] ?? null,
  };
  return { fields, input };
}

export function HandoffSettings({ settings, timezone }: { settings: Settings; timezone: string }) {
  const [saved, setSaved] = useState(() => written(settings));
  const [form, setForm] = useState(saved);
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const change = (part: Partial<Written>) => setForm((before) => ({ ...before, ...part }));

  const save = async () => {
    const { fields, input } = inputOf(form);
    if (Object.keys(fields).length > 0) return setRefusals({ fields, form: null });
    try {
      const { changed } = await ask(UpdateSettingsDocument, { input });
      setRefusals(refusalsOf(changed.userErrors, FIELDS));
      if (changed.userErrors.length > 0 || !changed.shop) return;
      const next = written(changed.shop.settings);
      setSaved(next);
      setForm(next);
      window.shopify.toast.show("Settings saved");
    } catch (error) {
      setRefusals({ fields: {}, form: wordsOf(error) });
    }
  };
  return (
    <form
      data-save-bar
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onReset={() => {
        setForm(saved);
        setRefusals(NO_REFUSALS);
      }}
    >
      <s-section heading="When a person is asked for">
        <s-stack gap="base">
          {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
          <s-checkbox
            name="keepsHours"
            label="The team is there at set hours only"
            details="Outside of them shoppers are told when the team is back, and may leave an e-mail address."
            checked={form.keepsHours}
            error={refusals.fields.hours}
            onChange={(event) => change({ keepsHours: event.currentTarget.checked })}
          />
          <Hours form={form} change={change} refused={refusals.fields} timezone={timezone} />
          <Waiting form={form} change={change} refused={refusals.fields} />
        </s-stack>
      </s-section>
    </form>
  );
}

interface Part {
  form: Written;
  change(part: Partial<Written>): void;
  refused: Readonly<Record<string, string>>;
}

function Hours({ form, change, refused, timezone }: Part & { timezone: string }) {
  return (
    <>
      <fieldset class="hours" disabled={!form.keepsHours}>
        <legend>Hours, by the shop's clock ({timezone.replaceAll("_", " ")})</legend>
        {WEEKDAYS.map((weekday) => (
          <s-text-field
            key={weekday}
            name={`hours-${weekday}`}
            label={dayName(weekday)}
            placeholder="Closed"
            disabled={!form.keepsHours}
            value={form.week[weekday]}
            error={refused[`hours.${weekday.toLowerCase()}`]}
            onInput={(event) => change({ week: { ...form.week, [weekday]: event.currentTarget.value ?? "" } })}
          />
        ))}
        <p class="quiet">Such as 09:00–17:00, or 09:00–12:00, 13:00–17:00 for a day with a break.</p>
      </fieldset>
      <s-text-area
        name="closedDates"
        label="Closed on"
        rows={3}
        details="Dates such as 2026-12-25, one on each line."
        disabled={!form.keepsHours}
        value={form.closedDates}
        error={refused.closedDates}
        onInput={(event) => change({ closedDates: event.currentTarget.value ?? "" })}
      />
    </>
  );
}

function Waiting({ form, change, refused }: Part) {
  return (
    <>
      <s-text-field
        name="reminderMinutes"
        label="Remind everybody after minutes"
        details="A sound and a notice for all at the inbox, while nobody has taken the conversation. Empty for none."
        value={form.reminderMinutes}
        error={refused.reminderMinutes}
        onInput={(event) => change({ reminderMinutes: event.currentTarget.value ?? "" })}
      />
      <s-text-field
        name="urgencyMinutes"
        label="Raise the urgency every so many minutes"
        details="Until it is high. 0 is for never. Time outside of the hours does not count."
        value={form.urgencyMinutes}
        error={refused.urgencyMinutes}
        onInput={(event) => change({ urgencyMinutes: event.currentTarget.value ?? "" })}
      />
      <s-text-field
        name="goneMinutes"
        label="Free a conversation after minutes without its agent"
        details="When a shopper waits for an agent who closed the inbox or is away, it goes to the others."
        value={form.goneMinutes}
        error={refused.goneMinutes}
        onInput={(event) => change({ goneMinutes: event.currentTarget.value ?? "" })}
      />
    </>
  );
}
