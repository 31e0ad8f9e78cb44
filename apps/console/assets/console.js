// What makes the pages quicker to use. Every page works without it.

/**
 * A form of choices in the address acts as soon as one is made: the parts of the page that it names are taken from the page
 * that it leads to. Where that fails, it is sent as without a script.
 */
function chooseAtOnce(form) {
  let latest = 0;
  let waiting;
  const act = async () => {
    const turn = ++latest;
    const address = new URL(form.action);
    const fields = [...new FormData(form)].filter(([, value]) => value !== '');
    address.search = new URLSearchParams(fields).toString();
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' } });
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (turn !== latest) return;
      for (const part of form.dataset.live.split(',')) {
        const fresh = next.querySelector(part);
        if (!fresh) throw new Error(`the page has no ${part}`);
        document.querySelector(part)?.replaceWith(fresh);
      }
      history.replaceState(null, '', address);
      sayAgain();
    } catch {
      if (turn === latest) form.submit();
    }
  };
  // What is on its way would change the page, or the address, while the browser already leaves it.
  form.addEventListener('submit', () => {
    clearTimeout(waiting);
    latest += 1;
  });
  form.addEventListener('input', ({ target }) => {
    if (target.dataset.suggest) return;
    clearTimeout(waiting);
    waiting = setTimeout(act, target.type === 'search' ? 400 : 150);
  });
  // Half a name is none: it counts once it is chosen, or left.
  form.addEventListener('change', ({ target }) => {
    if (!target.dataset.suggest) return;
    clearTimeout(waiting);
    waiting = setTimeout(act, 0);
  });
}

/** A screen reader says what changes in a status, and nothing of one that is new. */
function sayAgain() {
  for (const status of document.querySelectorAll('[role=status]:not(:has(*))')) {
    const { textContent } = status;
    status.textContent = '';
    setTimeout(() => (status.textContent = textContent), 100);
  }
}

document.querySelectorAll('form[data-live]').forEach(chooseAtOnce);

/** While a name is typed, the browser offers those that the server finds for it. */
function offerNames(input) {
  let latest = 0;
  let waiting;
  const ask = async () => {
    const turn = ++latest;
    const address = new URL(input.dataset.suggest, window.location.href);
    address.searchParams.set('text', input.value);
    try {
      const answer = await fetch(address);
      const options = await answer.text();
      if (turn === latest && answer.ok) input.list.innerHTML = options;
    } catch {
      // The field takes a name without it.
    }
  };
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
}

document.querySelectorAll('input[data-suggest]').forEach(offerNames);

/** An open menu of the header closes with Escape, and with a click elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (event.type === 'click' ? menu.contains(event.target) : event.key !== 'Escape') continue;
    menu.open = false;
    if (event.type === 'keydown') menu.querySelector('summary').focus();
  }
}

document.addEventListener('click', closeMenus);
document.addEventListener('keydown', closeMenus);

/** A file may be dropped anywhere on the box around its input. */
function takeDrops(box) {
  const input = box.querySelector('input[type=file]');
  const over = (event) => {
    event.preventDefault();
    box.classList.add('over');
  };
  const leave = () => box.classList.remove('over');
  box.addEventListener('dragenter', over);
  box.addEventListener('dragover', over);
  box.addEventListener('dragleave', leave);
  box.addEventListener('drop', (event) => {
    event.preventDefault();
    leave();
    if (event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}

document.querySelectorAll('[data-drop]').forEach(takeDrops);

/** How far something is, asked for again and again until the page has something else to show. */
function follow(box) {
  setTimeout(async () => {
    const answer = await fetch(box.dataset.progress).catch(() => undefined);
    if (!answer?.ok) return follow(box);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-progress]');
    if (!next) return window.location.reload();
    // Only what has changed: else a screen reader would say all of it every second.
    [...next.children].forEach((fresh, at) => {
      const shown = box.children[at];
      if (shown?.textContent !== fresh.textContent) shown?.replaceChildren(...fresh.childNodes);
    });
    follow(box);
  }, 1000);
}

document.querySelectorAll('[data-progress]').forEach(follow);

/** As a fact is typed, or an address pasted, what recording it would come to is put beside its buttons. Nothing is recorded. */
function checkAsTyped(around) {
  const form = around.querySelector('form');
  const checked = around.querySelector('[data-checked]');
  let latest = 0;
  let waiting;
  const check = async () => {
    const turn = ++latest;
    try {
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
      const answer = await fetch(around.dataset.check, { method: 'POST', body });
      const piece = await answer.text();
      if (turn !== latest) return;
      checked.innerHTML = answer.ok ? piece : '';
      const filled = Object.entries(JSON.parse(checked.querySelector('[data-filled]')?.dataset.filled ?? '{}'));
      for (const [name, value] of filled) form.elements[`source.${name}`].value ||= value;
    } catch {
      // Better nothing than what was said of something else. The preview says it all.
      if (turn === latest) checked.replaceChildren();
    }
  };
  const soon = (ms) => {
    clearTimeout(waiting);
    waiting = setTimeout(check, ms);
  };
  form.addEventListener('input', ({ inputType }) => soon(inputType === 'insertFromPaste' ? 0 : 600));
}

/** A picked source fills all fields of the source, to be seen and changed. What it replaced is said, and comes back with a new source. */
function pickSource(box) {
  const { form } = box.querySelector('input');
  const picked = box.querySelector('[type=hidden]');
  const replaced = box.querySelector('[data-replaced]');
  const fields = [...form.elements].filter(({ name }) => name.startsWith('source.'));
  const other = box.querySelector('[type=radio]');
  let entered;
  box.addEventListener('change', ({ target }) => {
    entered ??= fields.map(({ value }) => value);
    const source = target === other ? undefined : JSON.parse(target.dataset.source);
    fields.forEach(
      (field, at) => (field.value = source ? (source[field.name.slice('source.'.length)] ?? '') : entered[at]),
    );
    picked.value = source ? 'yes' : '';
    const lost = entered.filter((value, at) => value !== '' && value !== fields[at].value);
    replaced.querySelector('q').textContent = lost.join(' · ');
    replaced.hidden = lost.length === 0;
  });
  // Changed by hand, it is no longer the source that was picked.
  form.addEventListener('input', ({ target }) => {
    if (!fields.includes(target)) return;
    other.checked = true;
    entered = undefined;
  });
}

/** The browser asks before what was entered is lost. */
function askBeforeLeaving(form) {
  let isLost = false;
  form.addEventListener('input', () => (isLost = true));
  form.addEventListener('submit', () => (isLost = false));
  window.addEventListener('beforeunload', (event) => {
    if (isLost) event.preventDefault();
  });
}

document.querySelectorAll('#kept-form').forEach(askBeforeLeaving);
document.querySelectorAll('[data-check]').forEach(checkAsTyped);
document.querySelectorAll('[data-same]').forEach(pickSource);
