import { beforeAll, describe, expect, it } from '@jest/globals';
import { startReminding } from '#test/reminding.js';
import { type ConsolePage, consoleOf } from '#test/console.js';
import { hiddenIn, LIST } from '#test/console-forms.js';
import { signedIn, startedOnce } from '#test/started.js';

const jalon = startedOnce(() => startReminding());
const officer = signedIn(jalon);
/** Where the officer records: a provider, a dossier of it, and another of each. */
let bleu: { slug: string; id: string; dossier: string };
let other: { slug: string; id: string; dossier: string };

const opened = async (name: string) => {
  const { id, slug } = (await jalon.api.post('/v1/providers', { name })).body;
  const asked = { provider: id, scheme: 'secnumcloud', service: { name: `${name} platform` } };
  const { body, headers } = await jalon.api.post('/v1/dossiers', asked);
  const dossier = body.id as string;
  await jalon.api.get(`/v1/dossiers?limit=1&seen=${headers.get('jalon-position') ?? ''}`);
  return { id, slug, dossier };
};

beforeAll(async () => {
  [bleu, other] = [await opened('Bleu'), await opened('Outscale')];
});

/** From the form to its preview. */
async function previewed(path: string, fields: Record<string, string>, client = officer): Promise<ConsolePage> {
  const form = await client.get(path);
  expect(form.status).toBe(200);
  return client.submit(path, { ...hiddenIn(form, path), ...fields, step: 'preview' });
}

/** From the preview to the record. */
const saved = (path: string, preview: ConsolePage, client = officer): Promise<ConsolePage> =>
  client.post(path, { ...hiddenIn(preview, path), step: 'save' });

function refused(page: ConsolePage, told: string | RegExp): void {
  expect(page.text).toMatch(told);
  expect(page.status).toBe(422);
}

const timeline = async (
  on: string,
): Promise<
  { id: string; type: string; occurred: string; data: object; current: { data: object } | null; retracted: boolean }[]
> => (await jalon.api.get(`/v1/${on}/events?limit=200`)).body.items;

const last = async (on: string) => (await timeline(on)).at(-1)!;

describe('recording on a dossier', () => {
  it('cancels a manual deadline, and accepts another dossier or provider by name or URL', async () => {
    const on = `/dossiers/${other.dossier}/record`;
    const of = async (type: string, fields: Record<string, string>) =>
      saved(`${on}/${type}`, await previewed(`${on}/${type}`, { ...LIST, ...fields }));
    await of('DeadlineSet', { 'data.key': 'call', 'data.due': '2027' });
    expect((await of('DeadlineCancelled', { 'data.key': 'call' })).status).toBe(303);
    await of('DependencyDeclared', {
      occurred: '2026',
      'data.dependsOn': `https://jalon.example/dossiers/${bleu.dossier}`,
    });
    expect(await last(`dossiers/${other.dossier}`)).toMatchObject({ data: { dependsOn: bleu.dossier } });
    await of('DependencyDeclared', { occurred: '2025', 'data.dependsOn': 'Bleu' });
    expect(await last(`dossiers/${other.dossier}`)).toMatchObject({ data: { dependsOn: bleu.dossier } });
    await of('ServiceTransferred', { occurred: '2026-11-01', 'data.to': 'Bleu' });
    expect(await last(`dossiers/${other.dossier}`)).toMatchObject({ data: { to: bleu.id } });
    refused(
      await previewed(`${on}/ServiceTransferred`, {
        ...LIST,
        occurred: '2026-11-02',
        'data.to': 'Nobody',
      }),
      'must be the name of one registered provider',
    );
  });

  it('corrects that a manual deadline was met, although it is closed', async () => {
    const record = async (type: string, data: object) =>
      (await jalon.api.post(`/v1/dossiers/${bleu.dossier}/events`, { type, data })).body.id as string;
    await record('DeadlineSet', { key: 'file', due: '2027-Q1' });
    const path = `/dossiers/${bleu.dossier}/events/${await record('DeadlineMet', { key: 'file' })}/correct`;
    expect((await officer.get(path)).html).toContain('<option value="file" selected>file</option>');
    const fields = { 'data.key': 'file', 'data.reason': 'By post', 'amendment.reason': 'It was left out' };
    expect((await saved(path, await previewed(path, fields))).status).toBe(303);
  });

  it('offers the available event types by name, and 404 for others', async () => {
    const choose = await officer.get(`/dossiers/${bleu.dossier}/record`);
    expect(choose.text).toContain('Milestone reached A stage of the scheme is complete, such as J1.');
    expect(choose.html.match(/\/record\/[A-Z]\w+"/g)).toHaveLength(27);
    expect((await officer.get(`/dossiers/${bleu.dossier}/record/DossierOpened`)).status).toBe(404);
    expect((await officer.get(`/dossiers/${bleu.dossier}/record/constructor`)).status).toBe(404);
    expect((await officer.get('/dossiers/nothing/record')).status).toBe(404);
  });
});

describe('a form', () => {
  let dossier: string;
  let path: string;
  beforeAll(async () => {
    ({ dossier } = await opened('S3NS'));
    path = `/dossiers/${dossier}/record/MilestoneReached`;
  });

  it('with invalid input is shown again with the input, and the expected format at each field', async () => {
    const typed = {
      occurred: '05/06/2025',
      'data.milestone': 'J9',
      'data.note': '<b>kept</b> & "so"',
      'source.publisher': 'ANSSI',
      'source.url': 'javascript:alert(1)',
    };
    const answer = await previewed(path, typed);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('may be 5 June 2025 or 6 May 2025: write 2025-06-05 or 2025-05-06');
    expect(answer.text).toContain('Source type is required');
    expect(answer.text).toContain('This field is required.');
    expect(answer.text).toContain('must be an http or https address');
    for (const value of ['05/06/2025', 'J9', '&lt;b>kept&lt;/b> &amp; &quot;so&quot;', 'javascript:alert(1)'])
      expect(answer.html).toContain(value);
    expect(answer.html).toContain('href="#f-source-url"');
    expect(answer.html).not.toContain('<b>kept');
  });

  it('that is sent twice is recorded once', async () => {
    const preview = await previewed(path, { ...LIST, occurred: 'Q1 2025', 'data.milestone': 'J0' });
    const [one, two] = await Promise.all([saved(path, preview), saved(path, preview)]);
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(two.location).toBe(one.location);
    expect(await timeline(`dossiers/${dossier}`)).toHaveLength(2);
    const back = await officer.submit(path, { ...hiddenIn(preview, path), step: 'preview' });
    expect(back.text).toContain('This form is already recorded. View the recorded event');
    expect(back.text).not.toContain('Recorded since you opened this form');
    const changed = await officer.post(path, { ...hiddenIn(preview, path), 'data.milestone': 'J1', step: 'save' });
    expect([changed.status, changed.text]).toEqual([
      409,
      expect.stringContaining('This form was already recorded with different values'),
    ]);
    expect(await timeline(`dossiers/${dossier}`)).toHaveLength(2);
    expect((await saved(path, changed)).status).toBe(303);
  });

  it('shows similar events and warnings before recording', async () => {
    const again = await previewed(path, { ...LIST, occurred: '2025', 'data.milestone': 'J0' });
    expect(again.text).toContain('A similar event is already recorded');
    const early = await previewed(path, { ...LIST, occurred: '2026-12-24', 'data.milestone': 'J2' });
    expect(early.text).toContain('From 24 December 2026');
  });

  it('shows a later status change before recording', async () => {
    const grant = `/dossiers/${dossier}/record/GrantIssued`;
    const fields = { ...LIST, occurred: '2026-11-20', 'data.validFrom': '2027-02-01', 'data.validUntil': '2030' };
    const preview = await previewed(grant, fields);
    expect(preview.text).toMatch(/From 1 February 2027 Before .* After Qualified/);
  });

  it('with a version conflict is shown again with the events recorded meanwhile, and can be continued', async () => {
    const grant = `/dossiers/${dossier}/record/GrantIssued`;
    const preview = await previewed(grant, {
      ...LIST,
      occurred: '2026-10-01',
      'data.decision': '9',
      'data.validUntil': '2029-09-30',
    });
    expect(preview.text).toMatch(/Before Under evaluation .* After Qualified/);
    const event = {
      type: 'ApplicationAbandoned',
      occurred: '2026-09-30',
      source: { kind: 'company', publisher: 'S3NS' },
      data: {},
    };
    expect((await jalon.api.post(`/v1/dossiers/${dossier}/events`, event)).status).toBe(201);
    const lost = await saved(grant, preview);
    expect(lost.status).toBe(409);
    expect(lost.text).toMatch(/Recorded since you opened this form: Application abandoned, by \S+, \d+ \w+ 20\d\d at/);
    expect(lost.text).toMatch(/Before Abandoned .* After Qualified/);
    const won = await saved(grant, lost);
    expect(won.status).toBe(303);
    const [page = ''] = won.location?.split('#') ?? [];
    expect((await officer.get(page)).text).toContain('The event has been recorded and is in the timeline.');
    expect(await last(`dossiers/${dossier}`)).toMatchObject({ type: 'GrantIssued', data: { decision: '9' } });
  });

  it('shows a preview during input, and suggests the publisher of a known site', async () => {
    const check = (fields: Record<string, string>) => officer.post(`${path}/check`, fields);
    const grant = (fields: Record<string, string>) =>
      officer.post(`/dossiers/${dossier}/record/GrantWithdrawn/check`, fields);
    expect((await check({})).html).toBe('');
    expect((await check({ occurred: '31 June 2025' })).text).toContain('Event date must be a day that exists');
    expect((await check({ ...LIST, occurred: '2025', 'data.milestone': 'J0' })).text).toContain(
      'similar event is already recorded',
    );
    const effect = await grant({ ...LIST, occurred: '2026-11-20' });
    expect(effect.text).toMatch(/Before Qualified .* After Withdrawn .* The authority speaks/);
    const early = await officer.post(`/dossiers/${dossier}/record/GrantSuspended/check`, { ...LIST, occurred: '2019' });
    expect(early.text).toMatch(/^No grant in force on that date .* Status unchanged/);
  });

  it('fills in what is known of the address of a source, in empty fields only, and shows that before recording', async () => {
    const filled = async (fields: Record<string, string>) =>
      /data-filled="([^"]*)"/.exec((await officer.post(`${path}/check`, fields)).html)?.[1]?.replaceAll('&quot;', '"');
    const ofHost = { kind: 'list', publisher: 'ANSSI' };
    expect(JSON.parse((await filled({ 'source.url': 'https://www.cyber.gouv.fr/other' })) ?? '')).toEqual(ofHost);
    expect(await filled({ 'source.url': 'https://cyber.gouv.fr/other', 'source.publisher': 'Bleu' })).toBeUndefined();
    expect(await filled({ 'source.url': 'https://nowhere.example/' })).toBeUndefined();
    const typed = { occurred: '6 May 2024', 'data.milestone': 'J0', 'source.url': 'https://cyber.gouv.fr/other' };
    const form = { ...hiddenIn(await officer.get(path), path), ...typed };
    const preview = await officer.post(path, { ...form, step: 'record' });
    expect(preview.text).toMatch(/Event to be recorded .* The authority speaks : ANSSI \(official list\)/);
    const again = await officer.post(path, { ...form, occurred: '', step: 'record' });
    expect([again.status, again.html]).toEqual([422, expect.stringContaining('value="ANSSI"')]);
  });

  it('takes no user name and no password in the address of a source', async () => {
    const typed = { occurred: '2024', 'data.milestone': 'J0', 'source.kind': 'list', 'source.publisher': 'ANSSI' };
    const page = await previewed(path, { ...typed, 'source.url': 'https://user:secret@cyber.gouv.fr/' });
    refused(page, 'Page address must not contain a user name or password: whoever sees the address could use them');
  });

  it.each([
    ['the sources of the dossier, then those of its authority', 'dossiers', /ANSSI official list · cyber\.gouv\.fr/],
    ['those of a provider', 'providers', /A new source/],
  ])('offers %s', async (_, kind, offered) => {
    const on = kind === 'dossiers' ? path : `/providers/${bleu.slug}/record/AnnouncementMade`;
    expect((await officer.get(on)).text).toMatch(offered);
  });

  it('asks for no key of a deadline, which follows from its title', async () => {
    const due = `/dossiers/${dossier}/record/DeadlineSet`;
    refused(await previewed(due, { 'data.due': '2027' }), 'Title is required');
    const preview = await previewed(due, { 'data.due': '2027', 'data.title': 'Répondre à l’ANSSI' });
    const [one, two] = [await saved(due, preview), await saved(due, preview)];
    expect([one.status, two.location]).toEqual([303, one.location]);
    expect(await last(`dossiers/${dossier}`)).toMatchObject({
      data: { key: expect.stringMatching(/^repondre-a-l-anssi-[0-9a-f]{4}$/) },
    });
  });

  describe('keeps its input', () => {
    const typed = { ...LIST, occurred: '3 May 2025', 'data.milestone': 'J0', 'data.note': 'Half a sentence' };
    const french = async (to: string, fields: Record<string, string>) => {
      const form = { ...fields, 'page-language': 'fr' };
      const { status, location } = await officer.post(`/language?to=${encodeURIComponent(to)}`, form);
      expect([status, location]).toEqual([307, to]);
      return officer.post(to, form);
    };
    const english = () => officer.post('/language', { language: 'en', to: '/' });

    it('when the language is switched, on the form and on the preview, with dates written anew', async () => {
      const form = hiddenIn(await officer.get(path), path);
      const switched = await french(path, { ...form, ...typed, occurred: '3 May 2025' });
      expect(switched.html).toMatch(/<html lang="fr"[^]*value="3 mai 2025"[^]*Half a sentence<\/textarea>/);
      const preview = await officer.submit(path, {
        ...hiddenIn(switched, path),
        ...typed,
        occurred: '3 mai 2025',
        step: 'preview',
      });
      expect(preview.text).toContain('Événement à enregistrer');
      await english();
      const again = await french(path, hiddenIn(preview, path));
      expect(again.text).toContain('Événement à enregistrer');
      await english();
    });

    it.each([
      ['/providers/new', { name: 'Half a name' }],
      ['/dossiers/new', { provider: 'Bleu', service: 'Half a name' }],
      ['/subscribers/new', { address: 'half@example.org', channel: 'email', follows: 'both' }],
    ])('of %s', async (path, fields) => {
      const form = { ...hiddenIn(await officer.get(path), path), ...fields };
      const switched = await french(path, form);
      expect(switched.html).toMatch(/<html lang="fr"[^]*value="(?:Half a name|half@example\.org)"/);
      await english();
    });
  });

  it('is recorded without a preview if nothing needs attention, and else shows it first', async () => {
    const form = hiddenIn(await officer.get(path), path);
    const quiet = { ...form, ...LIST, occurred: '4 May 2024', 'data.milestone': 'J0', step: 'record' };
    const similar = await officer.post(path, { ...form, ...quiet, occurred: '2025' });
    expect(similar.text).toContain('Event to be recorded');
    expect((await officer.post(path, quiet)).location).toMatch(/&done=recorded&event=/);
    const grant = `/dossiers/${dossier}/record/GrantWithdrawn`;
    const loud = await officer.submit(grant, {
      ...hiddenIn(await officer.get(grant), grant),
      ...LIST,
      occurred: '2026-11-20',
      step: 'record',
    });
    expect(loud.text).toContain('Event to be recorded');
  });

  it('can reuse the source of an earlier event', async () => {
    const { id } = await last(`dossiers/${dossier}`);
    const preview = await previewed(path, { same: id, occurred: '2026-03', 'data.milestone': 'J2' });
    expect((await saved(path, preview)).status).toBe(303);
    const { items } = (await jalon.api.get(`/v1/dossiers/${dossier}/events?limit=200`)).body;
    expect(items.at(-1).source).toEqual({ kind: 'list', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/liste' });
  });

  it('offers sources that would read the same by what tells their addresses apart', async () => {
    const { dossier: on } = await opened('Read Alike');
    const told = ['/news/2025/filed', '/news/2026/granted', '/news/2026/faq?q=1', '/news/2026/faq?q=2', '/about'];
    for (const [nth, at] of told.entries()) {
      const { status } = await jalon.api.post(`/v1/dossiers/${on}/events`, {
        type: 'StatementMade',
        occurred: `2026-01-0${nth + 1}`,
        source: {
          kind: 'company',
          publisher: 'Alike',
          url: `https://alike.example${at}`,
          ...(nth === 4 && { title: 'Who' }),
        },
        data: {},
      });
      expect(status).toBe(201);
    }
    const { html } = await officer.get(`/dossiers/${on}/record/MilestoneReached`);
    const shown = [...html.matchAll(/<span title="(Alike[^"]*)">[^]*?<small[^>]*>(.*?)<\/small>/g)];
    expect(shown.map(([, name, place]) => `${name} | ${place}`)).toEqual([
      'Alike, Who | company · alike.example',
      'Alike | company · https://alike.example/news/2026/faq?q=2',
      'Alike | company · https://alike.example/news/2026/faq?q=1',
      'Alike | company · alike.example/…/granted',
      'Alike | company · alike.example/…/filed',
    ]);
  });

  it('shows who will be notified, with names only of visible subscriptions', async () => {
    await jalon.subscribe(jalon.api, { filter: { dossiers: [dossier] } });
    const daily = { address: 'evening@example.org', mode: 'daily', filter: { dossiers: [dossier] } };
    await jalon.subscribe(jalon.api, daily);
    const preview = await previewed(path, { ...LIST, occurred: '2026-04', 'data.milestone': 'J2' });
    expect(preview.text).toContain('Immediately: officer@example.org.');
    expect(preview.text).toContain('In the next digest: evening@example.org.');
    const clerk = consoleOf(jalon);
    await clerk.signIn(await jalon.keyWith('record'));
    const theirs = await previewed(path, { ...LIST, occurred: '2026-04', 'data.milestone': 'J2' }, clerk);
    expect(theirs.text).toContain('2 other subscribers will be notified according to their settings.');
  });
});

describe('amending', () => {
  let dossier: string;
  let event: string;
  beforeAll(async () => {
    ({ dossier } = await opened('Cegedim'));
    const fact = {
      type: 'MilestoneReached',
      occurred: '2026-03',
      source: { kind: 'company', publisher: 'Cegedim', sha256: 'a'.repeat(64) },
      data: { milestone: 'J1', note: 'seen' },
    };
    event = (await jalon.api.post(`/v1/dossiers/${dossier}/events`, fact)).body.id;
  });

  const at = (act: string, id = event) => `/dossiers/${dossier}/events/${id}/${act}`;
  /** What the form shows filled in, as a browser would send it. */
  const filled = {
    occurred: 'March 2026',
    'data.milestone': 'J1',
    'data.note': 'seen',
    'source.kind': 'company',
    'source.publisher': 'Cegedim',
  };

  const retraction = (id: string) => ({ type: 'EventRetracted', data: { event: id, reason: 'A try' } });

  it('starts with the current content, and requires a change and a reason', async () => {
    const form = await officer.get(at('correct'));
    for (const value of ['value="March 2026"', 'seen</textarea>', 'value="Cegedim"'])
      expect(form.html).toContain(value);
    refused(await previewed(at('correct'), { ...filled, occurred: 'Q1 2026' }), 'Reason is required');
    refused(
      await previewed(at('correct'), { ...filled, 'amendment.reason': 'none' }),
      /correction No field was changed\./,
    );
  });

  it('records only the differences, and shows old and new values first', async () => {
    const fields = {
      ...filled,
      occurred: '15 March 2026',
      'data.milestone': 'J2',
      'data.note': '',
      'amendment.reason': 'Misread',
    };
    const preview = await previewed(at('correct'), fields);
    expect(preview.text).toContain('before: March 2026 now: 15 March 2026');
    expect(preview.text).toContain('before: J1 now: J2');
    const answer = await saved(at('correct'), preview);
    expect(answer.location).toMatch(/&done=corrected&event=/);
    expect((await saved(at('correct'), preview)).location).toBe(answer.location);
    expect(await last(`dossiers/${dossier}`)).toMatchObject({
      type: 'EventCorrected',
      data: { event, reason: 'Misread', changes: { occurred: '2026-03-15', data: { milestone: 'J2', note: null } } },
    });
    const [, corrected] = await timeline(`dossiers/${dossier}`);
    expect(corrected?.current?.data).toEqual({ milestone: 'J2' });
  });

  it('shows changes of quote and URL, and that a source cannot be removed', async () => {
    const source = { kind: 'press', publisher: 'Clubic', url: 'https://clubic.example/a', quote: 'So it is' };
    const fact = { type: 'DeadlineSet', source, data: { key: 'call', due: '2027' } };
    const { id } = (await jalon.api.post(`/v1/dossiers/${dossier}/events`, fact)).body;
    const typed = { 'data.key': 'call', 'data.due': '2027', 'amendment.reason': 'Misread' };
    refused(await previewed(at('correct', id), { ...typed, 'data.due': '2028' }), 'can be replaced, but not removed');
    const replaced = { 'source.kind': 'press', 'source.publisher': 'Clubic', 'source.quote': 'So it was' };
    const preview = await previewed(at('correct', id), { ...typed, ...replaced });
    expect(preview.text).toContain('before: https://clubic.example/a now: none');
    expect(preview.text).toContain('before: So it is now: So it was');
    expect((await jalon.api.post(`/v1/dossiers/${dossier}/events`, retraction(id))).status).toBe(201);
  });

  it('shows what changes while the status does not: who vouches for the stage, a grant, a target, a label', async () => {
    const { dossier: id } = await opened('Standing');
    const list = { kind: 'list', publisher: 'ANSSI' };
    const company = { kind: 'company', publisher: 'Standing' };
    const record = async (type: string, occurred: string, source: object, data: object) =>
      (await jalon.api.post(`/v1/dossiers/${id}/events`, { type, occurred, source, data })).body.id as string;
    const preview = async (event: string, fields: Record<string, string>) => {
      const page = await previewed(`/dossiers/${id}/events/${event}/correct`, {
        'amendment.reason': 'Misread',
        ...fields,
      });
      return /Status (.*?) Deadlines/.exec(page.text)?.[1];
    };
    const listed = { register: 'ANSSI', listing: 'in-progress' };
    await record('RegisterObserved', '2024-01-10', list, listed);
    await record('TargetSet', '2024-02-01', company, { milestone: 'J2', target: '2025-06-30' });
    const reached = await record('MilestoneReached', '2025-04-17', list, { milestone: 'J2' });
    const claim = { 'source.kind': 'company', 'source.publisher': 'Standing' };
    const milestone = { occurred: '2025-04-17', 'data.milestone': 'J2' };
    expect(await preview(reached, { ...milestone, ...claim })).toMatch(
      /^Before Under evaluation confirmed by the authority · stage J2, .* \(confirmed by the authority\) After Under evaluation confirmed by the authority · stage J2, .* \(not confirmed by the authority\)$/,
    );
    const authority = { 'source.kind': 'list', 'source.publisher': 'ANSSI' };
    expect(await preview(reached, { occurred: '2025-04-20', 'data.milestone': 'J2', ...authority })).toMatch(
      /J2, 30 June 2025: reached on 17 April 2025 After .* J2, 30 June 2025: reached on 20 April 2025$/,
    );
    const grant = { decision: '77', validFrom: '2026-01-05', validUntil: '2029-01-04' };
    await record('GrantIssued', '2026-01-05', { kind: 'decision', publisher: 'ANSSI' }, grant);
    const second = { ...grant, decision: '78', validFrom: '2026-09-01', validUntil: '2029-08-31' };
    const later = await record('GrantIssued', '2026-09-01', { kind: 'decision', publisher: 'ANSSI' }, second);
    const typed = { occurred: '2026-09-01', 'data.decision': '78', 'data.validFrom': '2026-09-01' };
    expect(await preview(later, { ...typed, 'data.validUntil': '2029-08-31', ...claim })).toMatch(
      /^Today Before Qualified confirmed .* Decision 78, 1 September 2026 – 31 August 2029, in force \(confirmed by the authority\) After Qualified confirmed .* From 5 January 2029 .* Trusted cloud After Expired/,
    );
  });

  it('refers to other dossiers by name', async () => {
    const fact = {
      type: 'DependencyDeclared',
      occurred: '2026',
      source: { kind: 'company', publisher: 'Cegedim' },
      data: { dependsOn: bleu.dossier },
    };
    const { id } = (await jalon.api.post(`/v1/dossiers/${dossier}/events`, fact)).body;
    const fields = { ...filled, occurred: '2026', 'data.dependsOn': other.dossier, 'amendment.reason': 'Misread' };
    const preview = await previewed(at('correct', id), fields);
    expect(preview.text).toMatch(/before: Bleu, .+ now: \S+, Outscale platform/);
    expect((await jalon.api.post(`/v1/dossiers/${dossier}/events`, retraction(id))).status).toBe(201);
  });

  it('rejects an invalid result at the field, and links a correction to its retraction', async () => {
    refused(
      await previewed(at('correct'), { ...filled, 'data.milestone': 'J9', 'amendment.reason': 'x' }),
      'secnumcloud has no milestone J9',
    );
    const { id } = (await timeline(`dossiers/${dossier}`)).find(({ type }) => type === 'EventCorrected')!;
    expect((await officer.get(at('correct', id))).text).toContain('Retract it, then start again.');
    const undoing = await previewed(at('retract', id), { 'amendment.reason': 'It was right' });
    expect(undoing.text).toContain(
      'Correction of “milestone J1 reached” Event date before: March 2026 now: 15 March 2026',
    );
    const undone = await saved(at('retract', id), undoing);
    expect(undone.location).toMatch(/&done=retracted&event=/);
    const [, restored] = await timeline(`dossiers/${dossier}`);
    expect(restored?.current).toBeNull();
  });

  it('retracts with a reason; a retracted event cannot be amended, and the opening event cannot be retracted', async () => {
    const preview = await previewed(at('retract'), { 'amendment.reason': 'Another company' });
    expect(preview.text).toMatch(/Before Under evaluation .* After No known status/);
    expect((await saved(at('retract'), preview)).status).toBe(303);
    expect((await timeline(`dossiers/${dossier}`))[1]).toMatchObject({ id: event, retracted: true });
    expect((await officer.get(at('correct'))).text).toContain('has already been retracted');
    refused(
      await officer.post(at('retract'), { 'amendment.reason': 'Again', step: 'save' }),
      'This event : The event is already retracted',
    );
    const [{ id: opening } = { id: '' }] = await timeline(`dossiers/${dossier}`);
    expect((await officer.get(at('retract', opening))).text).toContain('cannot be retracted; correct it instead');
    const renamed = { 'data.service': 'Cegedim cloud', 'amendment.reason': 'Its real name' };
    expect((await saved(at('correct', opening), await previewed(at('correct', opening), renamed))).status).toBe(303);
    expect((await jalon.api.get(`/v1/dossiers/${dossier}`)).body.service.name).toBe('Cegedim cloud');
    expect((await officer.get(at('correct', '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f'))).status).toBe(404);
  });
});

describe('a file in the form', () => {
  let path: string;
  let dossier: string;
  beforeAll(async () => {
    ({ dossier } = await opened('Files'));
    path = `/dossiers/${dossier}/record/MilestoneReached`;
  });
  const PDF = '%PDF-1.7 the decision';
  /** As a browser sends it: the button stands after the file. */
  async function sent(fields: Record<string, string>, step: string, file?: string, cookies = officer.cookies) {
    const form = await officer.get(path);
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...hiddenIn(form, path), ...LIST, ...fields }))
      body.append(name, value);
    body.append(
      'file',
      new Blob([file ?? ''], { type: 'application/octet-stream' }),
      file === undefined ? '' : 'list.pdf',
    );
    body.append('step', step);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { origin: jalon.url, cookie, accept: 'text/html', 'accept-language': 'en' };
    const answer = await fetch(jalon.url + path, { method: 'POST', body, headers, redirect: 'manual' });
    return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
  }
  const attached = async () =>
    (await timeline(`dossiers/${dossier}`)).filter(({ type }) => type === 'EvidenceAttached');

  it('is evidence of the event in the same step, over a preview too, and once', async () => {
    const preview = await sent({ occurred: '2026-01', 'data.milestone': 'J1' }, 'preview', PDF);
    expect([preview.status, preview.html]).toEqual([200, expect.stringContaining('list.pdf')]);
    expect(await attached()).toEqual([]);
    const fields = hiddenIn(preview as ConsolePage, path);
    const [one, two] = [1, 2].map(() => officer.post(path, { ...fields, step: 'save' }));
    expect((await one!).location).toBe((await two!).location);
    const [, event] = await timeline(`dossiers/${dossier}`);
    expect(await attached()).toMatchObject([
      { data: { event: event?.id, name: 'list.pdf', mediaType: 'application/pdf' } },
    ]);
  });

  it.each([
    ['none was chosen', undefined, 303, ''],
    ['it is of another type', 'just text', 422, 'must be a PDF'],
    ['it is empty', '', 422, 'is empty'],
  ])('when %s', async (_, file, status, told) => {
    const before = (await attached()).length;
    const answer = await sent({ occurred: `2024-0${status - 300 > 50 ? 2 : 3}`, 'data.milestone': 'J0' }, 'save', file);
    expect([answer.status, answer.html]).toEqual([status, expect.stringContaining(told)]);
    expect(await attached()).toHaveLength(before);
  });

  it('is not read without a session, across which what was entered is kept', async () => {
    const fields = { occurred: '2024-06', 'data.milestone': 'J0', 'data.note': 'Half a sentence' };
    const asked = await sent(fields, 'save', PDF.repeat(100_000), new Map());
    expect([asked.status, asked.html]).toEqual([401, expect.stringMatching(/Half(\+|%20| )a(\+|%20| )sentence/)]);
    expect(await jalon.db.selectFrom('evidence_file').select('id').execute()).toHaveLength(1);
  });

  it('is said to be gone once it is, with what was entered', async () => {
    const fields = { ...LIST, occurred: '2024-05', 'data.milestone': 'J0', evidence: `${'0'.repeat(64)} list.pdf` };
    const gone = await previewed(path, fields);
    expect([gone.status, gone.html]).toEqual([422, expect.stringContaining('value="2024-05"')]);
  });
});

describe('a correction of a typing error', () => {
  it('is recorded from the form, with its effect shown while typing, unless it changes the status', async () => {
    const { dossier } = await opened('Cegid');
    const said = { type: 'MilestoneReached', occurred: '2026-03-15', data: { milestone: 'J1' } };
    const source = { kind: 'company', publisher: 'Cegid' };
    const { id } = (await jalon.api.post(`/v1/dossiers/${dossier}/events`, { ...said, source })).body;
    const path = `/dossiers/${dossier}/events/${id}/correct`;
    const content = { 'data.milestone': 'J1', 'source.kind': 'company', 'source.publisher': 'Cegid' };
    const typed = async (occurred: string) => ({
      ...hiddenIn(await officer.get(path), path),
      ...{ ...content, occurred, 'amendment.reason': '' },
    });
    const check = async (occurred: string) => officer.post(`${path}/check`, await typed(occurred));
    expect((await check('15 March 2026')).html).toBe('');
    expect((await check('31 June 2026')).text).toContain('Event date must be a day that exists');
    expect((await check('2026-03-16')).text).toMatch(/Status unchanged/);
    const recorded = { ...(await typed('2026-03-16')), 'amendment.reason': 'One off', step: 'record-typing-error' };
    expect((await officer.post(path, recorded)).location).toMatch(/&done=corrected&event=/);
    const reason = 'Typing error: One off';
    expect(await last(`dossiers/${dossier}`)).toMatchObject({ data: { reason, changes: { occurred: '2026-03-16' } } });
    const { status, text } = await officer.post(path, { ...(await typed('2027')), step: 'record-typing-error' });
    expect([status, text]).toEqual([200, expect.stringMatching(/Reason Typing error.*After No known status/)]);
  });
});

describe('recording on a provider', () => {
  it('is corrected in the same way', async () => {
    const renamed = { type: 'ProviderRenamed', data: { name: 'Bleu Cloud' } };
    const { id } = (await jalon.api.post(`/v1/providers/${bleu.slug}/events`, renamed)).body;
    const path = `/providers/${bleu.slug}/events/${id}/correct`;
    const preview = await previewed(path, { 'data.name': 'Bleu', 'amendment.reason': 'It kept its name' });
    expect(preview.text).toContain('Renamed from “Bleu Cloud” to “Bleu”.');
    expect((await saved(path, preview)).location).toMatch(/^\/providers\/bleu\?seen=\d+&done=corrected&event=/);
  });
});

describe('opening', () => {
  it('registers a provider once, after a warning about similar names', async () => {
    const form = { ...hiddenIn(await officer.get('/providers/new'), '/providers/new'), name: 'Outscale Systems' };
    const warned = await officer.post('/providers/new', form);
    expect(warned.text).toContain('Registered providers have a similar name Outscale');
    const anyway = { ...form, anyway: 'Outscale Systems' };
    const [one, two] = [await officer.post('/providers/new', anyway), await officer.post('/providers/new', anyway)];
    expect([one.status, one.location]).toEqual([
      303,
      expect.stringMatching(/^\/providers\/outscale-systems\?seen=\d+&done=registered$/),
    ]);
    expect(two.location).toBe(one.location);
    const taken = await officer.post('/providers/new', {
      ...form,
      idempotencyKey: '',
      name: 'outscale SYSTEMS',
      anyway: 'outscale SYSTEMS',
    });
    expect([taken.status, taken.html]).toEqual([422, expect.stringContaining('href="/providers/outscale-systems"')]);
    expect((await officer.post('/providers/new', { name: ' ' })).status).toBe(422);
  });

  it('opens a dossier once, with a link to the existing one', async () => {
    const page = await officer.get(`/dossiers/new?provider=${bleu.slug}`);
    expect(page.html).toContain(`href="/dossiers/${bleu.dossier}"`);
    const fields = {
      ...hiddenIn(page, '/dossiers/new'),
      provider: bleu.slug,
      scheme: 'hds',
      service: 'Health',
      kinds: 'IaaS',
    };
    const [one, two] = [await officer.post('/dossiers/new', fields), await officer.post('/dossiers/new', fields)];
    expect(one.location).toMatch(/^\/dossiers\/[0-9a-f-]{36}\?seen=\d+&done=opened$/);
    expect(two.location).toBe(one.location);
    const again = await officer.post('/dossiers/new', { ...fields, idempotencyKey: '' });
    refused(again, 'The dossier already exists');
    expect(again.html.match(/href="\/dossiers\/[0-9a-f-]{36}/g)).toEqual([
      `href="${one.location?.split('?')[0] ?? ''}`,
    ]);
    refused(
      await officer.post('/dossiers/new', {
        ...fields,
        idempotencyKey: '',
        kinds: `IaaS\n${'x'.repeat(300)}`,
      }),
      'Service types must have at most 200',
    );
    expect((await officer.get('/dossiers/new?provider=%00')).status).toBe(200);
    refused(
      await officer.post('/dossiers/new', {
        provider: 'nobody at all',
        scheme: 'hds',
        service: '',
        kinds: 'IaaS',
      }),
      'must not be blank',
    );
  });
});
