/* Pictures and progress: avatar, thumbnail, image, spinner, progress; and the rarer pickers for dates, colours, files. */

const AVATAR_SIZES = { 'small-200': 20, 'small-100': 24, small: 24, base: 28, large: 32, 'large-100': 32, 'large-200': 40 };
const AVATAR_TONES = [['#c530c5', '#fdeffd'], ['#52f490', '#014b40'], ['#2ce0d4', '#033c39'], ['#51c0ff', '#002133'], ['#9474ff', '#1f0d5c']];

class Avatar extends PolarisElement {
  static props = 'size alt src initials';
  static events = 'load error';
  static css = `:host { display: inline-block; vertical-align: middle; } .avatar { display: grid; place-items: center; border-radius: 8px; overflow: hidden;
    font: 550 12px/1 var(--p-font); text-transform: uppercase; } img { inline-size: 100%; block-size: 100%; object-fit: cover; }`;
  static html = '<span class="avatar" role="img"></span>';

  update() {
    const box = this.$('.avatar');
    const size = AVATAR_SIZES[this.size] ?? AVATAR_SIZES.base;
    const seed = [...(this.initials || this.alt || '?')].reduce((sum, letter) => sum + letter.codePointAt(0), 0);
    const [background, color] = AVATAR_TONES[seed % AVATAR_TONES.length];
    Object.assign(box.style, { inlineSize: `${size}px`, blockSize: `${size}px`, background, color });
    attribute(box, 'aria-label', this.alt || this.initials || 'Avatar');
    if (this.src) showImage(this, box);
    else if (this.initials) box.textContent = this.initials.slice(0, 2);
    else box.innerHTML = icon('person', size * 0.7);
  }
}

function showImage(element, box) {
  const picture = Object.assign(document.createElement('img'), { src: element.getAttribute('src'), alt: '' });
  picture.addEventListener('load', () => element.say('load'));
  picture.addEventListener('error', () => {
    picture.remove();
    if (element.initials) box.textContent = element.initials;
    element.say('error');
  });
  box.replaceChildren(picture);
}

const THUMBNAIL_SIZES = { 'small-200': 24, 'small-100': 40, small: 40, base: 60, large: 80, 'large-100': 80 };

class Thumbnail extends PolarisElement {
  static props = 'size src alt';
  static events = 'load error';
  static css = `:host { display: inline-block; vertical-align: middle; } .thumbnail { display: grid; place-items: center; border-radius: 8px; overflow: hidden;
    background: var(--p-surface); box-shadow: inset 0 0 0 1px var(--p-border); color: var(--p-icon-secondary); } img { inline-size: 100%; block-size: 100%; object-fit: contain; }`;
  static html = '<span class="thumbnail"></span>';

  update() {
    const box = this.$('.thumbnail');
    const size = THUMBNAIL_SIZES[this.size] ?? THUMBNAIL_SIZES.base;
    Object.assign(box.style, { inlineSize: `${size}px`, blockSize: `${size}px` });
    if (this.src) showImage(this, box);
    else box.innerHTML = icon('image');
    attribute(box, 'role', this.alt ? 'img' : null);
    attribute(box, 'aria-label', this.alt);
    attribute(box, 'aria-hidden', this.alt ? null : 'true');
  }
}

class ImageElement extends PolarisElement {
  static props = 'loading accessibilityRole inlineSize aspectRatio objectFit src alt srcSet sizes border borderColor borderRadius borderStyle borderWidth';
  static events = 'error load';
  static css = ':host { display: block; } img { display: block; max-inline-size: 100%; }';
  static html = '<img alt="">';

  constructor() {
    super();
    for (const event of ['load', 'error']) this.$('img').addEventListener(event, () => this.say(event));
  }

  update() {
    const picture = this.$('img');
    picture.alt = ['presentation', 'none'].includes(this.getAttribute('accessibilityrole')) ? '' : this.alt;
    for (const name of ['src', 'srcset', 'sizes', 'loading']) attribute(picture, name, this.getAttribute(name));
    const size = this.getAttribute('inlinesize') === 'auto' ? 'auto' : '100%';
    this.restyle(`${boxStyle(this, 'img', ['inlinesize'])} img { inline-size: ${size}; object-fit: ${this.objectFit || 'contain'};
      aspect-ratio: ${this.aspectRatio || 'auto'}; }`);
  }
}

const SPINNER_SIZES = { base: 20, large: 32, 'large-100': 44 };

class Spinner extends PolarisElement {
  static props = 'size accessibilityLabel';
  static css = `:host { display: inline-block; color: var(--p-icon-secondary); } .spin { animation: spin 0.8s linear infinite; }
    @keyframes spin { to { rotate: 360deg; } } @media (prefers-reduced-motion: reduce) { .spin { animation-duration: 3s; } }`;
  static html = '<div class="spin" role="status"></div>';

  update() {
    const size = SPINNER_SIZES[this.size] ?? SPINNER_SIZES.base;
    this.$('.spin').innerHTML = `<svg viewBox="0 0 20 20" width="${size}" height="${size}" aria-hidden="true"><path d="M10 2.5a7.5 7.5 0 1 1-7.5 7.5"/></svg>`;
    this.style.inlineSize = `${size}px`;
    attribute(this.$('.spin'), 'aria-label', this.getAttribute('accessibilitylabel') || 'Loading');
  }
}

class Progress extends PolarisElement {
  static props = 'accessibilityLabel max# tone value#';
  static css = `:host { display: block; } .track { block-size: 8px; border-radius: 4px; background: var(--p-border); overflow: hidden; }
    .bar { block-size: 100%; background: var(--p-fill-brand); border-radius: inherit; transition: inline-size 0.2s; }
    :host([tone="success"]) .bar { background: var(--p-fill-success); } :host([tone="critical"]) .bar { background: var(--p-fill-critical); }`;
  static html = '<div class="track" role="progressbar" aria-valuemin="0"><div class="bar"></div></div>';

  update() {
    const max = this.max || 1;
    const track = this.$('.track');
    attribute(track, 'aria-label', this.getAttribute('accessibilitylabel') || 'Progress');
    track.setAttribute('aria-valuemax', String(max));
    attribute(track, 'aria-valuenow', this.value === undefined ? null : String(this.value));
    this.$('.bar').style.inlineSize = `${Math.min(100, ((this.value ?? max / 3) / max) * 100)}%`;
  }
}

/** Pickers without the frame of a field: one native input that fills the element. */
const picker = (type, props, events) =>
  class extends Field {
    static props = props;
    static events = events;
    static html = `<div class="field"><label class="label" for="control"></label><div class="frame"><input class="control" id="control" type="${type}">
      <span class="lead"></span><span class="prefix"></span><span class="suffix"></span></div><div class="details" id="details"></div>
      <div class="error" id="error"></div></div>`;

    update() {
      super.update();
      const named = this.getAttribute('label') || this.getAttribute('accessibilitylabel');
      attribute(this.control, 'aria-label', named || (type === 'date' ? 'Date' : type === 'color' ? 'Colour' : 'File'));
    }
  };

class DropZone extends picker('file', 'accessibilityLabel multiple? accept disabled? error label required? name labelAccessibilityVisibility value files*', 'change input droprejected') {
  get files() {
    return [...this.control.files];
  }

  update() {
    this.touched = true;
    super.update();
    attribute(this.control, 'accept', this.getAttribute('accept'));
    attribute(this.control, 'multiple', this.multiple);
  }

  report() {
    const data = new FormData();
    for (const file of this.files) data.append(this.getAttribute('name') ?? '', file);
    this.internals.setFormValue(this.getAttribute('name') ? data : null);
  }
}

define('s-avatar', Avatar);
define('s-thumbnail', Thumbnail);
define('s-image', ImageElement);
define('s-spinner', Spinner);
define('s-progress', Progress);
define('s-date-picker', picker('date', 'type value defaultValue allow allowDays disallow disallowDays view defaultView visibleMonths name', 'viewchange focus blur input change'));
define('s-color-picker', picker('color', 'value defaultValue alpha? id name', 'input change'));
define('s-drop-zone', DropZone);
