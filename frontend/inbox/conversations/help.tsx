/** The keys in one list, and the switch that turns single letters off. */
import { useState } from "preact/hooks";
import { KEYS, lettersAreOn, switchLetters } from "./keyboard";

const ID = "inbox-keys";
const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

export function showHelp(): void {
  document.querySelector<HTMLElementTagNameMap["s-modal"]>(`#${ID}`)?.showOverlay();
}

export function Help() {
  const [isOn, setOn] = useState(lettersAreOn);
  const change = (next: boolean) => {
    switchLetters(next);
    setOn(next);
  };
  return (
    <s-modal id={ID} heading="Keys">
      <s-stack gap="base">
        <s-switch
          label="Single-letter keys"
          details="Ctrl or ⌘ with Enter works either way."
          checked={isOn}
          onChange={(event) => change(event.currentTarget.checked)}
        />
        <dl class="keys">
          {KEYS.map(({ keys, words }) => (
            <div key={keys}>
              <dt>
                {keys.split("+").map((key) => (
                  <kbd key={key}>{key === "Mod" ? MOD : key}</kbd>
                ))}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </s-stack>
      <s-button slot="secondary-actions" commandFor={ID} command="--hide">
        Close
      </s-button>
    </s-modal>
  );
}
