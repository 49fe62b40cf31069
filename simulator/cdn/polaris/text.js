/* Words: headings, text, paragraphs, lists, badges, banners, chips. */

const SIZES = {
  'small-200': '11px/14px', 'small-100': '12px/16px', small: '12px/16px', base: '13px/20px', large: '16px/24px',
  'large-100': '16px/24px', 'large-200': '20px/24px', 'large-300': '24px/32px', 'large-400': '30px/40px',
};
const WEIGHTS = { base: 450, medium: 550, semibold: 650, bold: 700 };

const TONED = `
  :host([color="subdued"]) { color: var(--p-text-secondary); }
  ${TONES.map((tone) => `:host([tone="${tone}"]) { color: var(--p-text-${tone}); }`).join('\n')}
  :host([fontvariantnumeric="tabular-nums"]) { font-variant-numeric: tabular-nums; } ${EXCLUSIVE}`;

function typeStyle(element) {
  const size = SIZES[element.getAttribute('fontsize')];
  const weight = WEIGHTS[element.getAttribute('fontweight')];
  const lines = Number(element.getAttribute('lineclamp'));
  const font = `${size ? `font-size: ${size.split('/')[0]}; line-height: ${size.split('/')[1]};` : ''}
    ${weight ? `font-weight: ${weight};` : ''}`;
  const clamp = lines
    ? `display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: ${lines}; overflow: hidden;`
    : '';
  return `:host { ${font} } .text { ${clamp} }`;
}

class Text extends PolarisElement {
  static props = 'color type tone fontVariantNumeric fontSize fontWeight accessibilityVisibility dir interestFor';
  static css = `:host { display: inline; } :host([type="strong"]) { font-weight: 650; }
    :host([type="address"]) { font-style: normal; } :host([type="redundant"]) { text-decoration: line-through; } ${TONED}`;
  static html = '<span class="text"><slot></slot></span>';

  update() {
    this.restyle(typeStyle(this));
    announce(this);
  }
}

class Numeral extends Text {
  static props = 'color tone fontSize fontWeight accessibilityVisibility dir';
  static css = `:host { display: inline; font-variant-numeric: tabular-nums; } ${TONED}`;
}

class Paragraph extends Text {
  static props = 'color tone fontSize fontWeight fontVariantNumeric accessibilityVisibility dir lineClamp#';
  static css = `:host { display: block; } .text { margin: 0; } ${TONED}`;
  static html = '<p class="text"><slot></slot></p>';
}

class Heading extends PolarisElement {
  static props = 'fontSize accessibilityRole accessibilityVisibility lineClamp#';
  static css = `:host { display: block; font: 650 14px/20px var(--p-font); color: var(--p-text); } ${EXCLUSIVE}`;
  static html = '<div class="text"><slot></slot></div>';

  update() {
    const silent = ['presentation', 'none'].includes(this.getAttribute('accessibilityrole'));
    attribute(this.$('.text'), 'role', silent ? null : 'heading');
    attribute(this.$('.text'), 'aria-level', silent ? null : headingLevel(this));
    this.restyle(typeStyle(this));
    if (this.getAttribute('accessibilityvisibility') === 'hidden') this.setAttribute('aria-hidden', 'true');
  }
}

/** The page's heading is level 1; each section around goes one deeper. */
function headingLevel(element) {
  let level = 2;
  for (let at = element.parentElement?.closest('s-section'); at; at = at.parentElement?.closest('s-section')) level += 1;
  return Math.min(level, 6);
}

class Badge extends PolarisElement {
  static props = 'color icon size tone';
  static css = `:host { display: inline-flex; vertical-align: middle; max-inline-size: 100%; }
    .badge { display: inline-flex; align-items: center; gap: 2px; padding: 2px 8px; border-radius: 8px; max-inline-size: 100%;
      background: var(--p-fill-transparent); color: var(--p-text-secondary); font: 550 12px/16px var(--p-font); white-space: nowrap; }
    :host([size^="large"]) .badge { padding: 4px 8px; }
    ${TONES.map((tone) => `:host([tone="${tone}"]) .badge { background: var(--p-tone-${tone}); color: var(--p-text-${tone}); }`).join('\n')}
    :host([tone="critical"][color="strong"]) .badge { background: var(--p-fill-critical); color: #fff; }
    :host([tone="success"][color="strong"]) .badge { background: var(--p-fill-success); color: #fff; }`;
  static html = '<span class="badge"><span class="icon"></span><slot></slot></span>';

  update() {
    this.$('.icon').innerHTML = this.icon ? icon(this.icon, 16) : '';
  }
}

const BANNER_ICON = { success: 'check-circle', warning: 'alert-triangle', critical: 'alert-diamond', info: 'info' };

class Banner extends PolarisElement {
  static props = 'tone heading dismissible? hidden?';
  static events = 'dismiss afterhide';
  static css = `:host { display: block; }
    .banner { border-radius: 12px; background: var(--p-surface); box-shadow: var(--p-shadow-100), var(--p-shadow-bevel); overflow: hidden; }
    .title { display: flex; gap: 6px; align-items: center; padding: 10px 12px; background: var(--p-fill-info); color: var(--p-text-info); }
    .title b { flex: 1; font: 650 13px/20px var(--p-font); }
    .body { padding: 12px; } .body.alone { display: flex; gap: 8px; } .body.alone > .mark { color: var(--p-icon-info); }
    .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 8px; } .actions.empty { display: none; }
    :host([tone="success"]) .title { background: var(--p-fill-success); color: #fff; }
    :host([tone="warning"]) .title { background: var(--p-fill-warning); color: rgba(37, 26, 0, 1); }
    :host([tone="critical"]) .title { background: var(--p-fill-critical); color: #fff; }
    :host([tone="warning"]) .mark { color: var(--p-icon-warning); } :host([tone="critical"]) .mark { color: var(--p-icon-critical); }
    :host([tone="success"]) .mark { color: var(--p-icon-success); }
    .close { border: 0; background: none; color: inherit; padding: 2px; border-radius: 6px; cursor: pointer; }`;
  static html = `<div class="banner"><div class="title"><span class="mark"></span><b role="heading" aria-level="2"></b></div>
    <div class="body"><span class="mark lone"></span><div class="words"><slot></slot>
    <div class="actions"><slot name="secondary-actions"></slot></div></div></div></div>`;

  constructor() {
    super();
    this.close = Object.assign(document.createElement('button'), { className: 'close', type: 'button', innerHTML: icon('x', 16) });
    this.close.setAttribute('aria-label', 'Dismiss');
    this.close.addEventListener('click', () => {
      this.hidden = true;
      this.say('dismiss');
      this.say('afterhide');
    });
  }

  update() {
    const mark = icon(BANNER_ICON[this.tone] ?? 'info');
    const titled = Boolean(this.heading);
    this.$('.title').hidden = !titled;
    this.$('.title').style.display = titled ? '' : 'none';
    this.$('.title .mark').innerHTML = titled ? mark : '';
    this.$('.lone').innerHTML = titled ? '' : mark;
    this.$('b').textContent = this.heading;
    this.$('.body').classList.toggle('alone', !titled);
    this.$('.actions').classList.toggle('empty', !this.fills('secondary-actions'));
    attribute(this.$('.banner'), 'role', this.tone === 'critical' ? 'alert' : 'status');
    if (this.dismissible) (titled ? this.$('.title') : this.$('.body')).append(this.close);
    else this.close.remove();
  }
}

class Chip extends PolarisElement {
  static props = 'color accessibilityLabel removable?';
  static events = 'remove';
  static css = `:host { display: inline-block; vertical-align: middle; max-inline-size: 100%; }
    .chip { display: inline-flex; align-items: center; gap: 4px; max-inline-size: 100%; padding: 2px 8px; min-block-size: 24px; border: 0;
      border-radius: 8px; background: var(--p-fill-transparent); color: var(--p-text); font: 550 12px/16px var(--p-font); text-decoration: none; }
    :host([color="subdued"]) .chip { background: transparent; box-shadow: inset 0 0 0 1px var(--p-border-strong); }
    :host([color="strong"]) .chip { background: var(--p-fill-selected); }
    .chip .label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    button.chip, a.chip { cursor: pointer; } button.chip:hover, a.chip:hover { background: var(--p-border); }
    :host([disabled]) .chip { color: var(--p-text-disabled); pointer-events: none; }
    .row { display: inline-flex; align-items: center; } .remove { border: 0; background: none; padding: 4px; margin-inline-start: -4px;
      border-radius: 6px; color: var(--p-icon); cursor: pointer; } .remove:hover { background: var(--p-fill-transparent-active); }`;
  static html = `<span class="row"><span class="chip"><slot name="graphic"></slot><span class="label"><slot></slot></span></span></span>`;

  update() {
    this.remover ??= this.makeRemover();
    const name = this.getAttribute('accessibilitylabel') || this.textContent.trim();
    this.remover.setAttribute('aria-label', `Remove ${name}`);
    if (this.removable) this.$('.row').append(this.remover);
    else this.remover.remove();
  }

  makeRemover() {
    const button = Object.assign(document.createElement('button'), { className: 'remove', type: 'button', innerHTML: icon('x', 12) });
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.say('remove');
    });
    return button;
  }
}

class ListElement extends PolarisElement {
  static props = 'id children*';
  static css = ':host { display: block; } ::slotted(s-list-item) { margin-block-end: 4px; }';
  static html = '<div role="list"><slot></slot></div>';
}

class ListItem extends PolarisElement {
  static props = 'id children*';
  static css = `:host { display: block; position: relative; padding-inline-start: 20px; }
    :host::before { content: '•'; position: absolute; inset-inline-start: 6px; }`;

  update() {
    this.setAttribute('role', 'listitem');
    const ordered = this.closest('s-ordered-list, s-unordered-list')?.localName === 's-ordered-list';
    const place = [...(this.parentElement?.children ?? [])].indexOf(this) + 1;
    this.restyle(ordered ? `:host::before { content: '${place}.'; inset-inline-start: 2px; }` : '');
  }
}

define('s-text', Text);
define('s-number', Numeral);
define('s-paragraph', Paragraph);
define('s-heading', Heading);
define('s-badge', Badge);
define('s-banner', Banner);
define('s-chip', Chip);
define('s-unordered-list', class extends ListElement {});
define('s-ordered-list', class extends ListElement {});
define('s-list-item', ListItem);
