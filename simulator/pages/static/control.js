/* Buttons of the control page: each posts JSON to /_control/ and then shows the shop anew. */
(() => {
  'use strict';
  const name = document.body.dataset.shop;
  const $ = (id) => document.getElementById(id);
  let state = null;

  function say(text, bad = false) {
    $('said').textContent = text;
    $('said').className = bad ? 'bad' : '';
  }

  async function call(path, body) {
    const options = body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`/_control/${path}`, options);
    const result = await answer.json();
    if (!answer.ok) throw new Error(result.error);
    return result;
  }

  async function act(label, path, body) {
    try {
      await call(path, body);
      say(`Done: ${label}`);
    } catch (error) {
      say(`${label}: ${error.message}`, true);
    }
    await refresh();
  }

  const ofShop = (label, path, body = {}) => act(label, `shops/${name}/${path}`, body);

  function cells(row, texts, ends = []) {
    texts.forEach((text, place) => {
      const cell = document.createElement('td');
      cell.textContent = text;
      if (ends.includes(place)) cell.className = 'end';
      row.append(cell);
    });
    return row;
  }

  const words = (code) => String(code).replaceAll('_', ' ').toLowerCase();
  const time = (stamp) => new Date(stamp).toLocaleTimeString();

  function fill(select, entries) {
    const chosen = select.value;
    select.replaceChildren(...entries.map(([value, text]) => new Option(text, value)));
    if (entries.some(([value]) => String(value) === chosen)) select.value = chosen;
  }

  function showOrder() {
    const order = state.orders.find(({ id }) => String(id) === $('order').value);
    if (!order) return;
    const parcels = order.parcels.map(({ name: parcel, status }) => `${parcel} ${words(status)}`).join(', ');
    $('order-state').textContent = `${words(order.financial_status)}, ${words(order.fulfillment_status)}${parcels ? ` · ${parcels}` : ''}`;
  }

  function showWebhooks() {
    $('webhooks').replaceChildren(
      ...state.webhooks.map((delivery) => {
        const answers = delivery.attempts.map(({ status, error }) => status ?? error ?? '–').join(', ');
        const row = cells(document.createElement('tr'), [delivery.topic, delivery.state, answers || '–']);
        const again = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: 'Repeat' });
        again.addEventListener('click', () => ofShop(`${delivery.topic} again`, `webhooks/${delivery.id}/repeat`));
        const cell = document.createElement('td');
        cell.append(again);
        row.append(cell);
        return row;
      }),
    );
  }

  function showRequests() {
    const line = ({ at, kind, summary, status, milliseconds }) =>
      cells(document.createElement('tr'), [time(at), kind, summary, status, `${Math.round(milliseconds)} ms`], [3, 4]);
    $('requests').replaceChildren(...state.requests.slice(0, 60).map(line));
  }

  function showFaults() {
    for (const [fault, value] of Object.entries(state.faults)) {
      const input = $('faults').elements[fault];
      if (!input || input === document.activeElement) continue;
      if (input.type === 'checkbox') input.checked = value;
      else input.value = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  async function refresh() {
    state = await call(`shops/${name}`);
    $('installed').textContent = state.installed ? 'App installed' : 'App not installed';
    $('installed').className = state.installed ? 'badge success' : 'badge';
    fill($('order'), state.orders.map(({ id, name: order, customer, email }) => [id, `${order} · ${customer ?? email ?? 'no customer'}`]));
    fill($('customer'), state.customers.map(({ email, name: customer }) => [email, customer]));
    showOrder();
    showWebhooks();
    showRequests();
  }

  function faultsWanted(form) {
    const wanted = {};
    for (const input of form.elements) {
      if (!input.name) continue;
      if (input.type === 'checkbox') wanted[input.name] = input.checked;
      else if (input.type === 'number') wanted[input.name] = Number(input.value) || 0;
      else wanted[input.name] = input.value.split(',').map((scope) => scope.trim()).filter(Boolean);
    }
    return wanted;
  }

  document.addEventListener('click', ({ target }) => {
    const { order, grant, post, webhook, clock } = target.dataset ?? {};
    if (order) ofShop(target.textContent, `orders/${$('order').value}`, { action: order });
    if (grant) ofShop(target.textContent, 'grant', { action: grant });
    if (post) ofShop(target.textContent, post).then(showFaults);
    if (clock) act(target.textContent, 'clock', { advance_seconds: Number(clock) });
    if (webhook) {
      const customer = state.customers.find(({ email }) => email === $('customer').value);
      ofShop(webhook, 'webhooks', webhook === 'shop/redact' ? { topic: webhook } : { topic: webhook, customer_id: customer?.id });
    }
  });
  $('order').addEventListener('change', showOrder);
  $('new-order').addEventListener('click', () => ofShop('A new order', 'orders', { email: $('customer').value, goods: { [$('product').value]: 1 } }));
  $('reset').addEventListener('click', () => act('Both shops as on the first morning', 'reset', {}).then(showFaults));
  $('faults').addEventListener('submit', (event) => {
    event.preventDefault();
    ofShop('Faults set', 'faults', faultsWanted(event.target));
  });
  document.querySelector('.staff select').addEventListener('change', ({ target }) => target.form.requestSubmit());

  refresh().then(showFaults, (error) => say(error.message, true));
  setInterval(() => document.hidden || refresh().catch((error) => say(error.message, true)), 4000);
})();
