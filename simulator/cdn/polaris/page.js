/* The page frame: page with its title and actions, sections as cards, empty states, tables. */

class Page extends PolarisElement {
  static props = 'heading inlineSize';
  static css = `:host { display: block; container-type: inline-size; } .page { max-inline-size: 998px; margin-inline: auto; padding: 20px 24px 40px; }
    :host([inlinesize="small"]) .page { max-inline-size: 662px; } :host([inlinesize="large"]) .page { max-inline-size: none; padding: 16px 16px 24px; }
    header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-end: 16px; min-block-size: 28px; }
    h1 { flex: 1; margin: 0; font: 650 20px/24px var(--p-font); min-inline-size: 0; } .actions { display: flex; flex-wrap: wrap; gap: 8px; }
    .body { display: grid; gap: 16px; min-inline-size: 0; } .main { display: flex; flex-direction: column; gap: 16px; min-inline-size: 0; }
    .aside { display: none; flex-direction: column; gap: 16px; } .with-aside .aside { display: flex; }
    @container (inline-size > 780px) { .with-aside .body { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); align-items: start; } }
    @container (inline-size <= 490px) { .page, :host([inlinesize="large"]) .page { padding: 12px 12px 24px; } }`;
  static html = `<div class="page"><header><slot name="breadcrumb-actions"></slot><h1></h1><div class="actions"><slot name="secondary-actions"></slot>
    <slot name="primary-action"></slot></div></header><slot name="supplemental-start"></slot><div class="body"><div class="main"><slot></slot></div>
    <div class="aside"><slot name="aside"></slot></div></div></div>`;

  update() {
    this.$('h1').textContent = this.getAttribute('heading') ?? '';
    this.$('h1').hidden = !this.getAttribute('heading');
    const bare = !this.getAttribute('heading') && !['primary-action', 'secondary-actions', 'breadcrumb-actions'].some((slot) => this.fills(slot));
    this.$('header').style.display = bare ? 'none' : '';
    this.$('.page').classList.toggle('with-aside', this.fills('aside'));
  }
}

class Section extends PolarisElement {
  static props = 'accessibilityLabel heading subheading padding';
  static css = `:host { display: block; } section { border-radius: 12px; background: var(--p-surface); box-shadow: var(--p-shadow-100), var(--p-shadow-bevel); padding: 16px; }
    section.nested { background: none; box-shadow: none; padding: 0; } :host([padding="none"]) section { padding: 0; overflow: clip; }
    :host([padding="none"]) header { padding: 16px 16px 8px; }
    header { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-block-end: 8px; } .titles { flex: 1; min-inline-size: 0; }
    .title { font: 650 14px/20px var(--p-font); } .subtitle { color: var(--p-text-secondary); } .subtitle:empty, .title:empty { display: none; }
    .content { display: block; } ::slotted(s-paragraph) { margin-block-end: 8px; }
    @container (inline-size <= 490px) { section { border-radius: 0; } }`;
  static html = `<section><header><slot name="graphic"></slot><div class="titles"><div class="title" role="heading"></div><div class="subtitle"></div></div>
    <slot name="accessory"></slot><slot name="secondary-actions"></slot><slot name="primary-action"></slot></header>
    <div class="content"><slot></slot></div><slot name="supplemental"></slot></section>`;

  update() {
    const heading = this.getAttribute('heading') ?? '';
    const title = this.$('.title');
    title.textContent = heading;
    if (heading) {
      title.setAttribute('role', 'heading');
      title.setAttribute('aria-level', String(headingLevel(this)));
    } else title.removeAttribute('role');
    this.$('.subtitle').textContent = this.getAttribute('subheading') ?? '';
    const slots = ['graphic', 'accessory', 'secondary-actions', 'primary-action'];
    this.$('header').style.display = heading || this.getAttribute('subheading') || slots.some((slot) => this.fills(slot)) ? '' : 'none';
    this.$('section').classList.toggle('nested', Boolean(this.parentElement?.closest('s-section, s-modal, s-popover')));
    attribute(this.$('section'), 'aria-label', this.getAttribute('accessibilitylabel') || heading);
  }
}

class EmptyState extends PolarisElement {
  static props = 'heading';
  static css = `:host { display: block; } .empty { display: grid; justify-items: center; gap: 8px; padding: 40px 16px; text-align: center; }
    .heading { font: 650 14px/20px var(--p-font); } .text { color: var(--p-text-secondary); max-inline-size: 420px; } .actions { display: flex; gap: 8px; margin-block-start: 8px; }`;
  static html = `<div class="empty"><slot name="graphic"></slot><div class="heading" role="heading" aria-level="3"></div><slot name="subheading"></slot>
    <div class="text"><slot></slot></div><div class="actions"><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div></div>`;

  update() {
    this.$('.heading').textContent = this.getAttribute('heading') ?? '';
  }
}

class Table extends PolarisElement {
  static props = 'variant loading? paginate? hasPreviousPage? hasNextPage?';
  static events = 'nextpage previouspage';
  static css = `:host { display: block; container-type: inline-size; } .scroll { overflow-x: auto; } .table { display: table; inline-size: 100%; border-collapse: collapse; }
    .pages { display: none; justify-content: center; gap: 4px; padding: 8px; } :host([paginate]) .pages { display: flex; }
    .pages button { border: 0; border-radius: 8px; padding: 4px; background: var(--p-fill-transparent); color: var(--p-icon); cursor: pointer; }
    .pages button:disabled { color: var(--p-text-disabled); cursor: default; } :host([loading]) .table { opacity: 0.5; }
    .scroll:focus-visible { outline-offset: -2px; }`;
  static html = `<slot name="filters"></slot><div class="scroll"><div class="table" role="table"><slot></slot></div></div>
    <div class="pages"><button class="previous" type="button" aria-label="Previous page">${icon('chevron-left')}</button>
    <button class="next" type="button" aria-label="Next page">${icon('chevron-right')}</button></div>`;

  constructor() {
    super();
    this.$('.previous').addEventListener('click', () => this.say('previouspage'));
    this.$('.next').addEventListener('click', () => this.say('nextpage'));
  }

  update() {
    this.$('.previous').disabled = !this.hasPreviousPage;
    this.$('.next').disabled = !this.hasNextPage;
    attribute(this.$('.table'), 'aria-busy', this.loading ? 'true' : null);
  }
}

const tablePart = (role, props, css) =>
  class extends PolarisElement {
    static props = props;
    static css = css;

    update() {
      this.setAttribute('role', role);
      const row = this.localName === 's-table-cell' ? this.parentElement : null;
      const header = row && this.closest('s-table')?.querySelectorAll('s-table-header')[[...row.children].indexOf(this)];
      if (header && ['numeric', 'currency'].includes(header.format)) this.style.textAlign = 'end';
    }
  };

const CELL = 'display: table-cell; padding: 6px 12px; vertical-align: middle; text-align: start;';

class TableRow extends tablePart('row', 'clickDelegate children*', `:host { display: table-row; } :host(:hover) { background: var(--p-surface-hover); }
  :host([clickdelegate]) { cursor: pointer; } ::slotted(s-table-cell) { border-block-start: 1px solid var(--p-border-subdued); }`) {
  constructor() {
    super();
    this.addEventListener('click', (event) => {
      const delegate = this.clickDelegate && document.getElementById(this.clickDelegate);
      const direct = event.composedPath().some((node) => /^(a|button|input|select|textarea)$/.test(node.localName ?? ''));
      if (delegate && !direct) delegate.click();
    });
  }
}

define('s-page', Page);
define('s-section', Section);
define('s-empty-state', EmptyState);
define('s-table', Table);
define('s-table-header-row', tablePart('row', 'id children*', ':host { display: table-row; background: var(--p-surface-secondary); }'));
define('s-table-header', tablePart('columnheader', 'listSlot format', `:host { ${CELL} font: 550 12px/16px var(--p-font); color: var(--p-text-secondary); white-space: nowrap; }
  :host([format="numeric"]), :host([format="currency"]) { text-align: end; }`));
define('s-table-body', tablePart('rowgroup', 'id children*', ':host { display: table-row-group; }'));
define('s-table-row', TableRow);
define('s-table-cell', tablePart('cell', 'id children*', `:host { ${CELL} }`));
