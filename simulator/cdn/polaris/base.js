/* What every stand-in element shares: properties that reflect to attributes, a shadow root made once from a template,
 * and one update after each change. Booleans are true by presence, as in HTML; setting null or '' takes them away. */

const sheets = new Map();

function sheet(text) {
  if (!sheets.has(text)) {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    sheets.set(text, made);
  }
  return sheets.get(text);
}

const SHARED = `
  :host { box-sizing: border-box; font-family: var(--p-font); }
  :host([hidden]) { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  .hidden-visually { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; border: 0; }
  :focus-visible { outline: 2px solid var(--p-border-focus); outline-offset: 1px; }
  svg { display: block; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
`;

/* Attributes that HTMLElement itself already reflects. */
const NATIVE = new Set(['id', 'lang', 'dir', 'hidden']);

/** Reads a specification such as 'tone disabled? rows# files*': string, boolean, number, not reflected. */
function parse(specification) {
  return specification.split(/\s+/).filter(Boolean).map((word) => {
    const kind = { '?': 'boolean', '#': 'number', '*': 'own' }[word.at(-1)] ?? 'string';
    const property = kind === 'string' ? word : word.slice(0, -1);
    const attribute = property.replace(/^default(?=[A-Z])/, '').toLowerCase(); // `defaultValue` is the attribute `value`
    return { property, attribute, kind };
  });
}

function reflect(prototype, { property, attribute, kind }) {
  const ours = property in prototype && !(property in HTMLElement.prototype);
  if (NATIVE.has(property) || kind === 'own' || ours) return;
  Object.defineProperty(prototype, property, {
    configurable: true,
    enumerable: true,
    get() {
      const value = this.getAttribute(attribute);
      if (kind === 'boolean') return value !== null;
      if (kind === 'number') return value === null || value === '' ? undefined : Number(value);
      return value ?? '';
    },
    set(value) {
      if (kind === 'boolean') this.toggleAttribute(attribute, Boolean(value));
      else if (value === null || value === undefined || value === '') this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}

/* `onafterhide` and the like must exist for `'onafterhide' in element`, by which frameworks find an event's name. */
function reflectHandler(prototype, event) {
  const name = `on${event}`;
  if (name in HTMLElement.prototype) return;
  const key = Symbol(name);
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this[key] ?? null;
    },
    set(handler) {
      if (this[key]) this.removeEventListener(event, this[key]);
      this[key] = typeof handler === 'function' ? handler : null;
      if (this[key]) this.addEventListener(event, this[key]);
    },
  });
}

class PolarisElement extends HTMLElement {
  static props = '';
  static events = '';
  static css = '';
  static html = '<slot></slot>';
  static delegatesFocus = false;

  static get observedAttributes() {
    return [...new Set(parse(this.props).map(({ attribute }) => attribute))];
  }

  constructor() {
    super();
    const kind = this.constructor;
    const root = this.attachShadow({ mode: 'open', delegatesFocus: kind.delegatesFocus });
    if (!Object.hasOwn(kind, 'template')) {
      kind.template = Object.assign(document.createElement('template'), { innerHTML: kind.html });
    }
    root.append(kind.template.content.cloneNode(true));
    root.adoptedStyleSheets = [sheet(SHARED), sheet(kind.css)];
    root.addEventListener('slotchange', () => this.isConnected && this.update());
  }

  connectedCallback() {
    customElements.upgrade(this); // content set at once is upgraded in tree order: its children may still be plain
    this.update();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.update();
  }

  update() {}

  $(selector) {
    return this.shadowRoot.querySelector(selector);
  }

  /** Whether the page put something into that slot. */
  fills(slot) {
    return [...this.children].some((child) => child.slot === slot);
  }

  say(event, options) {
    return this.dispatchEvent(new Event(event, options));
  }

  /** Replaces the one style rule set that depends on this instance's attributes. */
  restyle(text) {
    this.ownSheet ??= new CSSStyleSheet();
    this.ownSheet.replaceSync(text);
    const sheetsNow = this.shadowRoot.adoptedStyleSheets;
    if (!sheetsNow.includes(this.ownSheet)) this.shadowRoot.adoptedStyleSheets = [...sheetsNow, this.ownSheet];
  }
}

function define(tag, kind) {
  for (const property of parse(kind.props)) reflect(kind.prototype, property);
  for (const event of kind.events.split(/\s+/).filter(Boolean)) reflectHandler(kind.prototype, event);
  if (!customElements.get(tag)) customElements.define(tag, kind);
}

/** Sets or removes an ARIA or plain attribute. */
function attribute(element, name, value) {
  if (value === null || value === undefined || value === '' || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

let lastId = 0;
const freshId = (prefix) => `${prefix}-${(lastId += 1)}`;
