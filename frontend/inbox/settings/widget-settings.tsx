/** The words of the widget. The form uses the admin's save bar; a refusal stands beside its field. */
import { useState } from "preact/hooks";
import { type ShopFieldsFragment, UpdateSettingsDocument } from "../../graphql/generated/graphql";
import { ask, wordsOf } from "../shell/api";
import { NO_REFUSALS, refusalsOf } from "../ui/field-errors";

type Settings = ShopFieldsFragment["settings"];

interface Written {
  greeting: string;
  botName: string;
  openingQuestions: string;
  replyTime: string;
}

const written = (settings: Settings): Written => ({
  greeting: settings.greeting,
  botName: settings.botName,
  openingQuestions: settings.openingQuestions.join("\n"),
  replyTime: settings.replyTime,
});

/** One question on a line; empty lines say nothing. */
export function questionsOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

export function WidgetSettings({ settings }: { settings: Settings }) {
  const [saved, setSaved] = useState(() => written(settings));
  const [form, setForm] = useState(saved);
  const [refusals, setRefusals] = useState(NO_REFUSALS);
  const change = (part: Partial<Written>) => setForm((before) => ({ ...before, ...part }));

  const save = async () => {
    try {
      const { changed } = await ask(UpdateSettingsDocument, {
        input: { ...form, openingQuestions: questionsOf(form.openingQuestions) },
      });
      setRefusals(refusalsOf(changed.userErrors, ["greeting", "botName", "openingQuestions", "replyTime"]));
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
      <s-section heading="What the widget says">
        <s-stack gap="base">
          {refusals.form && <s-banner tone="critical">{refusals.form}</s-banner>}
          <s-text-area
            name="greeting"
            label="Greeting"
            rows={2}
            details="The first words that a shopper sees."
            value={form.greeting}
            error={refusals.fields.greeting}
            onInput={(event) => change({ greeting: event.currentTarget.value ?? "" })}
          />
          <s-text-field
            name="botName"
            label="Name of the bot"
            details="Shoppers always see that it is a bot."
            value={form.botName}
            error={refusals.fields.botName}
            onInput={(event) => change({ botName: event.currentTarget.value ?? "" })}
          />
          <s-text-area
            name="openingQuestions"
            label="Opening questions"
            rows={4}
            details="One on each line. Shoppers can ask them with one click."
            value={form.openingQuestions}
            error={refusals.fields.openingQuestions}
            onInput={(event) => change({ openingQuestions: event.currentTarget.value ?? "" })}
          />
          <s-text-field
            name="replyTime"
            label="Usual reply time"
            details="What a waiting shopper is told, such as “about ten minutes”."
            value={form.replyTime}
            error={refusals.fields.replyTime}
            onInput={(event) => change({ replyTime: event.currentTarget.value ?? "" })}
          />
        </s-stack>
      </s-section>
    </form>
  );
}
