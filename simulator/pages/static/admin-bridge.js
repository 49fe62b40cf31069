/* The admin's side of App Bridge: answers the framed app by postMessage. Only messages of the app's own origin, from a
 * frame of this page, are heard; answers are sent to that origin alone. */
(() => {
  'use strict';
  const bridge = JSON.parse(document.getElementById('bridge').textContent);
  const APP = new URL(bridge.app).origin;
  const frame = document.getElementById('app');
  const windowBox = document.getElementById('window');
  const windowFrame = document.getElementById('window-frame');
  const saveBar = document.getElementById('save-bar');
  const nav = document.getElementById('app-nav');
  let windowId = null;
  let saving = false;

  const send = (target, type, detail = {}) => target?.postMessage({ appBridge: 1, type, ...detail }, APP);
  const toApp = (type, detail) => send(frame.contentWindow, type, detail);

  async function fetched(path) {
    const answer = await fetch(path, { cache: 'no-store' });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error ?? `The admin answered ${answer.status}.`);
    return body;
  }

  async function posted(path, body) {
    const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error ?? `The admin answered ${answer.status}.`);
    return said;
  }

  const granted = () => ({ ...bridge.scopes, granted: [...bridge.scopes.granted] });
  const methods = {
    idToken: () => fetched(`/_sim/id-token?shop=${encodeURIComponent(bridge.shop)}&staff=${bridge.staff}`),
    user: () => ({ accountAccess: bridge.owner ? 'store owner' : 'collaborator' }),
    'scopes.query': granted,
    'scopes.request': async ({ scopes }) => {
      const missing = scopes.filter((scope) => !bridge.scopes.granted.includes(scope));
      const unknown = missing.filter((scope) => !bridge.scopes.optional.includes(scope));
      if (unknown.length > 0) throw new Error(`Not declared as optional scopes: ${unknown.join(', ')}`);
      const words = missing.map((scope) => bridge.words[scope] ?? scope).join('\n');
      const isGranted = missing.length === 0 || confirm(`${bridge.appName} asks for permission to:\n${words}`);
      if (isGranted && missing.length > 0) {
        const all = { action: 'install', scopes: [...bridge.scopes.granted, ...missing] };
        bridge.scopes.granted = (await posted(`/_control/shops/${bridge.shop}/grant`, all)).scopes;
      }
      return { result: isGranted ? 'granted-all' : 'declined-all', detail: granted() };
    },
    'scopes.revoke': () => ({ detail: granted() }),
    extensions: () => fetched(`${bridge.store}/bridge/extensions`),
    leaveConfirmation: () => {
      if (!confirm('Leave the page with unsaved changes?')) throw new Error('The person stays on the page.');
      return null;
    },
  };

  async function answer(source, { id, method, params }) {
    try {
      if (!Object.hasOwn(methods, method)) throw new Error(`The simulated admin has no ${method}.`);
      send(source, 'answer', { id, result: await methods[method](params) });
    } catch (error) {
      send(source, 'answer', { id, error: error.message });
    }
  }

  /* ---- the address and the side navigation ---- */
  function adminUrl(path) {
    const url = new URL(location.href);
    url.pathname = bridge.appBase + (path === '/' ? '' : path);
    return url;
  }

  function markCurrent(path) {
    const links = [...document.querySelectorAll('.side [data-path]')];
    const fitting = links.filter(({ dataset }) => dataset.path === path || (dataset.path !== '/' && path.startsWith(`${dataset.path}/`)));
    const current = fitting.at(-1) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }

  function showNav({ items, path }) {
    const shown = items.filter(({ home }) => !home);
    nav.replaceChildren(
      ...shown.map(({ href, label }) => {
        const link = Object.assign(document.createElement('a'), { href: adminUrl(href), textContent: label });
        link.dataset.path = href.split('?')[0];
        const entry = document.createElement('li');
        entry.append(link);
        return entry;
      }),
    );
    markCurrent(path);
  }

  document.querySelector('.side').addEventListener('click', (event) => {
    const link = event.target.closest('[data-path]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    toApp('navigate', { href: link.dataset.path });
  });

  function showRoute({ path }) {
    const url = adminUrl(path);
    if (url.href !== location.href) history.replaceState(null, '', url);
    markCurrent(path);
  }

  /** `shopify://admin/orders/5` opens the simulated page of that order in a new tab. */
  function openPath({ path }) {
    const url = new URL(bridge.store + path, location.origin);
    url.searchParams.set('staff', bridge.staff);
    if (url.origin === location.origin && url.pathname.startsWith(`${bridge.store}/`)) window.open(url, '_blank', 'noopener');
  }

  /* ---- save bar, toasts, full-screen window ---- */
  function showSaveBar({ shown }) {
    saveBar.hidden = !shown;
    saving = shown;
  }

  function dismiss(id) {
    document.getElementById(id)?.remove();
    toApp('toastDismissed', { id });
  }

  function showToast({ id, message, duration, isError, action }) {
    const box = Object.assign(document.createElement('div'), { id, className: isError ? 'toast error' : 'toast' });
    box.append(Object.assign(document.createElement('span'), { textContent: message }));
    const button = (text, act, className = '') => {
      const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text, className });
      made.addEventListener('click', act);
      box.append(made);
      return made;
    };
    if (action) button(action, () => toApp('toastAction', { id }));
    button('×', () => dismiss(id), 'close').setAttribute('aria-label', 'Dismiss');
    document.getElementById('toasts').append(box);
    setTimeout(() => dismiss(id), Math.min(Number(duration) || 5000, 60000));
  }

  function showWindow({ open, id, path }) {
    if (open) {
      const source = new URL(frame.src);
      const target = new URL(path, bridge.app);
      if (target.origin !== APP) return;
      for (const key of ['shop', 'host', 'embedded', 'locale']) target.searchParams.set(key, source.searchParams.get(key) ?? '');
      windowId = id;
      windowFrame.src = target;
      windowBox.hidden = false;
      windowBox.querySelector('button').focus();
    } else if (windowId !== null) {
      windowBox.hidden = true;
      windowFrame.removeAttribute('src');
      toApp('windowClosed', { id: windowId });
      windowId = null;
    }
  }

  document.addEventListener('click', ({ target }) => {
    const act = target.closest('[data-act]')?.dataset.act;
    if (act === 'save' || act === 'discard') toApp(act);
    if (act === 'close-window') showWindow({ open: false });
  });
  addEventListener('keydown', (event) => event.key === 'Escape' && showWindow({ open: false }));
  addEventListener('beforeunload', (event) => saving && event.preventDefault());

  const heard = {
    nav: showNav,
    route: showRoute,
    open: openPath,
    saveBar: showSaveBar,
    toast: showToast,
    toastHide: ({ id }) => dismiss(id),
    window: showWindow,
    loading: ({ on }) => (document.getElementById('loading').hidden = !on),
  };

  window.addEventListener('message', ({ origin, source, data }) => {
    const ours = source === frame.contentWindow || source === windowFrame.contentWindow;
    if (origin !== APP || !ours || data?.appBridge !== 1) return;
    if (data.type === 'request') answer(source, data);
    else if (source === frame.contentWindow || ['toast', 'open', 'window'].includes(data.type)) heard[data.type]?.(data);
  });

  frame.src = frame.dataset.src; // only now: the app must not ask before anyone listens
})();
