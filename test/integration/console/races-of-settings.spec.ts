import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { type ConsoleClient, type ConsolePage, fieldOf } from '#test/console.js';
import { marketplace, product } from '#test/marketplace.js';
import { personIn, type SignedInPerson } from '#test/people.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

/** Two officers have the same page open; one of them saves first. Everything but what goes into the ledger by a form. */
const server = startedOnce(() => startApi());
let anne: SignedInPerson;
let boris: SignedInPerson;
let dossier: string;

beforeAll(async () => {
  anne = await personIn(server, { name: 'Anne Martin', role: 'admin' });
  boris = await personIn(server, { name: 'Boris Petit', role: 'admin' });
  const opened = await openDossier(server.api, 'Bleu');
  dossier = opened.id;
  const set = { type: 'DeadlineSet', data: { key: 'call', due: '2028-01-01' } };
  expect((await opened.record(set)).status).toBe(201);
});

const CHANGED = 'Somebody else has changed this since you opened the page';

/** The hidden fields of the first form of a page that leads to an address. */
function formOf({ html }: ConsolePage, action: string): Record<string, string> {
  const form = html.split('<form ').find((one) => one.startsWith(`method="post" action="${action}"`)) ?? '';
  const hidden = [...form.matchAll(/type="hidden" name="([^"]*)" value(?:="([^"]*)")?/g)];
  return Object.fromEntries(hidden.map(([, name, value]) => [name, (value ?? '').replaceAll('&amp;', '&')]));
}

/** Sends a form of a page that was opened before: what is not typed is as it was shown. */
const sends = ({ console }: { console: ConsoleClient }, page: ConsolePage, action: string, typed: object) =>
  console.post(action, { ...formOf(page, action), ...typed });

/** Refused, with what was typed still on the page. */
function expectTold(answer: ConsolePage, ...values: string[]): void {
  expect([answer.status, answer.text]).toEqual([409, expect.stringContaining(CHANGED)]);
  for (const value of values) expect(answer.html).toContain(value);
}

describe('an account', () => {
  it('is changed by one person at a time (POST /accounts/:id)', async () => {
    const { account } = await personIn(server, { name: 'Clara Noir' });
    const path = `/accounts/${account}`;
    const [one, other] = [await anne.console.get(path), await boris.console.get(path)];
    const rename = { name: 'Clara Blanc', role: 'officer' };
    expect((await sends(anne, one, path, rename)).status).toBe(303);
    const told = await sends(boris, other, path, { name: 'Clara Rouge', role: 'reader' });
    expectTold(told, '<h1>Clara Blanc', 'value="Clara Rouge"');
    const is = async () => (await server.api.get(`/v1/admin/accounts/${account}`)).body;
    expect(await is()).toMatchObject(rename);
    expect((await sends(boris, told, path, { name: 'Clara Rouge', role: 'reader' })).status).toBe(303);
    expect(await is()).toMatchObject({ name: 'Clara Rouge', role: 'reader' });
  });

  it('is renamed by its holder and an administrator (POST /account/name)', async () => {
    const dora = await personIn(server, { name: 'Dora Gris' });
    const [own, path] = [await dora.console.get('/account'), `/accounts/${dora.account}`];
    const form = { name: 'Dora Vert', role: 'officer' };
    expect((await sends(anne, await anne.console.get(path), path, form)).status).toBe(303);
    const told = await sends(dora, own, '/account/name', { name: 'Dora Bleu' });
    expectTold(told, 'href="/account"', 'value="Dora Bleu"');
    expect((await sends(dora, told, '/account/name', { name: 'Dora Bleu' })).status).toBe(303);
  });

  it('that was erased takes no change (POST /accounts/:id, POST /accounts/:id/disable)', async () => {
    const { account } = await personIn(server, { name: 'Emil Gris' });
    const path = `/accounts/${account}`;
    const page = await boris.console.get(path);
    expect((await anne.console.post(`${path}/erase`, { sure: 'yes' })).status).toBe(303);
    for (const action of [path, `${path}/disable`]) {
      const told = await sends(boris, page, action, { name: 'Emil Rouge', role: 'officer' });
      expect([told.status >= 400, told.text]).toEqual([true, expect.stringContaining('erased')]);
    }
  });
});

describe('the schemes under the four-eyes principle', () => {
  it('are those of both (POST /approvals/schemes)', async () => {
    const path = '/approvals/schemes';
    const [one, other] = [await anne.console.get(path), await boris.console.get(path)];
    expect((await sends(anne, one, path, { scheme: 'hds' })).status).toBe(303);
    expect((await sends(boris, other, path, { scheme: 'ens' })).status).toBe(303);
    const listed = async () =>
      (await server.api.get('/v1/admin/four-eyes')).body.items.map(({ scheme }: { scheme: string }) => scheme);
    expect(await listed()).toEqual(['ens', 'hds']);
    for (const scheme of await listed()) await server.api.put(`/v1/admin/four-eyes/${scheme}`, { on: false });
  });
});

describe('a proposal', () => {
  it('that was decided keeps what the second one wrote on the page (POST /approvals/:id)', async () => {
    await server.api.put('/v1/admin/four-eyes/secnumcloud', { on: true });
    const luc = await personIn(server, { name: 'Luc Brun' });
    const form = { ...milestone('J0', '2025-04-17').source, occurred: '2025-04-17', 'data.milestone': 'J0' };
    const source = { 'source.kind': 'company', 'source.publisher': 'Bleu' };
    const path = `/dossiers/${dossier}/record/MilestoneReached`;
    const { location } = await luc.console.post(path, { ...form, ...source, step: 'save' });
    const proposal = location?.split('?')[0] ?? '';
    await server.api.put('/v1/admin/four-eyes/secnumcloud', { on: false });
    await Promise.all([anne, boris].map(({ console }) => console.get(proposal)));
    expect((await anne.console.post(proposal, { decision: 'reject', reason: 'No source' })).status).toBe(303);
    const told = await boris.console.post(proposal, { decision: 'reject', reason: 'The wrong date' });
    expect(told.status).toBe(409);
    expect(told.text).toMatch(/Rejected by Anne Martin .*No source/);
    expect(told.text).toContain('What you wrote has not been saved: The wrong date');
  });
});

describe('a view', () => {
  const address = '/?scheme=hds';
  const PATH = '/views/renewals';
  const shown = async () => (await server.as(await server.keyWith('admin')).get('/v1/admin/views')).body.items;
  beforeAll(async () => {
    expect((await anne.console.post('/views/new', { name: 'Renewals', address, shared: 'yes' })).status).toBe(303);
  });

  it('is changed by one person at a time (POST /views/:slug/change)', async () => {
    const path = `${PATH}/change`;
    const [one, other] = [await anne.console.get(path), await boris.console.get(path)];
    const rename = { address, name: 'To renew', shared: 'yes' };
    expect((await sends(anne, one, path, rename)).status).toBe(303);
    const told = await sends(boris, other, path, { address, name: 'HDS', shared: 'yes' });
    expectTold(told, `href="${path}"`, 'value="HDS"');
    const again = await anne.console.get(path);
    expect((await sends(anne, again, path, { address, name: 'Renewals' })).status).toBe(303);
    expect((await shown()).length).toBe(0); // private by now, and under the name of before
  });

  it('keeps what a service is used for until that is replaced knowingly', async () => {
    const asked = { provider: 'bleu', scheme: 'hds', service: { name: 'Cloud' } };
    expect((await server.api.post('/v1/dossiers', asked)).status).toBe(201);
    await anne.console.get('/');
    const ours = { name: 'Ours', address: '/', shared: 'yes' };
    expect((await anne.console.post('/views/new', { ...ours, services: 'Bleu;Cloud' })).status).toBe(303);
    const path = '/views/ours/change';
    const [one, other] = [await anne.console.get(path), await anne.console.get(path)];
    expect((await sends(anne, one, path, { ...ours, services: 'Bleu;Cloud;Payroll' })).status).toBe(303);
    const told = await sends(anne, other, path, { ...ours, services: 'Bleu;Cloud;Archive' });
    expectTold(told, 'Bleu;Cloud;Archive</textarea>');
    expect((await sends(anne, told, path, { ...ours, services: 'Bleu;Cloud;Archive' })).status).toBe(303);
    expect((await anne.console.post('/views/ours/delete', {})).status).toBe(303);
  });

  it('is not deleted once somebody has changed it (POST /views/:slug/delete)', async () => {
    const page = await anne.console.get('/views');
    const path = `${PATH}/change`;
    await sends(anne, await anne.console.get(path), path, { address, name: 'Renewals', shared: 'yes' });
    expectTold(await sends(anne, page, `${PATH}/delete`, {}));
    expect((await sends(boris, await boris.console.get('/views'), `${PATH}/delete`, {})).status).toBe(303);
  });
});

describe('a register', () => {
  const PATH = '/registers/fedramp-marketplace';
  const PRODUCTS = ['Axonius', 'Google', 'Okta', 'Splunk'].map((csp, nth) => product(`FR${String(nth)}`, { csp }));
  const read = async (day: string, products: readonly object[]) => {
    const bytes = Buffer.from(JSON.stringify(marketplace(day, products)));
    return (await server.api.post(`/v1${PATH}/readings`, bytes, { 'content-type': 'application/json' })).body;
  };

  it('takes one decision on a reading (POST /registers/:slug/readings/:id)', async () => {
    expect(await read('2026-03-01', PRODUCTS)).toMatchObject({ state: 'recorded' });
    const { id, state } = await read('2026-03-02', PRODUCTS.slice(1));
    expect(state).toBe('held');
    const path = `${PATH}/readings/${id as string}`;
    await Promise.all([anne, boris].map(({ console }) => console.get(path)));
    expect((await anne.console.post(path, { decision: 'discard', reason: 'Cut off' })).status).toBe(303);
    const told = await boris.console.post(path, { decision: 'accept', reason: 'The PMO confirmed it' });
    expect(told.status).toBe(409);
    expect(told.text).toMatch(/Anne Martin: Cut off/);
    expect(told.text).toContain('What you wrote has not been saved: The PMO confirmed it');
  });

  it('takes one answer about a name (POST /registers/:slug/matches)', async () => {
    await read('2026-03-03', [...PRODUCTS, product('FR99', { csp: 'Okta LLC', cso: 'Identity' })]);
    const page = await anne.console.get(PATH);
    const asked = page.html.slice(page.html.indexOf('id="proposals"'));
    const fields = { name: fieldOf(asked, 'name') ?? '', candidate: fieldOf(asked, 'candidate') ?? '' };
    expect((await anne.console.post(`${PATH}/matches`, { ...fields, answer: 'other' })).status).toBe(303);
    const told = await boris.console.post(`${PATH}/matches`, { ...fields, answer: 'same' });
    expect([told.status, told.text]).toEqual([409, expect.stringContaining('another provider. Your answer has not')]);
    expect((await boris.console.post(`${PATH}/matches`, { ...fields, answer: 'other' })).status).toBe(303);
  });
});

/** Forms of which two that are sent at once lose nothing, and why. */
const HARMLESS: Record<string, string> = {
  'POST /account/app': 'asks for the password; of the apps set up at once, the one confirmed last counts',
  'POST /account/app/code': 'its ticket is used once',
  'POST /account/keys': 'adds a key',
  'POST /account/keys/:id/revoke': 'a key is revoked for good',
  'POST /account/mails': 'the choice of one person; the page shows it',
  'POST /account/password': 'asks for the password that it replaces',
  'POST /account/recovery-codes': 'asks for the password; replaces codes that nobody typed',
  'POST /account/sessions/:id/end': 'a session ends for good',
  'POST /account/sessions/others/end': 'sessions end for good',
  'POST /accounts/:id/enable': 'says nothing that others could have changed: both want it enabled',
  'POST /accounts/:id/erase': 'an account is erased for good',
  'POST /accounts/:id/invite': 'replaces a link, which nobody typed; the page shows the new one',
  'POST /accounts/:id/second-factor': 'both want it reset',
  'POST /accounts/:id/sessions/end': 'sessions end for good',
  'POST /accounts/keys': 'adds a key',
  'POST /accounts/keys/:id/revoke': 'a key is revoked for good',
  'POST /accounts/new': 'adds an account; an address that has one is refused',
  'POST /deadlines/acknowledge': 'both want the reminders acknowledged, which they are for good',
  'POST /deadlines/calendar': 'adds an address',
  'POST /deadlines/calendar/revoke': 'an address is revoked for good',
  'POST /dossiers/:name/events/:event/evidence': 'adds a file',
  'POST /dossiers/:name/events/:event/correct/check': 'saves nothing',
  'POST /dossiers/:name/record/:type/check': 'saves nothing',
  'POST /follow': 'the subscription of one person',
  'POST /follow/address': 'asks for a confirmation',
  'POST /import': 'stores a file for whoever sends it',
  'POST /import/:id': 'the file of one person; the former one stays if it was recorded',
  'POST /import/:id/confirm': 'adds events, by the same rules as a form; a file is recorded once',
  'POST /language': 'a cookie',
  'POST /password/:link': 'its link is used once',
  'POST /providers/:name/events/:event/evidence': 'adds a file',
  'POST /providers/:name/events/:event/correct/check': 'saves nothing',
  'POST /providers/:name/record/:type/check': 'saves nothing',
  'POST /registers/:slug/decision': 'decides on what is still held; a reading is decided on once',
  'POST /registers/:slug/read': 'stores a document for whoever sends it',
  'POST /registers/:slug/read/:upload/confirm':
    'is judged against what is on record then; the same document is read once',
  'POST /reminders/:delivery': 'the answer of one recipient; the page shows what was answered before',
  'POST /sign-in': 'begins a session',
  'POST /sign-in/code': 'its ticket is used once',
  'POST /sign-in/forgot': 'sends a link',
  'POST /sign-in/oidc': 'begins a session',
  'POST /sign-out': 'a session ends for good',
  'POST /subscribers/:id/ask': 'names the request that it replaces',
  'POST /subscribers/:id/end': 'ends for good; the settings stay on the page',
  'POST /subscribers/:id/lift': 'both want it lifted',
  'POST /subscribers/:id/resume': 'both want its messages sent; an ended subscription is refused',
  'POST /subscribers/:id/secret': 'names the secret that it replaces',
  'POST /subscribers/:id/send-again': 'adds deliveries; one of two that differ is refused until the other is over',
  'POST /subscribers/:id/test': 'adds a delivery',
  'POST /subscribers/new': 'adds a subscription',
  'POST /views/:slug/feed': 'adds an address',
  'POST /subscriptions/:id/confirm': 'the answer of one recipient',
  'POST /subscriptions/:id/unsubscribe': 'the answer of one recipient',
  'POST /views/new': 'adds a view',
  'POST /views/:slug/report': 'the choice of one person; the page shows it',
};

describe('every form of the console', () => {
  it('is raced in these specs, or is listed with the reason why nothing can be lost', async () => {
    const posted = (text: string): string[] =>
      [...text.matchAll(/POST \/(?!v1\/|mcp)[\w:/-]*/g)].map(([route]) => route);
    const reference = await fetch(new URL('/docs/reference', server.url));
    const routes = new Set(posted(await reference.text()));
    const specs = ['races', 'races-of-settings', 'mails', 'deadlines'].map((name) =>
      readFileSync(new URL(`./${name}.spec.ts`, import.meta.url), 'utf8'),
    );
    const raced = specs.flatMap((spec) => posted([...spec.matchAll(/^ *(?:it|describe)\b.*/gm)].join('\n')));
    expect([...raced, ...Object.keys(HARMLESS)].filter((route) => !routes.has(route))).toEqual([]);
    expect([...routes].filter((route) => !raced.includes(route) && !(route in HARMLESS))).toEqual([]);
    expect(raced.filter((route) => route in HARMLESS)).toEqual([]);
  });
});
