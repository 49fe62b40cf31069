/* The box model that s-box, s-stack, s-grid, s-clickable and others share, and those containers. Each attribute
 * may be responsive: '@container (inline-size > 500px) large, base' is the first value where the condition holds. */

const BOX = `background border borderWidth borderStyle borderColor borderRadius padding paddingBlock paddingBlockStart
  paddingBlockEnd paddingInline paddingInlineStart paddingInlineEnd display blockSize minBlockSize maxBlockSize inlineSize
  minInlineSize maxInlineSize accessibilityVisibility accessibilityRole accessibilityLabel overflow `;

const each = (table) => (value) => value.trim().split(/\s+/).map((word) => table[word] ?? word).join(' ');
const plain = (value) => value;

function border(value) {
  const [width = 'none', color = 'base', style = 'solid'] = value.trim().split(/\s+/);
  return `${BORDER_WIDTH[width] ?? width} ${style === 'auto' ? 'solid' : style} ${BORDER_COLOR[color] ?? color}`;
}

/* Attribute, CSS property, translation; shorthands stand before what refines them. */
const RULES = [
  ['background', 'background', (value) => BACKGROUND[value] ?? 'transparent'],
  ['border', 'border', border],
  ['borderwidth', 'border-width', each(BORDER_WIDTH)],
  ['borderstyle', 'border-style', each({ auto: 'solid' })],
  ['bordercolor', 'border-color', each(BORDER_COLOR)],
  ['borderradius', 'border-radius', each(RADIUS)],
  ['padding', 'padding', each(SPACE)],
  ['paddingblock', 'padding-block', each(SPACE)],
  ['paddingblockstart', 'padding-block-start', each(SPACE)],
  ['paddingblockend', 'padding-block-end', each(SPACE)],
  ['paddinginline', 'padding-inline', each(SPACE)],
  ['paddinginlinestart', 'padding-inline-start', each(SPACE)],
  ['paddinginlineend', 'padding-inline-end', each(SPACE)],
  ['blocksize', 'block-size', plain],
  ['minblocksize', 'min-block-size', plain],
  ['maxblocksize', 'max-block-size', plain],
  ['inlinesize', 'inline-size', plain],
  ['mininlinesize', 'min-inline-size', plain],
  ['maxinlinesize', 'max-inline-size', plain],
  ['overflow', 'overflow', plain],
  ['gap', 'gap', each(SPACE)],
  ['rowgap', 'row-gap', each(SPACE)],
  ['columngap', 'column-gap', each(SPACE)],
  ['justifycontent', 'justify-content', plain],
  ['alignitems', 'align-items', plain],
  ['aligncontent', 'align-content', plain],
  ['justifyitems', 'justify-items', plain],
  ['placeitems', 'place-items', plain],
  ['placecontent', 'place-content', plain],
  ['gridtemplatecolumns', 'grid-template-columns', plain],
  ['gridtemplaterows', 'grid-template-rows', plain],
  ['gridcolumn', 'grid-column', plain],
  ['gridrow', 'grid-row', plain],
];

/** Splits '@container name (condition) when, otherwise' into its parts; other values have no condition. */
function responsive(value) {
  const match = /^@container\s+([^(]*)(\((?:[^()]|\([^()]*\))*\))\s+(.*)$/s.exec(value.trim());
  if (!match) return { otherwise: value };
  const [when, otherwise] = match[3].split(/,(?![^(]*\))/).map((part) => part.trim());
  return { condition: `${match[1].trim()} ${match[2]}`.trim(), when, otherwise };
}

function boxStyle(element, selector = ':host', skip = []) {
  let always = '';
  let queries = '';
  for (const [name, property, translate] of RULES) {
    const value = element.getAttribute(name);
    if (!value || skip.includes(name)) continue;
    const { condition, when, otherwise } = responsive(value);
    if (otherwise) always += `${property}: ${translate(otherwise)};`;
    if (condition) queries += `@container ${condition} { ${selector} { ${property}: ${translate(when)}; } }`;
  }
  const display = responsive(element.getAttribute('display') ?? 'auto');
  if (display.otherwise === 'none') always += 'display: none;';
  if (display.when === 'none') queries += `@container ${display.condition} { :host { display: none; } }`;
  return `${selector} { ${always} } ${queries}`;
}

const ROLES = {
  header: 'banner', footer: 'contentinfo', section: 'region', aside: 'complementary', 'ordered-list': 'list',
  'unordered-list': 'list', 'list-item': 'listitem', 'list-item-separator': 'separator', generic: null,
};

/** Gives the host the role, label and visibility that its accessibility attributes ask for. */
function announce(element) {
  const wanted = element.getAttribute('accessibilityrole');
  if (wanted) attribute(element, 'role', wanted in ROLES ? ROLES[wanted] : wanted);
  const label = element.getAttribute('accessibilitylabel');
  if (label && element.hasAttribute('role')) attribute(element, 'aria-label', label);
  const visibility = element.getAttribute('accessibilityvisibility');
  if (visibility === 'hidden') element.setAttribute('aria-hidden', 'true');
}

const EXCLUSIVE = `:host([accessibilityvisibility="exclusive"]) { position: absolute !important; inline-size: 1px !important;
  block-size: 1px !important; overflow: hidden !important; clip-path: inset(50%); white-space: nowrap; }`;

class BoxElement extends PolarisElement {
  static props = BOX;
  static css = `:host { display: block; } ${EXCLUSIVE}`;

  update() {
    this.restyle(boxStyle(this));
    announce(this);
  }
}

class Stack extends BoxElement {
  static props = `${BOX} justifyContent alignItems alignContent gap rowGap columnGap direction`;
  static css = `:host { display: flex; flex-direction: column; } ${EXCLUSIVE}
    :host([direction="inline"]) { flex-direction: row; flex-wrap: wrap; }`;

  update() {
    super.update();
    const { condition, when, otherwise } = responsive(this.getAttribute('direction') ?? 'block');
    if (!condition) return;
    const flow = (value) => (value === 'inline' ? 'flex-flow: row wrap' : 'flex-flow: column');
    this.restyle(`${boxStyle(this)} :host { ${flow(otherwise)} } @container ${condition} { :host { ${flow(when)} } }`);
  }
}

class Grid extends BoxElement {
  static props = `${BOX} alignItems justifyItems placeItems alignContent justifyContent placeContent gap rowGap columnGap
    gridTemplateColumns gridTemplateRows`;
  static css = `:host { display: grid; } ${EXCLUSIVE}`;
}

class GridItem extends BoxElement {
  static props = `${BOX} gridColumn gridRow`;
  static css = `:host { display: block; min-inline-size: 0; } ${EXCLUSIVE}`;
}

class QueryContainer extends PolarisElement {
  static props = 'containerName id';
  static css = ':host { display: block; container-type: inline-size; }';

  update() {
    this.restyle(`:host { container-name: s-default ${this.containerName}; }`);
  }
}

class ScrollBox extends BoxElement {
  static props = `${BOX} snapType scrollPadding scrollMargin`;
  static events = 'scroll scrolltoedge';
  static css = `:host { display: block; overflow: hidden; } ${EXCLUSIVE}
    .area { overflow: auto; max-block-size: inherit; block-size: 100%; overscroll-behavior: contain; }`;
  static html = '<div class="area" tabindex="0"><slot></slot></div>';

  constructor() {
    super();
    this.$('.area').addEventListener('scroll', ({ currentTarget: area }) => {
      this.say('scroll');
      const atStart = area.scrollTop <= 0;
      const atEnd = area.scrollTop + area.clientHeight >= area.scrollHeight - 1;
      if (atStart || atEnd) this.say('scrolltoedge');
    });
  }

  update() {
    super.update();
    const overflow = this.getAttribute('overflow');
    this.restyle(`${boxStyle(this, ':host', ['overflow', 'scrollpadding'])} .area { overflow: ${overflow ?? 'auto'}; }`);
  }
}

class Divider extends PolarisElement {
  static props = 'direction color';
  static css = `:host { display: block; } .line { border-block-start: 1px solid var(--p-border); }
    :host([color="strong"]) .line { border-color: var(--p-input-border); }
    :host([direction="block"]) { align-self: stretch; }
    :host([direction="block"]) .line { border: 0; border-inline-start: 1px solid var(--p-border); block-size: 100%; }`;
  static html = '<div class="line" role="presentation"></div>';
}

define('s-box', BoxElement);
define('s-stack', Stack);
define('s-grid', Grid);
define('s-grid-item', GridItem);
define('s-query-container', QueryContainer);
define('s-scroll-box', ScrollBox);
define('s-divider', Divider);
