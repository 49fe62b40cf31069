/* Choosing: checkbox, switch, and a list of choices with one or several answers. */

const CHECK_CSS = `:host { display: block; } .row { display: flex; align-items: flex-start; gap: 8px; cursor: pointer; font: 450 13px/20px var(--p-font); }
  .row.off { cursor: default; color: var(--p-text-disabled); } input { accent-color: var(--p-fill-brand); inline-size: 16px; block-size: 16px; margin: 2px 0; flex: none; }
  .details, .error { padding-inline-start: 24px; font: 450 13px/20px var(--p-font); color: var(--p-text-secondary); } .absent { display: none !important; }
  .error { color: var(--p-text-critical); }`;

class Checkbox extends PolarisElement {
  static formAssociated = true;
  static delegatesFocus = true;
  static props = `indeterminate? defaultIndeterminate? required? labelAccessibilityVisibility value disabled? accessibilityLabel checked?
    defaultChecked? details error label name`;
  static events = 'change input blur';
  static css = CHECK_CSS;
  static html = `<label class="row"><input type="checkbox"><span class="label"></span></label>${NOTES}`;

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.control.addEventListener('change', () => this.say('change', { bubbles: true }));
    this.control.addEventListener('input', () => {
      this.changed = true;
      this.report();
    });
  }

  get control() {
    return this.$('input');
  }

  get value() {
    return this.getAttribute('value') ?? 'on';
  }

  set value(value) {
    attribute(this, 'value', value);
  }

  get checked() {
    return this.control.checked;
  }

  set checked(value) {
    this.changed = true;
    this.control.checked = Boolean(value);
    this.report();
  }

  get defaultChecked() {
    return this.hasAttribute('checked');
  }

  set defaultChecked(value) {
    this.toggleAttribute('checked', Boolean(value));
  }

  click() {
    this.control.click();
  }

  report() {
    this.internals.setFormValue(this.checked ? this.value : null);
    if (this.required && !this.checked) this.internals.setValidity({ valueMissing: true }, 'Tick this box to go on.', this.control);
    else this.internals.setValidity({});
  }

  formResetCallback() {
    this.changed = false;
    this.update();
  }

  update() {
    const control = this.control;
    if (!this.changed) control.checked = this.hasAttribute('checked');
    control.indeterminate = this.hasAttribute('indeterminate');
    control.disabled = this.disabled;
    const label = this.$('.label');
    label.textContent = this.getAttribute('label') ?? '';
    label.classList.toggle('hidden-visually', this.getAttribute('labelaccessibilityvisibility') === 'exclusive');
    this.$('.row').classList.toggle('off', this.disabled);
    attribute(control, 'aria-label', this.getAttribute('accessibilitylabel'));
    writeNotes(this, control);
    this.report();
  }
}

class Switch extends Checkbox {
  static props = 'value disabled? accessibilityLabel checked? defaultChecked? details error label required? name labelAccessibilityVisibility';
  static css = `${CHECK_CSS} input { appearance: none; inline-size: 32px; block-size: 20px; margin: 0; border-radius: 8px; background: var(--p-icon-secondary);
    position: relative; cursor: inherit; transition: background 0.1s; } input::after { content: ''; position: absolute; inset: 3px auto auto 3px;
    inline-size: 14px; block-size: 14px; border-radius: 5px; background: #fff; transition: translate 0.1s; } input:checked { background: var(--p-fill-brand); }
    input:checked::after { translate: 12px 0; } .details, .error { padding-inline-start: 40px; } input:disabled { background: var(--p-border-strong); }`;
  static html = `<label class="row"><input type="checkbox" role="switch"><span class="label"></span></label>
    <div class="details" id="details"></div><div class="error" id="error"></div>`;
}

class Choice extends PolarisElement {
  static delegatesFocus = true;
  static props = 'disabled? accessibilityLabel value selected? defaultSelected?';
  static css = CHECK_CSS;
  static html = `<label class="row"><input type="radio"><span><slot></slot></span></label><div class="details"><slot name="details"></slot></div>
    <slot name="secondary-content"></slot>`;

  constructor() {
    super();
    this.$('input').addEventListener('change', (event) => {
      event.stopPropagation();
      this.parentElement?.choose?.(this, this.$('input').checked);
    });
    this.$('input').addEventListener('input', (event) => event.stopPropagation());
  }

  update() {
    const list = this.closest('s-choice-list');
    const input = this.$('input');
    input.type = list?.multiple ? 'checkbox' : 'radio';
    input.checked = this.hasAttribute('selected');
    input.disabled = this.disabled || Boolean(list?.disabled);
    attribute(input, 'aria-label', this.getAttribute('accessibilitylabel'));
    this.$('.row').classList.toggle('off', input.disabled);
    this.$('.details').style.display = this.fills('details') ? '' : 'none';
  }
}

class ChoiceList extends PolarisElement {
  static formAssociated = true;
  static props = 'disabled? multiple? details error label name labelAccessibilityVisibility values*';
  static events = 'change input';
  static css = `:host { display: block; } fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 6px; } legend { padding: 0; margin-block-end: 4px;
    font: 450 13px/20px var(--p-font); } .details { color: var(--p-text-secondary); } .error { color: var(--p-text-critical); }
    .absent { display: none; }`;
  static html = '<fieldset><legend class="label"></legend><slot></slot><div class="details" id="details"></div><div class="error" id="error"></div></fieldset>';

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.$('slot').addEventListener('slotchange', () => this.settle());
    this.addEventListener('keydown', (event) => this.move(event));
  }

  get choices() {
    return [...this.querySelectorAll('s-choice')];
  }

  get values() {
    return this.choices.filter((choice) => choice.selected).map((choice) => choice.value);
  }

  set values(values) {
    this.wanted = values ?? [];
    this.settle();
  }

  choose(chosen, on) {
    for (const choice of this.choices) {
      if (choice === chosen) choice.selected = on;
      else if (!this.multiple) choice.selected = false;
    }
    this.wanted = this.values;
    this.report();
    this.say('input', { bubbles: true, composed: true });
    this.say('change', { bubbles: true });
  }

  /* Radios in different shadow roots are no native group: arrow keys move the choice here. */
  move(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || this.multiple) return;
    const open = this.choices.filter((choice) => !choice.disabled);
    const next = open[(open.indexOf(document.activeElement) + step + open.length) % open.length];
    event.preventDefault();
    next?.focus();
    if (next) this.choose(next, true);
  }

  settle() {
    if (this.wanted) for (const choice of this.choices) choice.selected = this.wanted.includes(choice.value);
    for (const choice of this.choices) choice.update();
    this.report();
  }

  report() {
    const data = new FormData();
    for (const value of this.values) data.append(this.getAttribute('name') ?? '', value);
    this.internals.setFormValue(this.getAttribute('name') ? data : null);
  }

  update() {
    this.$('.label').textContent = this.getAttribute('label') ?? '';
    this.$('.label').classList.toggle('hidden-visually', this.getAttribute('labelaccessibilityvisibility') === 'exclusive');
    writeNotes(this, this.$('fieldset'));
    this.settle();
  }
}

define('s-checkbox', Checkbox);
define('s-switch', Switch);
define('s-choice', Choice);
define('s-choice-list', ChoiceList);
