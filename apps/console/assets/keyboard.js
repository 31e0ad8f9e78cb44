// Search as one types, and shortcuts. Every page works without it: the links lead to /search and /help.

const search = document.querySelector('#search-dialog');
const shortcuts = document.querySelector('#shortcuts');

function open(dialog) {
  document.querySelector('dialog[open]')?.close();
  dialog?.showModal();
  dialog?.querySelector('input[type=search]')?.select();
}

for (const link of document.querySelectorAll('[data-opens]')) {
  const dialog = document.getElementById(link.dataset.opens);
  link.addEventListener('click', (event) => {
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(dialog);
  });
}

/** A click beside a dialog closes it. */
for (const dialog of [search, shortcuts])
  dialog?.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

/** Suggests results as one types; the form leads to all of them. */
function suggest(dialog) {
  const input = dialog.querySelector('input[type=search]');
  const box = dialog.querySelector('[data-suggestions]');
  const hint = box.innerHTML;
  const address = new URL(box.dataset.suggestions, location.href);
  let latest = 0;
  let waiting;
  const ask = async () => {
    const turn = ++latest;
    address.search = new URLSearchParams(new FormData(input.form)).toString();
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' } });
      const piece = await answer.text();
      if (turn === latest) box.innerHTML = answer.ok && !answer.redirected ? piece : '';
    } catch {
      if (turn === latest) box.replaceChildren();
    }
  };
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    latest += 1;
    if (input.value.trim() === '') box.innerHTML = hint;
    else waiting = setTimeout(ask, 120);
  });
  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops = [input, ...box.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement);
    stops[(at + step + stops.length) % stops.length].focus();
  });
}

if (search) suggest(search);

/** The field that the address names is ready to be typed over. */
const named = document.getElementById(location.hash.slice(1));
if (named?.matches('input, select, textarea')) {
  named.focus();
  named.select?.();
}

/** Frequent answers, with one click. */
for (const button of document.querySelectorAll('button[data-fills]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const input = document.getElementById(button.dataset.fills);
    input.value = button.textContent.trim();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const isTyping = ({ target }) =>
  target.isContentEditable || Boolean(target.closest('input:not([type=checkbox], [type=radio]), select, textarea'));

/** `g` was pressed a moment ago. */
let going = 0;
const SOON_MS = 1500;

function goTo(key) {
  const link = shortcuts?.querySelector(`a[data-key="${CSS.escape(key)}"]`);
  link?.click();
  return Boolean(link);
}

function actOn(key) {
  if (performance.now() < going) {
    going = 0;
    if (goTo(key)) return true;
  }
  switch (key) {
    case 'g':
      going = performance.now() + SOON_MS;
      return true;
    case '/':
      open(search);
      return Boolean(search);
    case '?':
      open(shortcuts);
      return Boolean(shortcuts);
    case 't': {
      const table = document.querySelector('#table');
      table?.focus();
      return Boolean(table);
    }
    default:
      return false;
  }
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
    if (search) event.preventDefault();
    return open(search);
  }
  if (event.ctrlKey || event.metaKey || isTyping(event) || document.querySelector('dialog[open]')) return;
  if (actOn(event.key)) event.preventDefault();
});
