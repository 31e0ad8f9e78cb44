// Checks in the browser that an event is in the log, as `jalon verify` does.

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const joined = (...parts) => new Blob(parts).arrayBuffer();
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', await joined(...parts)));

/** RFC 8785 */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

/** The root above an entry, by its path in a tree of so many (RFC 9162, 2.1.3.2), in base64; none if the path is of another length. */
async function rootOf(entry, path, [at, last]) {
  let root = await sha256(Uint8Array.of(0), entry);
  for (const sibling of path) {
    if (last === 0) return undefined;
    const isRight = at % 2 === 1 || at === last;
    root = await sha256(Uint8Array.of(1), ...(isRight ? [sibling, root] : [root, sibling]));
    for (; isRight && at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? btoa(String.fromCharCode(...root)) : undefined;
}

/** Whether a key such as `example.org/log+1a2b3c4d+AZ…` has signed a note; `undefined` where the browser lacks Ed25519. */
async function isSigned(body, signatures, vkey) {
  const [, name, id, encoded] = /^(.+?)\+(\w+)\+(.+)$/.exec(vkey);
  const line = signatures.map((one) => one.split(' ')).find(([, by]) => by === name);
  const signature = bytesOf(line?.[2] ?? '');
  if (hexOf(signature.slice(0, 4)) !== id) return false;
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(encoded).slice(1), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature.slice(4), await joined(body));
  } catch (error) {
    if (error.name !== 'NotSupportedError') throw error;
    return undefined;
  }
}

/** The name of what is to be said of a proof (c2sp.org/tlog-proof@v1), and the size of its checkpoint. */
async function judged(proof, vkey, event) {
  const [head, body, signatures] = proof.split('\n\n');
  const [, extra, index, ...path] = head.split('\n');
  const [, size, root] = body.split('\n');
  const { entry, salt, payload } = JSON.parse(await new Blob([bytesOf(extra.slice(6))]).text());
  const { id, position, digest } = JSON.parse(entry);
  const salted = () => Uint8Array.from(salt.match(/../g), (byte) => parseInt(byte, 16));
  const isOfEvent = id === event && index === `index ${position - 1}`;
  const isAsSaid = !payload || hexOf(await sha256(salted(), canonical(payload))) === digest;
  const isIncluded = (await rootOf(entry, path.map(bytesOf), [position - 1, size - 1])) === root;
  const signed = await isSigned(`${body}\n`, signatures.split('\n'), vkey);
  if (!isOfEvent || !isAsSaid || !isIncluded || signed === false) return ['invalid'];
  return [signed ? 'checked' : 'unsigned', size];
}

async function check(button) {
  const [link, told] = ['a', 'output'].map((name) => button.parentElement.querySelector(name));
  const words = JSON.parse(document.querySelector('[data-proofs]').dataset.proofs);
  const say = (name, size, by) => {
    told.className = `of ${{ checked: 'good', invalid: 'bad' }[name] ?? 'warn'}`;
    told.textContent = words[name].replace('{size}', size).replace('{key}', by);
  };
  if (!crypto.subtle) return say('insecure');
  try {
    const answer = await fetch(link.href);
    const vkey = answer.headers.get('jalon-log-key');
    const [name, size] = await judged(await answer.text(), vkey, button.dataset.checks);
    say(name, Number(size).toLocaleString(document.documentElement.lang), vkey.split('+', 2).join('+'));
  } catch {
    say('failed');
  }
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-checks]');
  if (button) void check(button);
});
