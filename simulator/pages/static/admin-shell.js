/* The top bar and the side navigation of every admin page. */
(() => {
  'use strict';
  const side = document.getElementById('side');
  const burger = document.querySelector('.burger');
  const open = (on) => {
    side.classList.toggle('open', on);
    burger.setAttribute('aria-expanded', String(on));
  };
  burger.addEventListener('click', () => open(!side.classList.contains('open')));
  side.addEventListener('click', () => open(false));
  addEventListener('keydown', (event) => event.key === 'Escape' && open(false));
  document.querySelector('.staff select').addEventListener('change', ({ target }) => {
    const query = new URLSearchParams(location.search);
    query.set('staff', target.value);
    location.search = query;
  });
})();
