import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { consoleOf } from '#test/console.js';
import { crawl, ENTRANCES, shapeOf, type Visited } from '#test/crawl.js';
import { hostile, recordHostileLedger } from '#test/browser/console-visits.js';
import { type FoundForm, formsOf, type Tag, tagsOf } from '#test/markup.js';
import { signedIn, startedOnce } from '#test/started.js';

const KB = 1_000;

const server = startedOnce(() => startApi());
const officer = signedIn(server);
let visited: Visited[];

beforeAll(async () => {
  await recordHostileLedger(server);
  const { position } = (await server.api.get('/v1/events?after=0&limit=1')).body.items[0];
  await officer.get(`/dossiers?seen=${position}`);
  visited = await crawl(officer, ENTRANCES);
});

/** Elements and attributes that our pages are made of; nobody's text can be one. */
function assertOurs(tags: readonly Tag[], path: string): void {
  const wrong: string[] = [];
  for (const { name, closes, attributes } of tags) {
    if (name === 'script' && !closes && !attributes.get('src')?.startsWith('/assets/')) wrong.push(`script on ${path}`);
    if (['iframe', 'object', 'embed', 'base', 'img', 'style'].includes(name)) wrong.push(`${name} on ${path}`);
    for (const [key, value] of attributes) {
      if (key === 'style' || key.startsWith('on')) wrong.push(`${key} on ${path}`);
      if (['href', 'src', 'action', 'formaction'].includes(key) && !/^(\/(?!\/)|#|(https?|webcal):\/\/)/.test(value))
        wrong.push(`${key}=${value} on ${path}`);
    }
  }
  expect(wrong).toEqual([]);
}

/** With these the officer's own session would end, and what is sent after them would be ignored. */
const ENDS_SESSION = ['/sign-out', '/accounts/keys/admin/revoke'];

const isTyped = (kind: string): boolean =>
  !['hidden', 'submit', 'button', 'radio', 'checkbox', 'select'].includes(kind);

/** Each field that people type into holds hostile text; the rest is as the page has it. */
const filled = ({ fields }: FoundForm): URLSearchParams =>
  new URLSearchParams(fields.map(([name, value, kind]) => [name, isTyped(kind) ? hostile(name) : value]));

describe('a ledger in which all text is hostile', () => {
  it('is shown as plain text on every page', () => {
    expect(visited.length).toBeGreaterThan(60);
    for (const { tags, path, status } of visited) {
      expect([path, status]).toEqual([path, 200]);
      assertOurs(tags, path);
    }
    const texts = visited.flatMap(({ tags }) => tags.map(({ text }) => text)).join('\n');
    for (const where of [
      'renamed',
      'service',
      'quote',
      'publisher',
      'decision',
      'reservation',
      'deadline',
      'correction',
      'retraction',
    ])
      expect(texts).toContain(`${where}"'><script>`);
  });

  it('keeps every page below 150 kB', () => {
    for (const { path, html } of visited) expect([path, Buffer.byteLength(html) < 150 * KB]).toEqual([path, true]);
  });

  it('appears in links to the console and to web addresses only, without a referrer', () => {
    for (const { tags } of visited)
      for (const { name, attributes } of tags)
        if (name === 'a' && /^https?:/.test(attributes.get('href') ?? ''))
          expect(attributes.get('rel')).toMatch(/noopener noreferrer/);
  });
});

describe('hostile text in an address', () => {
  const text = hostile('asked');
  it('is shown as text or not at all', async () => {
    const addresses = new Set<string>();
    for (const { path } of visited) {
      const [place = '', query = ''] = path.split('?', 2);
      const params = new URLSearchParams(query);
      for (const name of [...params.keys(), 'asOf', 'knownOn', 'page', 'done', 'seen']) {
        const asked = new URLSearchParams(params);
        asked.set(name, text);
        addresses.add(`${place}?${asked.toString()}`);
      }
      const parts = place.split('/');
      for (const index of parts.keys())
        if (index > 1) addresses.add(parts.with(index, encodeURIComponent(text)).join('/'));
    }
    const shapes = new Map([...addresses].map((address) => [shapeOf(address), address]));
    for (const address of shapes.values()) {
      const { status, html } = await officer.get(address);
      expect([address, status < 500]).toEqual([address, true]);
      if (html.startsWith('<!doctype')) assertOurs(tagsOf(html), address);
    }
  });
});

describe('hostile text in a form', () => {
  it('is rejected or recorded without a server error, and is shown as text', async () => {
    const forms = new Map<string, FoundForm>();
    for (const { forms: found } of visited)
      for (const form of found) {
        const key = `${shapeOf(form.action)} ${form.fields.map(([name]) => name).join()}`;
        if (form.method === 'post' && !ENDS_SESSION.includes(form.action)) forms.set(key, form);
      }
    expect(forms.size).toBeGreaterThan(20);
    for (const form of forms.values()) {
      const { status, html } = await officer.post(form.action, filled(form));
      expect([form.action, status < 500 && status !== 401]).toEqual([form.action, true]);
      if (!html.startsWith('<!doctype')) continue;
      const tags = tagsOf(html);
      assertOurs(tags, form.action);
      // A preview sends on what was typed: that form is tried, too, without saving.
      for (const next of formsOf(tags).filter(({ action }) => action === form.action)) {
        const again = await officer.post(
          next.action,
          new URLSearchParams(next.fields.map(([name, value]) => [name, value])),
        );
        expect([next.action, again.status < 500]).toEqual([next.action, true]);
      }
    }
  }, 240_000);

  it('is ignored without a session', async () => {
    const stranger = consoleOf(server);
    const actions = new Set(
      visited.flatMap(({ forms }) => forms.filter(({ method }) => method === 'post').map(({ action }) => action)),
    );
    for (const action of actions) {
      if (['/language', '/sign-out', '/sign-in'].includes(action)) continue;
      const { status } = await stranger.post(action, { name: 'x' });
      expect([action, [401, 303].includes(status)]).toEqual([action, true]);
    }
  });

  it('is ignored if sent by another site', async () => {
    const actions = new Set(
      visited.flatMap(({ forms }) => forms.filter(({ method }) => method === 'post').map(({ action }) => action)),
    );
    for (const action of actions) {
      const { status } = await officer.post(
        action,
        { name: 'x' },
        { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      );
      expect([action, status]).toEqual([action, 403]);
    }
  });
});
