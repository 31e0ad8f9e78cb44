import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dossierEvents } from '#domain/event/dossier-events.js';
import { providerEvents } from '#domain/event/provider-events.js';
import { type ConsoleClient, consoleOf, fieldOf } from '#test/console.js';
import { DOSSIER_EVENTS, hiddenIn, LIST, OTHER, PROVIDER_EVENTS } from '#test/console-forms.js';
import { startReminding } from '#test/reminding.js';
import { startedOnce } from '#test/started.js';

/** Two officers have the same form open; one saves first. Nothing of either is lost without being said. */
const jalon = startedOnce(() => startReminding());
let first: ConsoleClient;
let second: ConsoleClient;
let provider: { id: string; slug: string };
let dossier: string;

beforeAll(async () => {
  [first, second] = [consoleOf(jalon), consoleOf(jalon)];
  for (const officer of [first, second]) await officer.signIn().then(() => officer.get('/providers/new'));
  provider = (await jalon.api.post('/v1/providers', { name: 'Bleu' })).body;
  dossier = await opened('Platform');
  const other = (await jalon.api.post('/v1/providers', { name: OTHER })).body.id;
  await jalon.api.post('/v1/dossiers', { provider: other, scheme: 'secnumcloud', service: { name: 'Below' } });
});

const opened = async (name: string): Promise<string> =>
  (await jalon.api.post('/v1/dossiers', { provider: provider.id, scheme: 'secnumcloud', service: { name } })).body.id;

interface Entry {
  id: string;
  type: string;
  data: Record<string, unknown>;
  current: { occurred: string; source: Record<string, string>; data: Record<string, unknown> } | null;
  retracted: boolean;
}

const timeline = async (on: string): Promise<Entry[]> => (await jalon.api.get(`/v1/${on}/events?limit=200`)).body.items;

const state = (expected: number) => ({ expected: String(expected), idempotencyKey: randomUUID() });
const MEANWHILE = 'Recorded since you opened this form';

describe('the form of each event type (POST /dossiers/:name/record/:type, POST /providers/:name/record/:type)', () => {
  /** Of the two records, which nothing else is recorded on meanwhile. */
  const versions = { dossiers: 1, providers: 1 };
  const forms = [
    ...DOSSIER_EVENTS.map((form) => ['dossiers', ...form] as const),
    ...PROVIDER_EVENTS.map((form) => ['providers', ...form] as const),
  ];

  it.each([
    ['dossiers', DOSSIER_EVENTS, dossierEvents],
    ['providers', PROVIDER_EVENTS, providerEvents],
  ] as const)('leaves out no type of %s', (_, listed, described) => {
    const recordable = described.flatMap((one) => ('group' in one ? [one.type] : []));
    expect([...new Set(listed.map(([type]) => type))].sort()).toEqual([...recordable].sort());
  });

  /** One form in five is enough for every day; a source of `ApplicationFiled` is picked below. */
  const isDaily = (type: string, index: number) => index % 5 === 0 || type === 'ApplicationFiled';
  const marked = forms.map((form, index) => [isDaily(form[1], index) ? '(sampled)' : '(long)', ...form] as const);

  it.each(marked)('%s %s: %s is recorded over a preview, and told to whoever saves a moment later', async (...row) => {
    const [, kind, type, given, data] = row;
    const on = kind === 'dossiers' ? `dossiers/${dossier}` : `providers/${provider.slug}`;
    const path = `/${on}/record/${type}`;
    const before = versions[kind];
    const fields = { ...(/^(Deadline|Alias|ProviderRenamed)/.test(type) ? {} : LIST), ...given };
    const other = { ...fields, ...state(before), 'data.note': 'Of the second' };
    const form = hiddenIn(await first.get(path), path);
    const preview = await first.submit(path, { ...form, ...fields, 'data.note': 'Of the first', step: 'preview' });
    expect([preview.status, preview.text]).toEqual([200, expect.stringContaining('Event to be recorded')]);
    const saved = await first.post(path, { ...hiddenIn(preview, path), step: 'save' });
    const [{ id } = { id: '' }] = (await timeline(on)).slice(-1);
    expect([saved.status, saved.location]).toEqual([
      303,
      expect.stringMatching(new RegExp(`^/${on}\\?seen=\\d+&done=recorded&event=${id}$`)),
    ]);
    const told = await second.post(path, { ...other, step: 'save' });
    expect(told.text).toMatch(/Of the second|value="Of the second"/);
    expect([told.status, told.text]).toEqual([
      /Deadline(Set|Met|Cancelled)|ServiceTransferred/.test(type) ? 422 : 409,
      expect.stringContaining(MEANWHILE),
    ]);
    const again = await second.post(path, { ...hiddenIn(told, path), step: 'save' });
    const after = await timeline(on);
    versions[kind] = after.length;
    const recorded = after.slice(before).map((entry) => entry.data);
    expect(recorded[0]).toMatchObject({ ...data, note: 'Of the first' });
    expect(recorded.map(({ note }) => note)).toEqual(
      again.status === 303 ? ['Of the first', 'Of the second'] : ['Of the first'],
    );
  });
});

describe('a missed target', () => {
  it('is set aside for one reason', async () => {
    const missed = await opened('Late');
    const source = { kind: 'company', publisher: 'Bleu' };
    const target = { type: 'TargetSet', occurred: '2025-01', source, data: { milestone: 'J0', target: '2025-06' } };
    expect((await jalon.api.post(`/v1/dossiers/${missed}/events`, target)).status).toBe(201);
    const path = `/dossiers/${missed}/record/DeadlineCancelled`;
    const page = await first.get(path);
    const [, key = ''] = /<option value="(target[^"]*)"/.exec(page.html) ?? [];
    const form = (reason: string) => ({ ...state(2), 'data.key': key, 'data.reason': reason, step: 'save' });
    expect((await first.post(path, form('Abandoned'))).status).toBe(303);
    const told = await second.post(path, form('Replaced by J1'));
    expect([told.status, told.html]).toEqual([422, expect.stringContaining('Replaced by J1')]);
    expect(told.text).toContain(MEANWHILE);
  });
});

describe('the form to correct an event (POST /dossiers/:name/events/:event/:act, POST /providers/:name/events/:event/:act)', () => {
  const recorded = {
    type: 'GrantIssued',
    occurred: '2026-10-01',
    source: {
      ...{ kind: 'company', publisher: 'Bleu', url: 'https://bleu.example/a', title: 'News' },
      ...{ quote: 'Qualified', readOn: '2026-10-02' },
    },
    data: { decision: '12', level: 'low', validUntil: '2029', conditions: ['A'], title: 'Grant', note: 'Seen' },
  };
  const filled = {
    ...{ occurred: '1 October 2026', 'source.kind': 'company', 'source.publisher': 'Bleu' },
    ...{ 'source.url': 'https://bleu.example/a', 'source.title': 'News', 'source.quote': 'Qualified' },
    ...{ 'source.readOn': '2 October 2026', 'data.decision': '12', 'data.level': 'low', 'data.validUntil': '2029' },
    ...{ 'data.conditions': 'A', 'data.title': 'Grant', 'data.note': 'Seen', 'amendment.reason': 'Misread' },
  };
  const edits: [field: string, typed: string, read: string][] = [
    ['occurred', '2 October 2026', '2026-10-02'],
    ['source.kind', 'press', 'press'],
    ['source.publisher', 'Clubic', 'Clubic'],
    ['source.url', 'https://clubic.example/b', 'https://clubic.example/b'],
    ['source.title', 'Article', 'Article'],
    ['source.quote', 'Is qualified', 'Is qualified'],
    ['source.readOn', '3 October 2026', '2026-10-03'],
    ['data.decision', '13', '13'],
    ['data.level', 'high', 'high'],
    ['data.validUntil', '2030', '2030'],
    ['data.conditions', 'B', 'B'],
    ['data.title', 'The grant', 'The grant'],
    ['data.note', 'Read', 'Read'],
  ];
  const VERSION = 2;
  let count = 0;
  /** The event on a dossier of its own, which then has that version. */
  const record = async () => {
    const on = `dossiers/${await opened(`Platform ${(count += 1)}`)}`;
    const id = (await jalon.api.post(`/v1/${on}/events`, recorded)).body.id as string;
    return { on, id, at: (act: string) => `/${on}/events/${id}/${act}` };
  };
  const valueIn = (entry: Entry | undefined, field: string): unknown =>
    field.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], entry?.current);

  it.each([0, 1])('keeps every second field of one, from number %i on, and all others of the other', async (start) => {
    const { on, id, at } = await record();
    const path = at('correct');
    const save = (officer: ConsoleClient, some: typeof edits) => {
      const typed = Object.fromEntries(some.map(([field, text]) => [field, text]));
      return officer.post(path, { ...filled, ...state(VERSION), ...typed, step: 'save' });
    };
    const [mine, theirs] = [start, 1 - start].map((first) => edits.filter((_, index) => index % 2 === first));
    expect((await save(first, mine!)).status).toBe(303);
    const told = await save(second, theirs!);
    expect([told.status, told.text]).toEqual([409, expect.stringContaining(MEANWHILE)]);
    expect((await second.post(path, { ...hiddenIn(told, path), step: 'save' })).status).toBe(303);
    const now = await timeline(on);
    const entry = now.find((event) => event.id === id);
    expect(edits.map(([field]) => valueIn(entry, field)).flat()).toEqual(edits.map(([, , read]) => read));
    const changes = now.at(-1)?.data['changes'] as Record<string, object>;
    const changed = Object.entries(changes).flatMap(([part, value]) =>
      part === 'data' || part === 'sourceFields' ? Object.keys(value).map((name) => `${part}.${name}`) : [part],
    );
    const sent = theirs!.map(([field]) => field.replace('source.', 'sourceFields.'));
    const more = changed.filter((field) => !sent.includes(field) && field !== 'sourceFields.speaker'); // it follows from others
    expect(more).toEqual([]);
  });

  it('shows both values of a field that both changed, before the second one is saved', async () => {
    const path = (await record()).at('correct');
    const save = (officer: ConsoleClient, level: string) =>
      officer.post(path, { ...filled, ...state(VERSION), 'data.level': level, step: 'save' });
    expect((await save(first, 'high')).status).toBe(303);
    const told = await save(second, 'substantial');
    expect([told.status, told.text]).toEqual([409, expect.stringContaining('before: high now: substantial')]);
  });

  it('replaces the source as a whole by one that is picked, and shows what it replaces', async () => {
    const { on, id, at } = await record();
    const path = at('correct');
    const title = { ...filled, ...state(VERSION), 'source.title': 'A better title', step: 'save' };
    expect((await first.post(path, title)).status).toBe(303);
    const picked = await second.submit(path, { ...filled, ...state(VERSION), same: await ofANSSI(), step: 'preview' });
    expect(picked.text).toContain('Bleu, A better title (company) now: ANSSI (official list)');
    expect(picked.text).toContain('The picked source replaced what was entered before: company · Bleu');
    expect(picked.text).toContain('Bleu, A better title (company)');
    expect(picked.text).toContain('The authority speaks : ANSSI (official list) . This confirms the status.');
    expect((await second.post(path, { ...hiddenIn(picked, path), step: 'save' })).status).toBe(303);
    const entry = (await timeline(on)).find((event) => event.id === id);
    expect(entry?.current?.source).toEqual({ kind: 'list', publisher: 'ANSSI', url: LIST['source.url'] });
  });

  const ofANSSI = async () =>
    (await timeline(`dossiers/${dossier}`)).find(({ type }) => type === 'ApplicationFiled')?.id ?? '';

  it('and the one to retract it tell of each other', async () => {
    const { at } = await record();
    const correction = { ...filled, ...state(VERSION), 'data.level': 'high', step: 'save' };
    const retraction = { ...state(VERSION), 'amendment.reason': 'A try', step: 'save' };
    expect((await first.post(at('correct'), correction)).status).toBe(303);
    const told = await second.post(at('retract'), retraction);
    expect([told.status, told.text]).toEqual([409, expect.stringContaining(MEANWHILE)]);
    expect((await second.post(at('retract'), { ...hiddenIn(told, at('retract')), step: 'save' })).status).toBe(303);
    const late = await first.post(at('correct'), { ...correction, ...state(VERSION), 'data.level': 'mid' });
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('already retracted')]);
    expect(late.html).toContain('value="mid"');
    const twice = await first.post(at('retract'), { ...retraction, ...state(VERSION) });
    expect([twice.status, twice.text]).toEqual([422, expect.stringContaining('already retracted')]);
  });
});

describe('the forms to open a record (POST /providers/new, POST /dossiers/new)', () => {
  const both = async (path: string, fields: Record<string, string>, differing: Record<string, string>) => {
    const saved = await first.post(path, { ...fields, idempotencyKey: randomUUID() });
    expect(saved.status).toBe(303);
    return second.post(path, { ...fields, ...differing, idempotencyKey: randomUUID() });
  };

  it('say that a colleague was faster, and keep what was typed', async () => {
    const name = await both('/providers/new', { name: 'Numspot' }, { name: 'NUMSPOT', anyway: 'NUMSPOT' });
    expect([name.status, name.text]).toEqual([422, expect.stringMatching(/Already registered: numspot/i)]);
    expect(name.html).toContain('value="NUMSPOT"');
    const service = { provider: 'Bleu', scheme: 'hds', service: 'Health' };
    const exists = await both('/dossiers/new', { ...service, kinds: 'IaaS' }, { kinds: 'PaaS' });
    expect([exists.status, exists.html]).toEqual([422, expect.stringContaining('>PaaS</textarea>')]);
  });
});

describe('the form of a subscription (POST /subscribers/:id/change)', () => {
  const usual = { follows: 'both', language: 'fr', mode: 'immediate', 'reminders.holidays': 'france' };
  let path: string;
  beforeAll(async () => {
    const asked = { ...usual, channel: 'email', address: 'officer@example.org', idempotencyKey: randomUUID() };
    const made = await first.post('/subscribers/new', asked);
    path = `${/^\/subscribers\/[\w-]+/.exec(made.location ?? '')?.[0] ?? ''}/change`;
  });
  /** What the form of a page is filled in with. */
  const settings = async () => {
    const { body } = await jalon.api.get(`/v1/subscriptions/${path.split('/')[2]}`);
    return body;
  };

  it('is refused to the second of two, whose input is kept, and replaces what the first one has set when it is sent again', async () => {
    const was = fieldOf((await first.get(path)).html, 'was') ?? '';
    expect((await first.post(path, { ...usual, was, 'reminders.holidays': 'none' })).status).toBe(303);
    const form = { ...usual, mode: 'daily' };
    const told = await second.post(path, { ...form, was });
    expect([told.status, told.text]).toEqual([409, expect.stringContaining('Somebody else has changed this')]);
    expect(told.html).toMatch(/role="alert"[^>]* autofocus/);
    expect(told.html).toContain('value="daily" selected');
    expect(await settings()).toMatchObject({ mode: 'immediate', reminders: { holidays: 'none' } });
    expect((await second.post(path, { ...form, was: fieldOf(told.html, 'was') ?? '' })).status).toBe(303);
    expect(await settings()).toMatchObject({ mode: 'daily', reminders: { holidays: 'france' } });
  });
});
