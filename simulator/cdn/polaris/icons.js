/* Icons drawn for the stand-in on a 20 by 20 grid; a name without a drawing shows a plain ring. */

const CIRCLE = 'M10 3.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z';
const BUBBLE = 'M4 5.5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-3.5 3v-3A1.6 1.6 0 0 1 4 11.9z';
const PERSON = 'M10 4a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5z';
const BOXED = 'M3.5 6.5L10 3.5l6.5 3v7L10 16.5l-6.5-3zM3.5 6.5L10 9.5l6.5-3M10 9.5v7';
const PAGE = 'M6 3.5h5l3.5 3.5v8a1.5 1.5 0 0 1-1.5 1.5H6.5A1.5 1.5 0 0 1 5 15V4.5a1 1 0 0 1 1-1zM11 3.5V7h3.5';
const CARD = 'M3.5 6a1.5 1.5 0 0 1 1.5-1.5h10A1.5 1.5 0 0 1 16.5 6v8a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 14z';
const LOCK = 'M5.5 9h9v6.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9';
const EYE = 'M2.5 10C4 7 6.8 5 10 5s6 2 7.5 5c-1.5 3-4.3 5-7.5 5s-6-2-7.5-5zM10 8a2 2 0 1 1 0 4a2 2 0 0 1 0-4z';
const FLAG = 'M5 17V3.5M5 4h9l-2 3.5L14 11H5';
const STAR = 'M10 3.5l2 4.2l4.5.6l-3.3 3.2l.8 4.6L10 13.9l-4 2.2l.8-4.6L3.5 8.3L8 7.7z';

const ICONS = {
  'alert-circle': `${CIRCLE}M10 6.8v3.7M10 13.2v.01`,
  'alert-triangle': 'M10 3.5l7 12.5H3zM10 8v3.5M10 13.8v.01',
  'alert-diamond': 'M10 2.8L17.2 10L10 17.2L2.8 10zM10 6.8v3.7M10 13.2v.01',
  'alert-bubble': `${BUBBLE}M10 6v3M10 11v.01`,
  archive: 'M3.5 4.5h13v3h-13zM4.5 7.5v8h11v-8M8 10.5h4',
  'arrow-down': 'M10 4v12M5 11l5 5l5-5',
  'arrow-left': 'M16 10H4M9 5l-5 5l5 5',
  'arrow-right': 'M4 10h12M11 5l5 5l-5 5',
  'arrow-up': 'M10 16V4M5 9l5-5l5 5',
  'arrows-out-horizontal': 'M3 10h14M6 7l-3 3l3 3M14 7l3 3l-3 3',
  attachment: 'M13.5 7L8 12.5a1.6 1.6 0 0 0 2.3 2.3L16 9a3.2 3.2 0 0 0-4.5-4.5L5.5 10.5a4.8 4.8 0 0 0 6.8 6.8',
  automation: 'M10 3.5v3M5 6.5h10a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 14V8A1.5 1.5 0 0 1 5 6.5zM7.5 10v1.5M12.5 10v1.5',
  blog: `${PAGE}M7.5 10h5M7.5 13h5`,
  bolt: 'M11 3L5 11.5h4.5L9 17l6-8.5h-4.5z',
  book: 'M5 4.5A1.5 1.5 0 0 1 6.5 3H15v14H6.5A1.5 1.5 0 0 1 5 15.5zM5 14.5A1.5 1.5 0 0 1 6.5 13H15',
  'book-open': 'M10 5.5C8.5 4.3 6 4 3.5 4v11c2.5 0 5 .3 6.5 1.5C11.5 15.3 14 15 16.5 15V4c-2.5 0-5 .3-6.5 1.5zM10 5.5v11',
  calendar: 'M4 5.5h12v11H4zM4 9h12M7 3.5v3M13 3.5v3',
  cart: 'M2.5 4h2.2l1.8 8.5h8l1.8-6H5.5M7.5 15.5v.01M13.5 15.5v.01',
  'chart-line': 'M3.5 3.5v13h13M6 12.5l3-4l3 2.5l4-5.5',
  'chart-vertical': 'M4 16.5v-5M8 16.5v-9M12 16.5v-7M16 16.5v-12',
  chat: BUBBLE,
  'chat-new': `${BUBBLE}M10 6v5M7.5 8.5h5`,
  'chat-referral': `${BUBBLE}M7.5 8.5h5M10.5 6.5l2 2l-2 2`,
  check: 'M4.5 10.5l3.5 3.5l7.5-8',
  'check-circle': `${CIRCLE}M7 10.2l2.2 2.2L13 8`,
  'chevron-down': 'M5.5 8l4.5 4.5L14.5 8',
  'chevron-left': 'M12 5.5L7.5 10l4.5 4.5',
  'chevron-right': 'M8 5.5L12.5 10L8 14.5',
  'chevron-up': 'M5.5 12L10 7.5l4.5 4.5',
  clipboard: 'M6 5h8v11.5H6zM8 3.5h4V6H8z',
  clock: `${CIRCLE}M10 6.5V10l2.5 2`,
  code: 'M7 6l-4 4l4 4M13 6l4 4l-4 4',
  color: 'M10 3.5a6.5 6.5 0 1 0 0 13c1.5 0 1.5-1.5 1-2.3c-.6-1 0-2.2 1.2-2.2H14a2.5 2.5 0 0 0 2.5-2.5C16.5 6 13.5 3.5 10 3.5z',
  compose: 'M9 4.5H5.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V11M15 3.5l1.5 1.5L10.5 11l-2 .5l.5-2z',
  delete: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5',
  delivery: 'M2.5 5.5h9v8h-9zM11.5 8.5h3l3 2.5v2.5h-6M6 13.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3M14 13.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3',
  desktop: 'M3 4h14v9.5H3zM7.5 16.5h5M10 13.5v3',
  duplicate: 'M7 7h9v9H7zM4 13V4h9',
  edit: 'M13.5 3.8l2.7 2.7L7.5 15.2l-3.3.6l.6-3.3z',
  email: `${CARD}M3.5 6.5L10 11l6.5-4.5`,
  enter: 'M16 5v5H5M8.5 6.5L5 10l3.5 3.5',
  exit: 'M8 4H4.5v12H8M12 6.5l3.5 3.5L12 13.5M15.5 10H8',
  export: 'M10 12.5v-9M6.5 7L10 3.5L13.5 7M4 12v4h12v-4',
  external: 'M8 5H5v10h10v-3M11 4h5v5M16 4l-7 7',
  filter: 'M3.5 6h13M6 10h8M8.5 14h3',
  flag: FLAG,
  globe: `${CIRCLE}M3.5 10h13M10 3.5c4 4 4 9 0 13c-4-4-4-9 0-13`,
  hashtag: 'M8 3.5l-1.5 13M13.5 3.5L12 16.5M4 7.5h12.5M3.5 12.5H16',
  hide: `${EYE}M4 16L16 4`,
  home: 'M3.5 9L10 3.5L16.5 9v7.5h-4.5V12H8v4.5H3.5z',
  image: `${CARD}M3.5 13l4-3.5l3 2.5l2.5-2l3.5 3M13 7.5v.01`,
  import: 'M10 3.5v9M6.5 9l3.5 3.5L13.5 9M4 12v4h12v-4',
  info: `${CIRCLE}M10 9.5v4M10 6.8v.01`,
  keyboard: `${CARD}M6 8v.01M9 8v.01M12 8v.01M14.5 8v.01M7 12h6`,
  language: 'M3 5h8M7 3.5V5M9.5 5c-.5 3-2.5 5.5-6 7M5 7.5c1 2 2.5 3.5 5 4.5M10 16.5l3.5-8l3.5 8M11.2 14h4.6',
  lightbulb: 'M7.5 13.5c-1.5-1-2.5-2.5-2.5-4.5a5 5 0 0 1 10 0c0 2-1 3.5-2.5 4.5zM8 16.5h4',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3L10 5.7M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3L10 14.3',
  location: 'M10 17c3.5-4 5-6.5 5-9a5 5 0 0 0-10 0c0 2.5 1.5 5 5 9zM10 6.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 0 1 0-3z',
  lock: LOCK,
  maximize: 'M11.5 3.5h5v5M16.5 3.5l-5.5 5.5M8.5 16.5h-5v-5M3.5 16.5L9 11',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  'menu-horizontal': 'M4.5 10v.01M10 10v.01M15.5 10v.01',
  'menu-vertical': 'M10 4.5v.01M10 10v.01M10 15.5v.01',
  minimize: 'M16.5 3.5L11 9M11 4.5V9h4.5M3.5 16.5L9 11M9 15.5V11H4.5',
  minus: 'M4.5 10h11',
  mobile: 'M6 3h8v14H6zM9 14.5h2',
  money: `${CARD}M10 8a2 2 0 1 1 0 4a2 2 0 0 1 0-4z`,
  note: 'M4 4h12v8l-4 4H4zM12 16v-4h4M7 7.5h6M7 10.5h3',
  notification: 'M5 13.5V9a5 5 0 0 1 10 0v4.5l1 1H4zM8.5 16.5h3',
  order: 'M4.5 11l1.5-6.5h8l1.5 6.5v4.5h-11zM4.5 11H8c0 1.5 1 2 2 2s2-.5 2-2h3.5',
  package: BOXED,
  page: PAGE,
  'pause-circle': `${CIRCLE}M8.5 7.5v5M11.5 7.5v5`,
  person: PERSON,
  'person-add': `${PERSON}M16 5v4M14 7h4`,
  phone: 'M5 3.5l2.5-.5l1.5 4L7.5 8.5a9 9 0 0 0 4 4L13 11l4 1.5l-.5 2.5c-.3 1-1 1.5-2 1.5C8.5 16.5 3.5 11.5 3.5 5.5c0-1 .5-1.7 1.5-2z',
  plus: 'M10 4.5v11M4.5 10h11',
  'plus-circle': `${CIRCLE}M10 7v6M7 10h6`,
  product: 'M3.5 9.5V4.5a1 1 0 0 1 1-1h5l7 7l-6 6zM7 7v.01',
  'question-circle': `${CIRCLE}M8.2 8.2a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.2M10 13.5v.01`,
  receipt: 'M5 3.5h10v13l-2-1.5l-1.5 1.5l-1.5-1.5l-1.5 1.5L7 15l-2 1.5zM7.5 7.5h5M7.5 10.5h5',
  redo: 'M15.5 4v4.5H11M15.5 8.5A6 6 0 1 0 16 12',
  refresh: 'M15.5 4v4H11.5M4.5 16v-4h4M15.3 8A5.8 5.8 0 0 0 5 7.5M4.7 12A5.8 5.8 0 0 0 15 12.5',
  reset: 'M4.5 4v4.5H9M4.5 8.5A6 6 0 1 1 4 12',
  return: 'M7 4L3.5 7.5L7 11M3.5 7.5H12a4 4 0 0 1 0 8H7',
  save: 'M4 4h9l3 3v9H4zM7 4v4h5V4M7 16v-4.5h6V16',
  search: 'M8.8 3.5a5.3 5.3 0 1 1 0 10.6a5.3 5.3 0 0 1 0-10.6zM12.7 12.7l3.8 3.8',
  send: 'M3.5 4l13.5 6l-13.5 6l2-6zM5.5 10H11',
  settings: 'M3.5 6h7M14.5 6h2M12.5 4a2 2 0 1 1 0 4a2 2 0 0 1 0-4M3.5 14h2M9.5 14h7M7.5 12a2 2 0 1 1 0 4a2 2 0 0 1 0-4',
  'shield-check-mark': 'M10 3l6 2.5v4c0 3.5-2.5 6-6 7.5c-3.5-1.5-6-4-6-7.5v-4zM7.5 10l1.8 1.8L12.8 8',
  sort: 'M7 4v12M4 13l3 3l3-3M13 16V4M10 7l3-3l3 3',
  star: STAR,
  'star-filled': STAR,
  store: 'M3.5 8l1.5-4.5h10L16.5 8c0 2-3 2-3.3.5c-.3 1.5-3 1.5-3.2 0c-.2 1.5-2.9 1.5-3.2 0C6.5 10 3.5 10 3.5 8zM4.5 10v6.5h11V10',
  target: `${CIRCLE}M10 7a3 3 0 1 1 0 6a3 3 0 0 1 0-6z`,
  team: 'M7.5 5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5zM2.5 16c.5-2.7 2.5-4 5-4s4.5 1.3 5 4zM13 5.5a2.2 2.2 0 0 1 0 4.3M14.5 12.3c1.6.5 2.7 1.8 3 3.7',
  'text-block': 'M4 5.5h12M4 10h12M4 14.5h7',
  'thumbs-down': 'M6 4.5v7M6 11l3.5 5.5c1.5 0 2-1 1.7-2.5l-.5-2H15c1 0 1.6-1 1.3-2l-1-4.2c-.2-.8-.8-1.3-1.6-1.3H6M3.5 4.5v7',
  'thumbs-up': 'M6 15.5v-7M6 9l3.5-5.5c1.5 0 2 1 1.7 2.5l-.5 2H15c1 0 1.6 1 1.3 2l-1 4.2c-.2.8-.8 1.3-1.6 1.3H6M3.5 15.5v-7',
  undo: 'M4.5 4v4.5H9M4.5 8.5A6 6 0 1 1 4 12',
  unlock: 'M5.5 9h9v6.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 4.5-1.5',
  upload: 'M10 13V4M6.5 7.5L10 4l3.5 3.5M4 12.5V16h12v-3.5',
  view: EYE,
  x: 'M5 5l10 10M15 5L5 15',
  'x-circle': `${CIRCLE}M7.7 7.7l4.6 4.6M12.3 7.7l-4.6 4.6`,
};

function icon(name, size = 20) {
  const path = ICONS[name] ?? ICONS[name?.replace(/-filled$/, '')] ?? CIRCLE;
  return `<svg viewBox="0 0 20 20" width="${size}" height="${size}" aria-hidden="true"><path d="${path}"></path></svg>`;
}

class Icon extends PolarisElement {
  static props = 'type tone color size interestFor';
  static css = `:host { display: inline-block; color: var(--p-icon); vertical-align: middle; }
    :host([color="subdued"]) { color: var(--p-icon-secondary); }
    ${TONES.map((tone) => `:host([tone="${tone}"]) { color: var(--p-icon-${tone}); }`).join('\n')}
    :host([type$="-filled"]) path { fill: color-mix(in srgb, currentColor 25%, transparent); }`;
  static html = '<span></span>';

  update() {
    const size = this.size === 'small' ? 16 : 20;
    this.$('span').innerHTML = this.type && this.type !== 'empty' ? icon(this.type, size) : '';
  }
}

define('s-icon', Icon);
