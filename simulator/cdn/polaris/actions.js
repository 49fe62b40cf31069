/* What can be pressed: buttons, links, clickables. Inside is a native control, so keyboard and focus are the browser's.
 * `commandFor` acts on the element with that id: --auto --show --hide --toggle on overlays, --copy on anything. */

const BUTTON_CSS = `
  :host { display: inline-block; vertical-align: middle; max-inline-size: 100%; } :host([inlinesize="fill"]) { display: block; }
  .button { display: inline-flex; align-items: center; justify-content: center; gap: 2px; inline-size: 100%; min-block-size: 28px;
    padding: 6px 12px; border: 0; border-radius: 8px; background: var(--p-surface); color: var(--p-text); box-shadow: var(--p-shadow-button);
    font: 550 12px/16px var(--p-font); text-decoration: none; cursor: pointer; white-space: nowrap; position: relative; }
  .button:hover { background: var(--p-fill-hover); } .button:active { background: var(--p-fill-active); box-shadow: var(--p-shadow-button-pressed); }
  .button .icon { color: var(--p-icon); margin: -2px 0 -2px -4px; } .button .icon:empty { display: none; } .button.bare { padding-inline: 6px; } .button.bare .icon { margin: -2px 0; }
  :host([variant="primary"]) .button { background: var(--p-gradient), var(--p-fill-brand); color: #fff; box-shadow: var(--p-shadow-button-primary); }
  :host([variant="primary"]) .button:hover { background: var(--p-gradient), var(--p-fill-brand-hover); }
  :host([variant="primary"]) .icon { color: #fff; }
  :host([tone="critical"]) .button, :host([tone="critical"]) .icon { color: var(--p-text-critical); }
  :host([variant="primary"][tone="critical"]) .button { background: var(--p-fill-critical); color: #fff; box-shadow: var(--p-shadow-button-critical); }
  :host([variant="primary"][tone="critical"]) .button:hover { background: var(--p-fill-critical-hover); }
  :host([variant="primary"][tone="critical"]) .icon { color: #fff; }
  :host([variant="tertiary"]) .button { background: transparent; box-shadow: none; }
  :host([variant="tertiary"]) .button:hover { background: var(--p-fill-transparent-hover); }
  :host([variant="tertiary"]) .button:active { background: var(--p-fill-transparent-active); }
  .button[disabled], .button[aria-disabled="true"] { background: var(--p-fill-disabled) !important; color: var(--p-text-disabled) !important;
    box-shadow: none !important; cursor: default; }
  .button[disabled] .icon { color: var(--p-text-disabled); } :host([disabled]) { pointer-events: none; }
  :host([variant="tertiary"]) .button[disabled] { background: transparent !important; }
  :host([variant="primary"]) .button[disabled] { background: var(--p-fill-brand-disabled) !important; color: #fff !important; }
  .spinner { position: absolute; inset: 0; display: none; place-items: center; color: var(--p-icon); }
  .loading .spinner { display: grid; } .loading .content, .loading .icon { visibility: hidden; }
  @media (max-width: 490px) { .button { min-block-size: 32px; font-size: 14px; line-height: 20px; } }`;

const SPIN = `<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M10 3a7 7 0 1 1-7 7">
  <animateTransform attributeName="transform" type="rotate" from="0 10 10" to="360 10 10" dur="0.7s" repeatCount="indefinite"/></path></svg>`;

/** Performs what `commandFor` and `command` ask of another element. */
function performCommand(invoker) {
  const id = invoker.getAttribute('commandfor');
  const target = id && (invoker.getRootNode().getElementById?.(id) ?? document.getElementById(id));
  if (!target) return;
  const command = invoker.getAttribute('command') || '--auto';
  if (command === '--copy') navigator.clipboard?.writeText(target.value ?? target.textContent ?? '');
  else if (command === '--show') target.showOverlay?.(invoker);
  else if (command === '--hide') target.hideOverlay?.();
  else target.toggleOverlay?.(invoker);
}

class Pressable extends PolarisElement {
  static formAssociated = true;
  static delegatesFocus = true;
  static events = 'click focus blur';

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.addEventListener('click', (event) => this.activate(event));
  }

  get control() {
    return this.$('.control');
  }

  click() {
    if (!this.disabled) this.control.click();
  }

  activate(event) {
    if (this.disabled || this.loading) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    performCommand(this);
    const type = this.getAttribute('type');
    setTimeout(() => {
      if (event.defaultPrevented) return;
      if (type === 'submit') this.internals.form?.requestSubmit();
      if (type === 'reset') this.internals.form?.reset();
    });
  }

  /** An `a` when there is an address, otherwise a `button`; keeps its content when it changes. */
  become() {
    const wanted = this.getAttribute('href') && !this.disabled ? 'a' : 'button';
    const old = this.control;
    if (old.localName !== wanted) {
      const made = document.createElement(wanted);
      made.className = old.className;
      made.append(...old.childNodes);
      old.replaceWith(made);
    }
    const control = this.control;
    if (wanted === 'a') {
      for (const name of ['href', 'download']) attribute(control, name, this.getAttribute(name));
      attribute(control, 'target', this.target === 'auto' ? null : this.target);
    } else {
      control.type = 'button';
      control.disabled = this.disabled;
    }
    attribute(control, 'aria-label', this.getAttribute('accessibilitylabel'));
    attribute(control, 'aria-busy', this.loading ? 'true' : null);
    const menu = this.closest('s-menu');
    attribute(control, 'role', menu ? 'menuitem' : null);
    return control;
  }
}

const PRESS = 'accessibilityLabel lang type interestFor disabled? download target commandFor command loading? href ';
const BUTTON_HTML = `<button class="control button" type="button"><span class="icon"></span>
  <span class="content"><slot></slot></span><span class="spinner">${SPIN}</span></button>`;

class Button extends Pressable {
  static props = `${PRESS} tone icon variant inlineSize`;
  static css = `${BUTTON_CSS}
    :host(.in-menu) { display: block; } :host(.in-menu) .button { justify-content: start; background: transparent; box-shadow: none; gap: 8px;
      font: 450 13px/20px var(--p-font); padding: 6px 8px; } :host(.in-menu) .button:hover { background: var(--p-surface-hover); }
    :host(.in-menu) .icon { margin: 0; }`;
  static html = BUTTON_HTML;

  update() {
    const control = this.become();
    this.$('.icon').innerHTML = this.icon ? icon(this.icon) : '';
    const bare = Boolean(this.icon) && !this.textContent.trim();
    control.classList.toggle('bare', bare);
    this.$('.content').hidden = bare;
    control.classList.toggle('loading', this.loading);
    this.classList.toggle('in-menu', Boolean(this.closest('s-menu')));
  }
}

class PressButton extends Button {
  static props = 'tone icon variant disabled? accessibilityLabel inlineSize loading? lang pressed? defaultPressed?';
  static css = `${BUTTON_CSS} .button[aria-pressed="true"] { background: var(--p-fill-selected); box-shadow: var(--p-shadow-button-pressed); }
    :host([variant="tertiary"]) .button[aria-pressed="true"] { background: var(--p-fill-transparent-active); box-shadow: none; }`;

  update() {
    super.update();
    this.control.setAttribute('aria-pressed', String(this.pressed));
  }

  get defaultPressed() {
    return this.hasAttribute('pressed');
  }

  set defaultPressed(value) {
    if (!this.isConnected) this.pressed = value;
  }
}

class ButtonGroup extends PolarisElement {
  static props = 'accessibilityLabel gap';
  static css = `.group { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; } :host { display: block; }
    :host([gap="none"]) .group { gap: 0; flex-wrap: nowrap; }`;
  static html = `<div class="group" role="group"><slot></slot><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div>`;

  update() {
    attribute(this.$('.group'), 'aria-label', this.getAttribute('accessibilitylabel'));
  }
}

class Link extends Pressable {
  static props = 'tone accessibilityLabel lang interestFor download target commandFor command href disabled? loading?';
  static events = 'click';
  static css = `:host { display: inline; } .control { color: var(--p-text-link); text-decoration: underline; font: inherit; padding: 0; border: 0;
      background: none; cursor: pointer; border-radius: 2px; } .control:hover { color: var(--p-text-link-hover); text-decoration: none; }
    :host([tone="neutral"]) .control { color: var(--p-text); } :host([tone="critical"]) .control { color: var(--p-text-critical); }`;
  static html = '<a class="control"><slot></slot></a>';

  static get observedAttributes() {
    return super.observedAttributes.filter((name) => name !== 'disabled' && name !== 'loading');
  }

  update() {
    this.become();
  }
}

class Clickable extends Pressable {
  static props = `${BOX} ${PRESS}`;
  static css = `:host { display: block; border-radius: 8px; } ${EXCLUSIVE}
    .control { all: unset; box-sizing: border-box; display: block; inline-size: 100%; cursor: pointer; border-radius: inherit; }
    .control:focus-visible { outline: 2px solid var(--p-border-focus); outline-offset: 1px; } .control[disabled] { cursor: default; opacity: 0.6; }
    :host(:hover) .control:not([disabled]) { background: var(--p-fill-transparent-hover); }`;
  static html = '<button class="control" type="button"><slot></slot></button>';

  update() {
    this.become();
    this.restyle(boxStyle(this, '.control', ['inlinesize', 'display']) + boxStyle(this, ':host', ALL_BUT_SIZE));
  }
}

const ALL_BUT_SIZE = RULES.map(([name]) => name).filter((name) => !['inlinesize', 'borderradius', 'mininlinesize', 'maxinlinesize'].includes(name));

class ClickableChip extends Pressable {
  static props = 'hidden? disabled? href removable? color interestFor accessibilityLabel commandFor command';
  static events = 'click remove afterhide';
  static css = Chip.css;
  static html = `<span class="row"><button class="chip control" type="button"><slot name="graphic"></slot><span class="label"><slot></slot></span></button></span>`;

  update() {
    this.become();
    Chip.prototype.update.call(this);
  }

  makeRemover() {
    return Chip.prototype.makeRemover.call(this);
  }
}

define('s-button', Button);
define('s-press-button', PressButton);
define('s-button-group', ButtonGroup);
define('s-link', Link);
define('s-clickable', Clickable);
define('s-clickable-chip', ClickableChip);
