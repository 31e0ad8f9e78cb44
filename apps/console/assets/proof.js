// Checks in the browser that an event is in the log and has not changed since its checkpoint was signed, as `jalon verify` does.

const encode = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const joined = async (parts) => new Uint8Array(await new Blob(parts).arrayBuffer());
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', await joined(parts)));

/** RFC 8785 */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

/** The root of a tree of so many entries, from one of them and its path (RFC 9162, 2.1.3.2); none if the path has another length. */
async function rootOf(entry, { index, hashes, size }) {
  let hash = await sha256(Uint8Array.of(0), encode(entry));
  let [at, last] = [index, size - 1];
  for (const sibling of hashes) {
    if (last === 0) return undefined;
    const isRight = at % 2 === 1 || at === last;
    hash = await (isRight ? sha256(Uint8Array.of(1), sibling, hash) : sha256(Uint8Array.of(1), hash, sibling));
    while (isRight && at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : undefined;
}

/** `c2sp.org/tlog-proof@v1` @throws Error if it is none */
function read(text) {
  const end = text.indexOf('\n\n');
  const [format, extra, index, ...hashes] = text.slice(0, end).split('\n');
  if (format !== 'c2sp.org/tlog-proof@v1') throw new Error('not a proof');
  const note = text.slice(end + 2);
  const bodyEnd = note.lastIndexOf('\n\n') + 1;
  const body = note.slice(0, bodyEnd);
  const [, size, root] = body.split('\n');
  return {
    ...JSON.parse(new TextDecoder().decode(fromBase64(extra.replace('extra ', '')))),
    ...{ index: Number(index.replace('index ', '')), hashes: hashes.map(fromBase64), size: Number(size), root },
    ...{ body, signatures: note.slice(bodyEnd + 1).split('\n') },
  };
}

/** Whether the log has signed it, by a key such as `example.org/log+1a2b3c4d+AZ…`; not known where the browser lacks Ed25519. */
async function isSigned({ body, signatures }, vkey) {
  const [name, id, ...encoded] = vkey.split('+');
  const raw = fromBase64(encoded.join('+')).slice(1);
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']).catch((error) => {
    if (error.name !== 'NotSupportedError') throw error;
  });
  if (!key) return undefined;
  for (const line of signatures) {
    const [, by, signature = ''] = line.split(' ');
    const bytes = fromBase64(signature);
    if (by === name && hex(bytes.slice(0, 4)) === id)
      return crypto.subtle.verify('Ed25519', key, bytes.slice(4), encode(body));
  }
  return false;
}

/** The name of what to say about it, and the size of the checkpoint. */
async function outcomeOf(text, vkey, event) {
  const proof = read(text);
  const { entry: written, salt, payload, index, size, root } = proof;
  const entry = JSON.parse(written);
  const salted = () => Uint8Array.from(salt.match(/../g), (byte) => parseInt(byte, 16));
  if (entry.id !== event || entry.position !== index + 1) return ['event'];
  if (payload && hex(await sha256(salted(), encode(canonical(payload)))) !== entry.digest) return ['payload'];
  const found = await rootOf(written, proof);
  if (!found || btoa(String.fromCharCode(...found)) !== root) return ['path'];
  const signed = await isSigned(proof, vkey);
  return [signed === undefined ? 'unsigned' : signed ? 'checked' : 'signature', size];
}

async function check(button) {
  const told = button.parentElement.querySelector('output');
  const words = JSON.parse(document.querySelector('[data-proofs]').dataset.proofs);
  const say = (name, about = {}) => {
    told.className = `of ${{ checked: 'good', unsigned: 'warn', insecure: 'warn' }[name] ?? 'bad'}`;
    told.textContent = words[name].replace(/\{(\w+)\}/g, (_, key) => about[key]);
  };
  if (!crypto.subtle) return say('insecure');
  try {
    const answer = await fetch(button.parentElement.querySelector('a').href);
    const key = answer.headers.get('jalon-log-key') ?? '';
    const [outcome, size = 0] = await outcomeOf(await answer.text(), key, button.dataset.checks);
    say(outcome, { size: size.toLocaleString(document.documentElement.lang), key: key.split('+', 2).join('+') });
  } catch {
    say('failed');
  }
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-checks]');
  if (button) void check(button);
});
