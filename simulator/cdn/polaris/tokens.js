/* Colours, radii, shadows and spacing of the Shopify admin: values of @shopify/polaris-tokens 9.4.2, light theme. */

const TOKENS = `
  :root {
    --p-font: 'Inter', -apple-system, BlinkMacSystemFont, 'San Francisco', 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
    --p-bg: rgba(241, 241, 241, 1);
    --p-surface: rgba(255, 255, 255, 1);
    --p-surface-secondary: rgba(247, 247, 247, 1);
    --p-surface-tertiary: rgba(243, 243, 243, 1);
    --p-surface-hover: rgba(247, 247, 247, 1);
    --p-surface-active: rgba(243, 243, 243, 1);
    --p-surface-selected: rgba(241, 241, 241, 1);
    --p-surface-disabled: rgba(0, 0, 0, 0.05);
    --p-surface-info: rgba(234, 244, 255, 1);
    --p-surface-success: rgba(205, 254, 212, 1);
    --p-surface-caution: rgba(255, 248, 219, 1);
    --p-surface-warning: rgba(255, 241, 227, 1);
    --p-surface-critical: rgba(254, 232, 235, 1);
    --p-fill-brand: rgba(48, 48, 48, 1);
    --p-fill-brand-hover: rgba(26, 26, 26, 1);
    --p-fill-brand-disabled: rgba(0, 0, 0, 0.17);
    --p-fill-disabled: rgba(0, 0, 0, 0.05);
    --p-fill-hover: rgba(250, 250, 250, 1);
    --p-fill-active: rgba(247, 247, 247, 1);
    --p-fill-selected: rgba(204, 204, 204, 1);
    --p-fill-critical: rgba(199, 10, 36, 1);
    --p-fill-critical-hover: rgba(163, 10, 36, 1);
    --p-fill-success: rgba(4, 123, 93, 1);
    --p-fill-info: rgba(145, 208, 255, 1);
    --p-fill-caution: rgba(255, 230, 0, 1);
    --p-fill-warning: rgba(255, 184, 0, 1);
    --p-fill-transparent: rgba(0, 0, 0, 0.06);
    --p-fill-transparent-hover: rgba(0, 0, 0, 0.05);
    --p-fill-transparent-active: rgba(0, 0, 0, 0.08);
    --p-tone-info: rgba(213, 235, 255, 1);
    --p-tone-success: rgba(175, 254, 191, 1);
    --p-tone-caution: rgba(255, 235, 120, 1);
    --p-tone-warning: rgba(255, 214, 164, 1);
    --p-tone-critical: rgba(254, 209, 215, 1);
    --p-input: rgba(253, 253, 253, 1);
    --p-input-hover: rgba(250, 250, 250, 1);
    --p-input-border: rgba(138, 138, 138, 1);
    --p-input-border-hover: rgba(97, 97, 97, 1);
    --p-border: rgba(227, 227, 227, 1);
    --p-border-subdued: rgba(235, 235, 235, 1);
    --p-border-strong: rgba(204, 204, 204, 1);
    --p-border-focus: rgba(0, 91, 211, 1);
    --p-border-critical: rgba(142, 11, 33, 1);
    --p-text: rgba(48, 48, 48, 1);
    --p-text-secondary: rgba(97, 97, 97, 1);
    --p-text-disabled: rgba(181, 181, 181, 1);
    --p-text-link: rgba(0, 91, 211, 1);
    --p-text-link-hover: rgba(0, 66, 153, 1);
    --p-text-info: rgba(0, 58, 90, 1);
    --p-text-success: rgba(1, 75, 64, 1);
    --p-text-caution: rgba(79, 71, 0, 1);
    --p-text-warning: rgba(94, 66, 0, 1);
    --p-text-critical: rgba(142, 11, 33, 1);
    --p-icon: rgba(74, 74, 74, 1);
    --p-icon-secondary: rgba(138, 138, 138, 1);
    --p-icon-info: rgba(0, 148, 213, 1);
    --p-icon-success: rgba(4, 123, 93, 1);
    --p-icon-caution: rgba(153, 138, 0, 1);
    --p-icon-warning: rgba(178, 132, 0, 1);
    --p-icon-critical: rgba(226, 44, 56, 1);
    --p-backdrop: rgba(0, 0, 0, 0.71);
    --p-shadow-100: 0 1px 0 0 rgba(26, 26, 26, 0.07);
    --p-shadow-300: 0 4px 6px -2px rgba(26, 26, 26, 0.2);
    --p-shadow-600: 0 20px 20px -8px rgba(26, 26, 26, 0.28);
    --p-shadow-bevel: 1px 0 0 0 rgba(0, 0, 0, 0.13) inset, -1px 0 0 0 rgba(0, 0, 0, 0.13) inset,
      0 -1px 0 0 rgba(0, 0, 0, 0.17) inset, 0 1px 0 0 rgba(204, 204, 204, 0.5) inset;
    --p-shadow-button: 0 -1px 0 0 #b5b5b5 inset, 0 0 0 1px rgba(0, 0, 0, 0.1) inset, 0 0.5px 0 1.5px #fff inset;
    --p-shadow-button-pressed: -1px 0 1px 0 rgba(26, 26, 26, 0.122) inset, 1px 0 1px 0 rgba(26, 26, 26, 0.122) inset,
      0 2px 1px 0 rgba(26, 26, 26, 0.2) inset;
    --p-shadow-button-primary: 0 -1px 0 1px rgba(0, 0, 0, 0.8) inset, 0 0 0 1px rgba(48, 48, 48, 1) inset,
      0 0.5px 0 1.5px rgba(255, 255, 255, 0.25) inset;
    --p-shadow-button-critical: 0 -1px 0 1px rgba(142, 31, 11, 0.8) inset, 0 0 0 1px rgba(181, 38, 11, 0.8) inset,
      0 0.5px 0 1.5px rgba(255, 255, 255, 0.349) inset;
    --p-gradient: linear-gradient(180deg, rgba(48, 48, 48, 0) 63.53%, rgba(255, 255, 255, 0.15) 100%);
  }
  body { margin: 0; background: var(--p-bg); color: var(--p-text); font: 450 13px/20px var(--p-font);
    -webkit-font-smoothing: antialiased; }
`;

/* Polaris' size keywords, in pixels of the token scale. */
const SPACE = {
  none: '0', 'small-500': '2px', 'small-400': '4px', 'small-300': '6px', 'small-200': '8px', 'small-100': '12px',
  small: '12px', base: '16px', large: '20px', 'large-100': '20px', 'large-200': '24px', 'large-300': '32px',
  'large-400': '40px', 'large-500': '48px',
};
const RADIUS = {
  none: '0', 'small-200': '2px', 'small-100': '4px', small: '4px', base: '8px', large: '12px', 'large-100': '12px',
  'large-200': '16px', max: '9999px',
};
const BORDER_WIDTH = { none: '0', small: '0.66px', 'small-100': '0.66px', base: '1px', large: '2px', 'large-100': '2px' };
const BORDER_COLOR = { subdued: 'var(--p-border-subdued)', base: 'var(--p-border)', strong: 'var(--p-border-strong)' };
const BACKGROUND = {
  transparent: 'transparent', subdued: 'var(--p-surface-secondary)', base: 'var(--p-surface)',
  strong: 'var(--p-surface-tertiary)',
};
const TONES = ['info', 'success', 'caution', 'warning', 'critical'];

document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(TOKENS)];
