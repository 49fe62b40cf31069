/* What the admin shows for the app: save bar and toasts. And Web Vitals, as far as a page sees them by itself. */

/* ---- save bar: forms marked data-save-bar, or asked for by id ---- */
const dirtyForms = new Set();
const shownBars = new Set();
const tellBar = () => tell('saveBar', { shown: dirtyForms.size > 0 || shownBars.size > 0 });

function setDirty(form, dirty) {
  if (!form?.matches?.('form[data-save-bar]') || dirtyForms.has(form) === dirty) return;
  if (dirty) dirtyForms.add(form);
  else dirtyForms.delete(form);
  tellBar();
}

const formOf = (event) => event.target.closest?.('form[data-save-bar]');
document.addEventListener('input', (event) => setDirty(formOf(event), true), true);
document.addEventListener('change', (event) => setDirty(formOf(event), true), true);
document.addEventListener('submit', ({ target }) => setDirty(target, false), true);
document.addEventListener('reset', ({ target }) => setDirty(target, false), true);
new MutationObserver(() => [...dirtyForms].filter((form) => !form.isConnected).forEach((form) => setDirty(form, false))).observe(
  document.documentElement, { childList: true, subtree: true });

/* ---- toasts: the admin shows them; a page without admin shows them itself ---- */
const toasts = new Map();

function showToastHere(id, message, duration) {
  const box = document.createElement('div');
  box.id = id;
  box.setAttribute('role', 'status');
  box.textContent = message;
  box.style.cssText = `position:fixed;inset:auto auto 24px 50%;translate:-50%;z-index:9999;padding:8px 12px;border-radius:8px;
    background:#303030;color:#fff;font:13px/20px system-ui`;
  document.body.append(box);
  setTimeout(() => box.remove(), duration);
}

const toast = {
  show(message, options = {}) {
    const id = `toast-${toasts.size + 1}-${Date.now()}`;
    toasts.set(id, options);
    const { duration = 5000, isError = false, action } = options;
    if (embedded) tell('toast', { id, message: String(message), duration, isError, action });
    else showToastHere(id, String(message), duration);
    return id;
  },
  hide(id) {
    tell('toastHide', { id });
    document.getElementById(id)?.remove();
  },
};

/* ---- Web Vitals, as far as a page can see them by itself ---- */
const vitals = { LCP: 0, CLS: 0, INP: 0 };
let reporter = null;
const watch = (type, act, options = {}) => {
  try {
    new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true, ...options });
  } catch {
    /* an entry type that this browser does not know */
  }
};
watch('largest-contentful-paint', (entry) => (vitals.LCP = entry.startTime));
watch('layout-shift', (entry) => (vitals.CLS += entry.hadRecentInput ? 0 : entry.value));
watch('event', (entry) => (vitals.INP = Math.max(vitals.INP, entry.duration)), { durationThreshold: 40 });
addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden') return;
  reporter?.({ metrics: Object.entries(vitals).map(([name, value]) => ({ id: `${name}-1`, name, value })) });
});
