/* What opens above the page: modal, popover, menu, tooltip. They live in the top layer, close with Escape, and give focus
 * back to what opened them. */

class Modal extends PolarisElement {
  static props = 'size heading accessibilityLabel padding';
  static events = 'hide show afterhide aftershow';
  static css = `:host { display: contents; } dialog { padding: 0; border: 0; border-radius: 16px; inline-size: min(620px, calc(100vw - 32px));
      max-block-size: calc(100vh - 64px); background: var(--p-surface); color: var(--p-text); box-shadow: var(--p-shadow-600); overflow: hidden; }
    :host([size^="small"]) dialog { inline-size: min(380px, calc(100vw - 32px)); } :host([size^="large"]) dialog { inline-size: min(980px, calc(100vw - 32px)); }
    dialog[open] { display: flex; flex-direction: column; } dialog::backdrop { background: rgba(0, 0, 0, 0.71); }
    header { display: flex; align-items: center; gap: 8px; padding: 12px 16px; background: var(--p-surface-tertiary); border-block-end: 1px solid var(--p-border); }
    h2 { flex: 1; margin: 0; font: 650 14px/20px var(--p-font); } .body { padding: 16px; overflow: auto; } :host([padding="none"]) .body { padding: 0; }
    .close { border: 0; background: none; padding: 4px; border-radius: 8px; color: var(--p-icon); cursor: pointer; }
    .close:hover { background: var(--p-fill-transparent-active); }
    footer { display: flex; justify-content: flex-end; gap: 8px; padding: 16px; border-block-start: 1px solid var(--p-border); } footer.empty { display: none; }`;
  static html = `<dialog><header><h2></h2><button class="close" type="button" aria-label="Close">${icon('x')}</button></header>
    <div class="body"><slot></slot></div><footer><slot name="secondary-actions"></slot><slot name="primary-action"></slot></footer></dialog>`;

  constructor() {
    super();
    this.dialog = this.$('dialog');
    this.$('.close').addEventListener('click', () => this.hideOverlay());
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.hideOverlay();
    });
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog && event.composedPath()[0] === this.dialog) this.hideOverlay();
    });
  }

  showOverlay() {
    if (this.dialog.open) return;
    this.update();
    this.say('show');
    this.dialog.showModal();
    setTimeout(() => this.say('aftershow'));
  }

  hideOverlay() {
    if (!this.dialog.open) return;
    this.say('hide');
    this.dialog.close();
    setTimeout(() => this.say('afterhide'));
  }

  toggleOverlay() {
    if (this.dialog.open) this.hideOverlay();
    else this.showOverlay();
  }

  update() {
    this.$('h2').textContent = this.getAttribute('heading') ?? '';
    attribute(this.dialog, 'aria-label', this.getAttribute('accessibilitylabel') || this.getAttribute('heading'));
    this.$('footer').classList.toggle('empty', !this.fills('primary-action') && !this.fills('secondary-actions'));
  }
}

const POPOVER_CSS = `:host { display: contents; } .panel { margin: 0; padding: 0; border: 0; position: fixed; inset: auto; border-radius: 12px; color: var(--p-text);
  background: var(--p-surface); box-shadow: var(--p-shadow-300), 0 0 0 1px rgba(0, 0, 0, 0.08); max-inline-size: calc(100vw - 16px);
  max-block-size: calc(100vh - 16px); overflow: auto; }`;

class Popover extends PolarisElement {
  static props = 'blockSize inlineSize maxBlockSize maxInlineSize minBlockSize minInlineSize';
  static events = 'hide show afterhide aftershow toggle aftertoggle';
  static css = POPOVER_CSS;
  static html = '<div class="panel" popover="manual" tabindex="-1"><slot></slot></div>';

  constructor() {
    super();
    this.panel = this.$('.panel');
    this.onOutside = (event) => {
      const path = event.composedPath();
      if (!path.includes(this) && !path.includes(this.invoker)) this.hideOverlay();
    };
    this.onKey = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.hideOverlay();
    };
    this.onMove = () => place(this.panel, this.invoker);
  }

  get shown() {
    return this.panel.matches(':popover-open');
  }

  showOverlay(invoker) {
    if (this.shown) return;
    this.invoker = invoker ?? document.activeElement;
    this.update();
    this.say('show');
    this.say('toggle');
    this.panel.showPopover();
    place(this.panel, this.invoker);
    document.addEventListener('pointerdown', this.onOutside, true);
    document.addEventListener('keydown', this.onKey, true);
    window.addEventListener('resize', this.onMove);
    this.invoker?.control?.setAttribute('aria-expanded', 'true');
    this.focusFirst();
    setTimeout(() => this.say('aftershow') && this.say('aftertoggle'));
  }

  hideOverlay() {
    if (!this.shown) return;
    this.say('hide');
    this.say('toggle');
    const inside = this.matches(':focus-within') || this.contains(document.activeElement) || document.activeElement === this;
    this.panel.hidePopover();
    document.removeEventListener('pointerdown', this.onOutside, true);
    document.removeEventListener('keydown', this.onKey, true);
    window.removeEventListener('resize', this.onMove);
    this.invoker?.control?.setAttribute('aria-expanded', 'false');
    if (inside) this.invoker?.focus?.();
    setTimeout(() => this.say('afterhide') && this.say('aftertoggle'));
  }

  toggleOverlay(invoker) {
    if (this.shown) this.hideOverlay();
    else this.showOverlay(invoker);
  }

  focusFirst() {
    this.panel.focus();
  }

  disconnectedCallback() {
    document.removeEventListener('pointerdown', this.onOutside, true);
    document.removeEventListener('keydown', this.onKey, true);
  }

  update() {
    this.restyle(boxStyle(this, '.panel'));
  }
}

/** Below the invoker where there is room, else above; never outside the window. */
function place(panel, invoker) {
  const anchor = invoker?.getBoundingClientRect?.() ?? new DOMRect(8, 8, 0, 0);
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = anchor.bottom + 4;
  const top = below + height > innerHeight - 8 && anchor.top - 4 - height > 8 ? anchor.top - 4 - height : below;
  const left = Math.min(Math.max(8, anchor.left), Math.max(8, innerWidth - width - 8));
  Object.assign(panel.style, { top: `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`, left: `${left}px` });
}

class Menu extends Popover {
  static props = 'accessibilityLabel id';
  static css = `${POPOVER_CSS} .panel { padding: 6px; min-inline-size: 160px; }`;
  static html = '<div class="panel" popover="manual" role="menu" tabindex="-1"><slot></slot></div>';
  static events = '';

  constructor() {
    super();
    this.addEventListener('click', () => this.hideOverlay());
    this.panel.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const items = this.items;
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
    });
  }

  get items() {
    return [...this.querySelectorAll('s-button')].filter((item) => !item.disabled);
  }

  focusFirst() {
    (this.items[0] ?? this.panel).focus();
  }

  update() {
    attribute(this.panel, 'aria-label', this.getAttribute('accessibilitylabel') || 'Menu');
  }
}

class Tooltip extends PolarisElement {
  static props = 'id';
  static css = `:host { display: contents; } .panel { margin: 0; position: fixed; inset: auto; border: 0; padding: 4px 8px; border-radius: 8px; max-inline-size: 240px;
    background: var(--p-surface); color: var(--p-text); box-shadow: var(--p-shadow-300), 0 0 0 1px rgba(0, 0, 0, 0.08); font: 450 12px/16px var(--p-font); }`;
  static html = '<div class="panel" popover="manual" role="tooltip"><slot></slot></div>';

  show(invoker) {
    const panel = this.$('.panel');
    if (!panel.matches(':popover-open')) panel.showPopover();
    place(panel, invoker);
  }

  hide() {
    const panel = this.$('.panel');
    if (panel.matches(':popover-open')) panel.hidePopover();
  }
}

/* `interestFor` names the tooltip to show while an element is pointed at or focused. */
for (const [event, act] of [['mouseover', 'show'], ['focusin', 'show'], ['mouseout', 'hide'], ['focusout', 'hide']]) {
  document.addEventListener(event, ({ target }) => {
    const invoker = target.closest?.('[interestfor]');
    const tip = invoker && document.getElementById(invoker.getAttribute('interestfor'));
    if (tip?.localName === 's-tooltip') tip[act](invoker);
  });
}

define('s-modal', Modal);
define('s-popover', Popover);
define('s-menu', Menu);
define('s-tooltip', Tooltip);
