/** Where the open form stands in the thread. Its script is fetched when a form is there to be shown, and not before. */
import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FormModule } from "./form-entry";
import type { Form } from "./schema";
import type { Chat } from "./view";
import { useWords } from "./words";

/** Fetches the script; a browser may remember that a module failed to load, so each try asks another address. */
export const scriptAt = (address: string) => (tries: number) => {
  const again = tries ? `${address.includes("?") ? "&" : "?"}try=${tries}` : "";
  return import(/* @vite-ignore */ address + again) as Promise<FormModule>;
};

export const ScriptContext = createContext<(tries: number) => Promise<FormModule>>(scriptAt(""));

interface Props {
  form: Form;
  chat: Chat;
  said: string;
  /** The form is drawn for the first time, into this element. */
  onShown(card: Element): void;
}

export function FormPlace({ form, chat, said, onShown }: Props) {
  const words = useWords();
  const script = useContext(ScriptContext);
  const place = useRef<HTMLDivElement>(null);
  const [module, setModule] = useState<FormModule | null>(null);
  const [tries, setTries] = useState(0);
  const [isMissing, setMissing] = useState(false);

  useEffect(() => {
    setMissing(false);
    script(tries).then(setModule, () => setMissing(true));
  }, [tries]);
  useLayoutEffect(() => {
    if (!module || !place.current) return;
    module.put(place.current, words, {
      form,
      said,
      values: chat.answers.valuesOf(form),
      saved: chat.answers.saved,
      grant: chat.grant,
      onType: (key, value) => chat.answers.type(form, key, value),
      onSubmit: (values) => chat.submit(form, values),
      onSkip: () => chat.skip(form),
    });
  });
  useLayoutEffect(() => {
    if (module && place.current) onShown(place.current);
  }, [module]);
  useEffect(() => {
    const element = place.current;
    return () => {
      if (module && element) module.put(element, words, null);
    };
  }, [module]);

  return (
    // What is typed and saved here is nobody's message: the log around it does not read it out.
    <div class="form-place" aria-live="off">
      <div ref={place} />
      {!module && (
        <div class="card form" role={isMissing ? "alert" : undefined} aria-busy={!isMissing}>
          <strong>{form.title}</strong>
          {isMissing && (
            <p class="foot">
              {words.t("form_missing")}
              <button type="button" class="plain" onClick={() => setTries(tries + 1)}>
                {words.t("retry")}
              </button>
            </p>
          )}
        </div>
      )}
    </div>
  );
}
