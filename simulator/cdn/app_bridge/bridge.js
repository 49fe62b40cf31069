/* Stand-in for Shopify's App Bridge: gives the framed app `window.shopify` and asks the admin page around it, by
 * postMessage, for what only the admin can do. Both sides check origin and window. Facts of the real one: id tokens live
 * a minute, fetch to the app's own origin carries one, WebSockets do not, links to shopify://admin/ open admin pages. */
const script = document.currentScript;
const ADMIN = new URL(script.src).origin;
const query = new URLSearchParams(location.search);
const meta = document.querySelector('meta[name="shopify-api-key"]');
const remembered = (key) => {
  const given = query.get(key);
  try {
    if (given) sessionStorage.setItem(`app-bridge:${key}`, given);
    return given ?? sessionStorage.getItem(`app-bridge:${key}`) ?? '';
  } catch {
    return given ?? '';
  }
};
const config = {
  apiKey: script.dataset.apiKey ?? meta?.content ?? '',
  shop: remembered('shop'),
  host: remembered('host'),
  locale: remembered('locale') || 'en',
};
const embedded = window.parent !== window;

/* ---- talking with the admin page ---- */
const waiting = new Map();
let lastRequest = 0;

function tell(type, detail = {}) {
  if (embedded) window.parent.postMessage({ appBridge: 1, type, ...detail }, ADMIN);
}

function ask(method, params = {}) {
  if (!embedded) return Promise.reject(new Error(`App Bridge: ${method} needs the Shopify admin around the app.`));
  lastRequest += 1;
  const id = `${Date.now()}-${lastRequest}`;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new Error(`App Bridge: the admin did not answer ${method}.`));
    }, 15000);
    waiting.set(id, { resolve, reject, timer });
    tell('request', { id, method, params });
  });
}

const handlers = {
  answer({ id, result, error }) {
    const asked = waiting.get(id);
    if (!asked) return;
    waiting.delete(id);
    clearTimeout(asked.timer);
    if (error) asked.reject(new Error(error));
    else asked.resolve(result);
  },
  navigate: ({ href }) => navigate(document.querySelector(`s-app-nav [href="${CSS.escape(href)}"]`), href),
  save: () => [...dirtyForms].forEach((form) => form.requestSubmit()),
  discard: () => [...dirtyForms].forEach((form) => form.reset()),
  toastAction: ({ id }) => toasts.get(id)?.onAction?.(),
  toastDismissed({ id }) {
    toasts.get(id)?.onDismiss?.();
    toasts.delete(id);
  },
  windowClosed: ({ id }) => document.getElementById(id)?.dispatchEvent(new Event('hide')),
};

window.addEventListener('message', ({ origin, source, data }) => {
  if (origin === ADMIN && source === window.parent && data?.appBridge === 1) handlers[data.type]?.(data);
});

/* ---- id tokens and fetch ---- */
let kept = null;

async function idToken({ fresh = false } = {}) {
  const now = Date.now() / 1000;
  if (!fresh && kept && kept.expires - now > 10) return kept.token;
  const { token } = await ask('idToken');
  const claims = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  kept = { token, expires: claims.exp };
  return token;
}

const plainFetch = window.fetch.bind(window);

async function authorized(request, fresh) {
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${await idToken({ fresh })}`);
  headers.set('X-Requested-With', 'XMLHttpRequest');
  return plainFetch(new Request(request, { headers }));
}

window.fetch = async (input, init) => {
  const request = new Request(input, init);
  const ours = new URL(request.url).origin === location.origin;
  if (!ours || !embedded || request.headers.has('Authorization')) return plainFetch(input, init);
  const again = request.clone();
  let response = await authorized(request, false);
  if (response.status === 401 && response.headers.get('X-Shopify-Retry-Invalid-Session-Request')) response = await authorized(again, true);
  const elsewhere = response.headers.get('X-Shopify-API-Request-Failure-Reauthorize-Url');
  if (elsewhere) window.open(elsewhere, '_top');
  return response;
};

/* ---- the bounce page: fetch a token, then go where the query says ---- */
async function bounce(target) {
  const url = new URL(target, location.origin);
  if (url.origin !== location.origin) return;
  url.searchParams.set('id_token', await idToken({ fresh: true }));
  location.replace(url);
}
