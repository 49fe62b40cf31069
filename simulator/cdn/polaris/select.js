/* Select and its options: the native control in the shadow root shows copies of the options that the page gave. */

class Select extends Field {
  static props = `${FIELD} value icon placeholder`;
  static css = `${FIELD_CSS} select.control { appearance: none; cursor: pointer; } .arrow { color: var(--p-icon); pointer-events: none; }`;
  static html = fieldHtml(`<select class="control" id="control"></select><span class="arrow">${icon('chevron-down', 16)}</span>`);

  constructor() {
    super();
    this.watcher = new MutationObserver(() => this.fill());
  }

  connectedCallback() {
    customElements.upgrade(this);
    this.watcher.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
    this.fill();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  get value() {
    return this.wanted ?? this.control.value;
  }

  set value(value) {
    this.wanted = value === null || value === undefined ? '' : String(value);
    this.control.value = this.wanted;
    this.report();
  }

  edited() {
    this.wanted = this.control.value;
    this.report();
  }

  formResetCallback() {
    this.wanted = undefined;
    this.fill();
  }

  /** Copies the options that the page gave into the native control. */
  fill() {
    const control = this.control;
    const first = this.getAttribute('placeholder');
    control.replaceChildren(...(first ? [new Option(first, '')] : []), ...[...this.children].flatMap(optionCopy));
    const chosen = [...this.querySelectorAll('s-option')].find((option) => option.hasAttribute('selected'));
    const initial = this.getAttribute('value') ?? chosen?.value ?? (first ? '' : control.options[0]?.value);
    control.value = this.wanted ?? initial ?? '';
    this.update();
  }

  update() {
    dressField(this, this.control);
    this.control.required = this.required;
    this.$('.lead').innerHTML = this.icon ? icon(this.icon) : '';
    this.report();
  }
}

function optionCopy(element) {
  if (element.localName === 's-option') {
    const copy = new Option(element.textContent.trim(), element.value);
    copy.disabled = element.disabled;
    return [copy];
  }
  if (element.localName !== 's-option-group') return [];
  const group = Object.assign(document.createElement('optgroup'), { label: element.label, disabled: element.disabled });
  group.append(...[...element.children].flatMap(optionCopy));
  return [group];
}

class OptionElement extends PolarisElement {
  static props = 'disabled? value selected? defaultSelected?';
  static css = ':host { display: none; }';
}

define('s-select', Select);
define('s-option', OptionElement);
define('s-option-group', class extends PolarisElement {
  static props = 'disabled? label';
  static css = ':host { display: none; }';
});
