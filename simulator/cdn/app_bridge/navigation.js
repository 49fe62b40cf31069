/* The admin's side navigation, the address shown around the app, full-screen windows, and links. */

function navItems() {
  return [...document.querySelectorAll('s-app-nav s-link, s-app-nav a, ui-nav-menu a')].map((link) => ({
    href: link.getAttribute('href') ?? '/',
    label: link.textContent.trim(),
    home: link.getAttribute('rel') === 'home',
  }));
}

const tellNav = () => tell('nav', { items: navItems(), path: location.pathname });
const tellRoute = () => tell('route', { path: location.pathname, search: location.search, title: document.title });

/** Lets the app's router act on `shopify:navigate`; loads the page when none does. */
function navigate(link, href) {
  const before = location.href;
  const goal = new URL(href, location.origin);
  const event = new CustomEvent('shopify:navigate', { bubbles: true, composed: true, cancelable: true, detail: { href } });
  (link ?? document.body).dispatchEvent(event);
  setTimeout(() => {
    const moved = location.href !== before || goal.pathname === location.pathname;
    if (!event.defaultPrevented && !moved) location.assign(goal);
  }, 120);
}

class AppNav extends HTMLElement {
  connectedCallback() {
    this.style.display = 'none';
    this.watcher = new MutationObserver(tellNav);
    this.watcher.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
    tellNav();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    tellNav();
  }
}

/** A full-screen window of the admin that frames another page of the app. */
class AppWindow extends HTMLElement {
  connectedCallback() {
    this.style.display = 'none';
  }

  get src() {
    return this.getAttribute('src') ?? '';
  }

  set src(value) {
    this.setAttribute('src', value ?? '');
  }

  showOverlay() {
    tell('window', { open: true, id: this.id, path: this.src, heading: this.getAttribute('heading') ?? document.title });
  }

  hideOverlay() {
    tell('window', { open: false, id: this.id });
  }

  toggleOverlay() {
    this.showOverlay();
  }
}

customElements.define('s-app-nav', AppNav);
customElements.define('s-app-window', AppWindow);

for (const method of ['pushState', 'replaceState']) {
  const plain = history[method].bind(history);
  history[method] = (...given) => {
    plain(...given);
    tellRoute();
  };
}
window.addEventListener('popstate', tellRoute);

window.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof Element && node.hasAttribute('href'));
  const href = link?.getAttribute('href') ?? '';
  const host = link?.getRootNode()?.host ?? link;
  if (href.startsWith('shopify://admin')) {
    event.preventDefault();
    tell('open', { path: href.slice('shopify://admin'.length) });
  } else if (href.startsWith('/') && !href.startsWith('//') && host?.localName?.startsWith('s-')) {
    if (/^_(blank|top|parent)$/.test(host.getAttribute('target') ?? '')) return;
    event.preventDefault();
    navigate(host, href);
  }
});
