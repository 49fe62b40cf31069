/** The form as shoppers see it, by the widget's own component and styles, and a test run that the server judges. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import english from "../../../extensions/theme-app-extension/locales/en.default.json";
import { TryActionDocument } from "../../graphql/generated/graphql";
import { asFieldValues, type Values } from "../../widget/answers";
import { inkOn, readableOn } from "../../widget/colour";
import { put } from "../../widget/form-entry";
import type { Pictures } from "../../widget/pictures";
import base from "../../widget/styles/base.css?inline";
import cards from "../../widget/styles/cards.css?inline";
import { createWords } from "../../widget/words";
import { ask, wordsOf } from "../shell/api";
import { type Design, inputOf, previewOf } from "./design";

const COLOUR = "#1f6f54";
const STRINGS = { ...(english.chat as Record<string, string>), answers_saved: "" };
const words = createWords({ strings: STRINGS, locale: "en" });
const LOOK = `--brand:${COLOUR};--on-brand:${inkOn(COLOUR)};--brand-light:${readableOn("#f3f4f2", COLOUR)};`;

/** A photo in the preview goes nowhere. */
const PICTURES: Pictures = {
  async send(_field, file) {
    const name = `photo-${crypto.randomUUID().replaceAll("-", "").slice(0, 22)}`;
    return { picture: { name, url: URL.createObjectURL(file) }, problem: null };
  },
};

type Outcome = { tone: "success" | "critical"; lines: string[] } | null;

export function Preview({ design }: { design: Design }) {
  const place = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLDivElement | null>(null);
  const [values, setValues] = useState<Values>({});
  const [outcome, setOutcome] = useState<Outcome>(null);
  /** A sent form stays shut; the next test is another form. */
  const [run, setRun] = useState(1);

  const restart = () => {
    setRun((before) => before + 1);
    setOutcome(null);
  };
  const submit = async (given: Values) => {
    setOutcome(null);
    try {
      const { tried } = await ask(TryActionDocument, { input: inputOf(design), values: asFieldValues(given) });
      const problem = tried.userErrors[0]?.message ?? null;
      const fieldErrors = tried.fields.flatMap(({ key, error }) => (error === null ? [] : [{ key, message: error }]));
      if (problem === null && fieldErrors.length === 0) {
        const labels = new Map(previewOf(design).fields.map(({ key, label }) => [key, label]));
        const kept = tried.fields.flatMap(({ key, value }) => (value === null ? [] : [`${labels.get(key)}: ${value}`]));
        setOutcome({ tone: "success", lines: [...kept, ...tried.effects] });
        setRun((before) => before + 1);
      }
      return { fieldErrors, problem };
    } catch (error) {
      return { fieldErrors: [], problem: wordsOf(error) };
    }
  };

  useLayoutEffect(() => {
    const host = place.current;
    if (!host || host.shadowRoot) return;
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = base + cards;
    const chat = document.createElement("div");
    chat.className = "chat";
    chat.lang = "en";
    chat.style.cssText = LOOK;
    // What is typed into the preview is no change of the form.
    for (const name of ["input", "change", "submit"]) chat.addEventListener(name, (event) => event.stopPropagation());
    root.append(style, chat);
    ground.current = chat;
    return () => put(chat, words, null);
  }, []);
  useLayoutEffect(() => {
    if (!ground.current) return;
    put(ground.current, words, {
      form: { ...previewOf(design), id: `preview-${run}` },
      values,
      saved: "saved",
      said: "",
      pictures: PICTURES,
      onType: (key, value) => setValues((before) => ({ ...before, [key]: value })),
      onSubmit: submit,
      onSkip: async () => restart(),
    });
  });

  return (
    <s-section heading="Preview">
      <div class="preview" ref={place} />
      <div aria-live="polite">
        {outcome && (
          <s-banner tone={outcome.tone} heading="This is what would follow. Nothing was kept.">
            <ul class="preview-outcome">
              {outcome.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </s-banner>
        )}
      </div>
      <p class="quiet">Fill it in and send it to test the rules.</p>
    </s-section>
  );
}
