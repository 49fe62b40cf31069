/* The global that an app sees. */

const overlay = (method) => async (id) => document.getElementById(id)?.[method]?.();

window.shopify = {
  config,
  origin: location.origin,
  ready: Promise.resolve(),
  environment: { mobile: false, embedded, pos: false, intent: false },
  idToken: () => idToken(),
  user: () => ask('user'),
  loading: (on = true) => tell('loading', { on: Boolean(on) }),
  toast,
  modal: { show: overlay('showOverlay'), hide: overlay('hideOverlay'), toggle: overlay('toggleOverlay') },
  saveBar: {
    async show(id) {
      shownBars.add(id);
      tellBar();
    },
    async hide(id) {
      shownBars.delete(id);
      tellBar();
    },
    toggle: (id) => (shownBars.has(id) ? window.shopify.saveBar.hide(id) : window.shopify.saveBar.show(id)),
    leaveConfirmation: () => (dirtyForms.size || shownBars.size ? ask('leaveConfirmation') : Promise.resolve()),
  },
  scopes: {
    query: () => ask('scopes.query'),
    request: (scopes) => ask('scopes.request', { scopes }),
    revoke: (scopes) => ask('scopes.revoke', { scopes }),
  },
  app: { extensions: () => ask('extensions') },
  webVitals: { onReport: async (callback) => (reporter = callback) },
};

const target = query.get('shopify-reload');
if (target) bounce(target);
else addEventListener('DOMContentLoaded', tellRoute);
