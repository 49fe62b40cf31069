/** The script that the panel fetches with the first form. It draws into an element of the panel's, with a Preact of its own. */
import { render } from "preact";
import { FormCard, type FormProps } from "./form";
import { type Words, WordsContext } from "./words";

/** Draws the form anew; without one, takes it away. */
export function put(element: Element, words: Words, props: FormProps | null): void {
  render(
    props && (
      <WordsContext.Provider value={words}>
        <FormCard key={props.form.id} {...props} />
      </WordsContext.Provider>
    ),
    element,
  );
}

export type FormModule = { put: typeof put };
