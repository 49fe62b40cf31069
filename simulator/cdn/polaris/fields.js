/* Text-like fields: a native control with label, details and error inside the shadow root; the element itself is a form
 * control. `value` is what the person sees; the attribute `value` is only the first value, as for a native input. */

const FIELD_CSS = `
  :host { display: block; } .label { display: block; margin-block-end: 4px; font: 450 13px/20px var(--p-font); color: var(--p-text); }
  .frame { display: flex; align-items: center; gap: 4px; min-block-size: 32px; padding-inline: 12px; border-radius: 8px; background: var(--p-input);
    border: 0.66px solid var(--p-input-border); color: var(--p-text); }
  .frame:hover { border-color: var(--p-input-border-hover); background: var(--p-input-hover); }
  .frame:focus-within { border-color: var(--p-border-focus); box-shadow: 0 0 0 1px var(--p-border-focus); background: var(--p-surface); }
  .control { flex: 1; min-inline-size: 0; inline-size: 100%; border: 0; outline: 0; background: none; padding: 6px 0; color: inherit;
    font: 450 13px/20px var(--p-font); } .control::placeholder { color: var(--p-text-secondary); opacity: 1; }
  textarea.control { resize: none; } .lead { color: var(--p-icon-secondary); } .lead:empty, .affix:empty { display: none; } .affix { color: var(--p-text-secondary); white-space: nowrap; }
  .details, .error { margin-block-start: 4px; font: 450 13px/20px var(--p-font); color: var(--p-text-secondary); }
  .error { color: var(--p-text-critical); } .absent { display: none !important; }
  .invalid .frame { border-color: var(--p-border-critical); background: var(--p-surface-critical); }
  .disabled .frame { background: var(--p-surface-disabled); border-color: transparent; color: var(--p-text-disabled); }
  .disabled .label { color: var(--p-text-disabled); }
  .control::-webkit-search-cancel-button { display: none; } .clear { border: 0; background: none; color: var(--p-icon); padding: 2px; cursor: pointer;
    border-radius: 6px; } .asterisk { color: var(--p-text-critical); margin-inline-start: 2px; }
  @media (max-width: 490px) { .control { font-size: 16px; } }`;

const FIELD = 'id disabled? name details error label required? labelAccessibilityVisibility ';
const TYPED = `${FIELD} value defaultValue placeholder readOnly? autocomplete `;
const LENGTHS = 'maxLength# minLength# ';

const NOTES = `<div class="details" id="details"><span class="words"></span><slot name="details"></slot></div>
  <div class="error" id="error"><span class="words"></span><slot name="error"></slot></div>`;

const fieldHtml = (control, accessory = '') => `<div class="field"><label class="label" for="control"></label><div class="frame"><span class="lead"></span>
  <span class="affix prefix"></span>${control}<span class="affix suffix"></span>${accessory}</div>${NOTES}</div>`;

class Field extends PolarisElement {
  static formAssociated = true;
  static delegatesFocus = true;
  static events = 'input change focus blur';
  static css = FIELD_CSS;
  static html = fieldHtml('<input class="control" id="control" type="text">');
  static type = 'text';

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.control.addEventListener('input', () => this.edited());
    this.control.addEventListener('change', () => {
      this.edited();
      this.say('change', { bubbles: true });
    });
    this.control.addEventListener('keydown', (event) => this.submitOnEnter(event));
  }

  get control() {
    return this.$('#control');
  }

  get value() {
    return this.control.value;
  }

  set value(value) {
    const text = value === null || value === undefined ? '' : String(value);
    this.touched = true;
    if (this.control.value !== text) this.control.value = text;
    this.report();
  }

  get defaultValue() {
    return this.getAttribute('value') ?? '';
  }

  set defaultValue(value) {
    attribute(this, 'value', value);
  }

  edited() {
    this.touched = true;
    this.report();
  }

  /** Tells the form the value, and whether it is acceptable. */
  report() {
    this.internals.setFormValue(this.value);
    const { validity, validationMessage } = this.control;
    if (validity.valid) this.internals.setValidity({});
    else this.internals.setValidity(validity, validationMessage, this.control);
    this.reported?.();
  }

  submitOnEnter(event) {
    if (event.key !== 'Enter' || event.isComposing || this.control.localName === 'textarea') return;
    setTimeout(() => {
      if (!event.defaultPrevented) this.internals.form?.requestSubmit();
    });
  }

  select() {
    this.control.select?.();
  }

  checkValidity() {
    return this.internals.checkValidity();
  }

  get form() {
    return this.internals.form;
  }

  formResetCallback() {
    this.touched = false;
    this.update();
  }

  update() {
    const control = this.control;
    if (!this.touched && 'defaultValue' in control) control.value = this.defaultValue;
    dressField(this, control);
    for (const name of ['placeholder', 'autocomplete', 'maxlength', 'minlength', 'min', 'max', 'step', 'rows', 'inputmode']) {
      attribute(control, name, this.getAttribute(name));
    }
    attribute(control, 'readonly', this.hasAttribute('readonly'));
    control.required = this.required;
    this.$('.lead').innerHTML = this.getAttribute('icon') ? icon(this.getAttribute('icon')) : '';
    this.$('.prefix').textContent = this.getAttribute('prefix') ?? '';
    this.$('.suffix').textContent = this.getAttribute('suffix') ?? '';
    this.report();
  }
}

/** Label, details, error, disabled: what every kind of field shows the same way. */
function dressField(element, control) {
  const label = element.$('.label');
  label.textContent = element.getAttribute('label') ?? '';
  if (element.required && label.textContent) label.insertAdjacentHTML('beforeend', '<span class="asterisk" aria-hidden="true">*</span>');
  label.classList.toggle('hidden-visually', element.getAttribute('labelaccessibilityvisibility') === 'exclusive');
  label.style.display = label.textContent ? '' : 'none';
  const described = writeNotes(element, control);
  element.$('.field').classList.toggle('invalid', described === 'error');
  element.$('.field').classList.toggle('disabled', element.disabled);
  control.disabled = element.disabled;
  attribute(control, 'aria-invalid', described === 'error' ? 'true' : null);
  attribute(control, 'aria-label', element.getAttribute('accessibilitylabel'));
}

/** Shows details and error, as text or as slotted content, and ties the graver of them to the control. */
function writeNotes(element, control) {
  let described = null;
  for (const note of ['details', 'error']) {
    const text = element.getAttribute(note) ?? '';
    const box = element.$(`.${note}`);
    const words = box.querySelector('.words') ?? box;
    words.textContent = text;
    const present = Boolean(text) || (box.querySelector('slot') && element.fills(note));
    box.classList.toggle('absent', !present);
    if (present) described = note;
  }
  attribute(control, 'aria-describedby', described);
  return described;
}

const inputField = (type, props, accessory = '') =>
  class extends Field {
    static props = props;
    static html = fieldHtml(`<input class="control" id="control" type="${type}">`, accessory);
  };

class SearchField extends Field {
  static props = `${TYPED} ${LENGTHS}`;
  static html = fieldHtml('<input class="control" id="control" type="search">');

  constructor() {
    super();
    this.clear = Object.assign(document.createElement('button'), { className: 'clear', type: 'button', innerHTML: icon('x-circle', 16) });
    this.clear.setAttribute('aria-label', 'Clear');
    this.clear.addEventListener('click', () => {
      this.value = '';
      this.say('input', { bubbles: true, composed: true });
      this.say('change', { bubbles: true });
      this.control.focus();
    });
  }

  reported() {
    if (this.value && !this.disabled) this.$('.frame').append(this.clear);
    else this.clear.remove();
  }

  update() {
    super.update();
    this.$('.lead').innerHTML = icon('search');
  }
}

class ColorField extends Field {
  static props = `${TYPED} alpha?`;
  static html = fieldHtml('<input class="swatch" type="color" tabindex="-1" aria-label="Pick a colour"><input class="control" id="control" type="text">');
  static css = `${FIELD_CSS} .swatch { inline-size: 20px; block-size: 20px; padding: 0; border: 0; background: none; }`;

  constructor() {
    super();
    this.$('.swatch').addEventListener('input', ({ target }) => {
      this.value = target.value;
      this.say('input', { bubbles: true, composed: true });
    });
    this.$('.swatch').addEventListener('change', (event) => {
      event.stopPropagation();
      this.say('change', { bubbles: true });
    });
  }

  reported() {
    if (/^#[0-9a-f]{6}$/i.test(this.value)) this.$('.swatch').value = this.value;
    this.$('.swatch').disabled = this.disabled;
  }
}

class TextArea extends Field {
  static props = `${TYPED} ${LENGTHS} rows#`;
  static html = fieldHtml('<textarea class="control" id="control" rows="2"></textarea>');
}

define('s-text-field', inputField('text', `${TYPED} ${LENGTHS} icon suffix prefix`, '<slot name="accessory"></slot>'));
define('s-text-area', TextArea);
define('s-search-field', SearchField);
define('s-email-field', inputField('email', `${TYPED} ${LENGTHS}`));
define('s-url-field', inputField('url', `${TYPED} ${LENGTHS}`));
define('s-password-field', inputField('password', `${TYPED} ${LENGTHS}`));
define('s-number-field', inputField('number', `${TYPED} inputMode max# min# step# suffix prefix`));
define('s-money-field', inputField('number', `${TYPED} max# min# currencyCode`));
define('s-date-field', class extends inputField('date', `${TYPED} view defaultView allow disallow allowDays disallowDays`) {
  static events = 'input change focus blur invalid viewchange';
});
define('s-color-field', ColorField);
