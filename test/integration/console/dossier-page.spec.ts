import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { consoleOf, sectionOf, textOf } from '#test/console.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { linksOf, tagsOf } from '#test/markup.js';
import { signedIn, startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());
const officer = signedIn(served);

/** A section of the page as markup. @param id of its heading */
const sectionTags = (html: string, id: string): string => {
  const from = html.indexOf(`<section aria-labelledby="${id}"`);
  return html.slice(from, html.indexOf('</section>', from));
};

/** One entry of a timeline. */
const entry = (html: string, id: string): string => {
  const from = html.indexOf(`id="event-${id}"`);
  const end = html.indexOf('<li class="entry', from);
  return from < 0 ? '' : html.slice(from, end < 0 ? undefined : end);
};

describe('the page of a dossier', () => {
  let dossiers: { id: string; provider: { slug: string }; service: { name: string } | null }[];
  beforeAll(async () => {
    const { body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    dossiers = (await served.api.get(`/v1/dossiers?limit=200&seen=${body.position}`)).body.items;
  });

  const pathOf = (provider: string, service = ''): string => {
    const found = dossiers.find(
      (one) => one.provider.slug === provider && (one.service?.name ?? '').startsWith(service),
    );
    return `/dossiers/${found?.id}`;
  };

  it('is not for search engines or other websites, where reading needs a session', async () => {
    const { html } = await officer.get(pathOf('bleu'));
    expect(html).toContain('<meta name="robots" content="noindex"/>');
    expect(html).not.toMatch(/ld\+json|rel="canonical"|id="share"|changes\.atom/);
    expect(await (await fetch(`${served.url}/robots.txt`)).text()).toBe('User-agent: *\nDisallow: /\n');
    for (const path of [`/v1${pathOf('bleu')}/badge.svg`, '/sitemap.xml'])
      expect((await fetch(served.url + path, { redirect: 'manual' })).ok).toBe(false);
  });

  const recorded = async (name: string, ...events: object[]) => {
    const { id, record } = await openDossier(served.api, name);
    const ids: string[] = [];
    let position = 0;
    for (const event of events) {
      const { status, body } = await record(event);
      if (status !== 201) throw new Error(JSON.stringify(body));
      ids.push(body.id);
      position = body.position;
    }
    return { id, path: `/dossiers/${id}`, ids, record, position };
  };

  it('shows the start of a grant as a claim where the authority confirms the grant without a start', async () => {
    const publisher = 'Undated Cloud';
    const { id, path, position } = await recorded(
      publisher,
      grant(
        { decision: '9', validFrom: '2024-01-16' },
        { occurred: '2024-01-20', source: { kind: 'company', publisher } },
      ),
      {
        type: 'RegisterObserved',
        occurred: '2026-09-01',
        source: { kind: 'catalogue', publisher: 'ANSSI' },
        data: { register: 'ANSSI', listing: 'granted', decision: '9', validUntil: '2026-12-29' },
      },
    );
    const { body } = await served.api.get(`/v1/dossiers/${id}`);
    const told = { validFrom: '2024-01-16', startSource: 'company', runsFrom: '2024-01-16' };
    expect(body.grants).toMatchObject([{ ...told, confirmedFrom: '2026-09-01', confirmed: true }]);

    const { html } = await officer.get(path);
    expect(sectionOf(html, 'grants')).toContain('· 16 January 2024 (according to the company) – 29 December 2026');
    expect(textOf(html)).toContain('16 January 2024 (according to the company) in 34 days 29 December 2026');
    expect(html).toContain('passed claimed');
    const picture = sectionTags(html, 'life');
    expect(picture).toContain(
      'confirmed by the authority: 16 January 2024 (according to the company) – 29 December 2026',
    );
    expect(picture).toMatch(/ claimed" [^>]*data-claimed="[^"]+" data-from="2024-01-16" data-until="2026-09-01"/);
    const reader = consoleOf(served, 'fr');
    await reader.signIn();
    expect((await reader.get(path)).text).toContain(
      'confirmée par l’autorité · 16 janvier 2024 (selon l’entreprise) – 29 décembre 2026',
    );

    await served.api.get(`/v1/dossiers?seen=${position}&limit=1`);
    const board = '/dossiers?provider=undated-cloud';
    expect((await officer.get(`${board}&show=grants`)).text).toContain('16 Jan 2024 (according to the company)');
    const chart = (await officer.get(`${board}&show=chart`)).html;
    expect(chart).toContain('Decision 9, 16 Jan 2024 (according to the company) – 29 Dec 2026, in force');
    expect(chart.match(/<rect class="claim" [^>]*x="/g)).toHaveLength(2); // one of them in the legend
    const csv = await served.api.get('/v1/dossiers?providers=undated-cloud', { accept: 'text/csv' });
    expect(csv.body).toMatch(/,start_source\r\n.*,company\r\n$/);
  });

  it('names the authority that no longer lists a service, and no claim', async () => {
    const absent = {
      type: 'RegisterObserved',
      occurred: '2024-06-01',
      source: { kind: 'catalogue', publisher: 'ANSSI' },
      data: { register: 'ANSSI', listing: 'absent' },
    };
    const { path } = await recorded('No longer listed', grant({ validFrom: '2023-12-28' }), absent);
    const { html, text } = await officer.get(`${path}?asOf=2024-07-01`);
    expect(text).toContain('Qualified not confirmed by the authority');
    const why = textOf(sectionOf(html, 'why'));
    expect(why).toContain('No longer confirmed by the authority (ANSSI)');
    expect(why).not.toContain('Claimed by');
  });

  it('explains why Bleu is under evaluation, which source confirms the status, and that the stage is only claimed', async () => {
    const { html } = await officer.get(pathOf('bleu'));
    const why = sectionOf(html, 'why');
    expect(why).toContain('Confirmed by the authority (ANSSI).');
    expect(why).toContain('Stage reached: J1, evaluation strategy accepted, claimed but not confirmed');
    expect(why).toMatch(
      /Listed as in progress \(Services en cours de qualification\).*26 September 2026.*official source/,
    );
    expect(why).toMatch(/Milestone J1 reached.*17 November 2025.*Bleu \(company\).*unconfirmed claim/);
    const [, event = ''] = /href="#event-([\w-]+)">Listed as in progress/.exec(html) ?? [];
    expect(textOf(entry(html, event))).toContain('Listed as in progress');
  });

  it('shows every stage, what the current one means, and the delays of the targets of Bleu, in words and in the picture', async () => {
    const { html } = await officer.get(pathOf('bleu'));
    const stages = sectionOf(html, 'stages');
    for (const code of ['J0', 'J1', 'J2', 'J3']) expect(stages).toContain(code);
    expect(stages).toMatch(/J1 Evaluation strategy accepted Current stage/);
    expect(stages).toContain('Not to be confused with an audit result.');
    expect(stages).toMatch(/J3 Qualification decision Not reached yet Target date: 2025 , 329 days late, not reached/);
    expect(stages).toMatch(/Target date: first half of 2026 , 148 days late, not reached · Clubic \(press\)/);
    const aims = tagsOf(html).filter(({ attributes }) => attributes.get('data-type') === 'TargetSet');
    expect(aims.map(({ attributes }) => [attributes.get('data-due'), attributes.get('data-outcome')])).toEqual([
      ['2025', 'missed'],
      ['2026-H1', 'missed'],
    ]);
    expect(aims[1]?.attributes.get('data-replaces')).toBe(aims[0]?.attributes.get('data-event'));
  });

  it('leads from the picture to the entries, and to the days before and after on which something changed', async () => {
    const path = pathOf('bleu');
    const { html } = await officer.get(path);
    const picture = tagsOf(sectionTags(html, 'life'));
    const entries = linksOf(picture).filter((href) => href.startsWith('#event-'));
    expect(entries).toHaveLength(7);
    for (const href of entries) expect(html).toContain(`id="${href.slice(1)}"`);
    expect(textOf(sectionTags(html, 'life'))).toContain(
      '17 November 2025 · Milestone J1 reached · Bleu (company) · unconfirmed claim',
    );
    expect(linksOf(picture)).toContain(`${path}?asOf=2026-09-26#life`);
    const past = await officer.get(`${path}?asOf=2026-09-26`);
    expect(linksOf(tagsOf(sectionTags(past.html, 'life')))).toEqual(
      expect.arrayContaining([`${path}?asOf=2026-07-01#life`, `${path}#life`]),
    );
  });

  it('shows only the events of a kind, or of official sources, or the amended ones', async () => {
    const path = pathOf('bleu');
    const { record, ...own } = await recorded('Filtered Cloud', milestone('J1', '2025-01-10'), grant({}));
    const [event] = own.ids;
    await record({
      type: 'EventCorrected',
      data: { event, changes: { occurred: '2025-02' }, reason: 'a typing error' },
    });
    const shown = async (address: string) =>
      [...(await officer.get(address)).html.matchAll(/<li class="entry.*?<h3>(.*?)<\/h3>/gs)].map(([, title]) =>
        textOf(title ?? ''),
      );
    expect(await shown(`${path}?said=confirmed`)).toEqual([expect.stringContaining('Listed as in progress')]);
    expect(await shown(`${path}?kind=structure`)).toEqual([expect.stringContaining('Scope declared')]);
    expect(await shown(`${path}?kind=progress&said=confirmed`)).toEqual([]);
    expect(await shown(`${own.path}?said=amended`)).toEqual(['Milestone J1 reached corrected']);
    expect((await officer.get(`${own.path}?said=amended`)).html).toContain(`${own.path}?event=${own.ids[1]}#event-`);
    expect((await officer.get(`${path}?kind=gossip`)).status).toBe(400);
  });

  it('shows both sides of the conflict about SNC Cloud Platform, with links to the recorded events', async () => {
    const { html } = await officer.get(pathOf('ovhcloud', 'SNC'));
    const warnings = sectionOf(html, 'warnings');
    expect(warnings).toContain('2 points to check');
    expect(warnings).toMatch(/valid from 31 July 2026 according to one source, 1 September 2026 according to another/i);
    expect(warnings).toMatch(
      /ANSSI, [^·]*\(official catalogue\).*official source.*OVHcloud \(company\).*unconfirmed claim/,
    );
    expect(warnings).toMatch(/Listed as in progress \(Services en cours de qualification\) , 26 September 2026/);
  });

  it('shows the point in time of the time bar, and keeps it in its links', async () => {
    const path = pathOf('bleu');
    const { html } = await officer.get(`${path}?asOf=2021-05-27`);
    expect(textOf(html)).toContain('Announced not confirmed by the authority');
    expect(sectionOf(html, 'timeline')).toMatch(/6 events after that date are not shown/);
    expect(sectionOf(html, 'timeline')).not.toContain('J1');
    expect(html).toContain('href="/providers/bleu?asOf=2021-05-27"');
    expect((await officer.get(`${path}?asOf=2020-01-01`)).text).toContain(
      'No event had occurred by that date. The first recorded event is dated 27 May 2021.',
    );
    const before = await officer.get(`${path}?knownOn=2020-01-01`);
    expect(before).toMatchObject({ status: 404 });
    expect(before.text).toContain('Nothing was recorded here as of that date. The first event was recorded on');
  });

  it('does not show events dated after today, but links to them', async () => {
    const { path, ids } = await recorded('Early Bird Cloud', milestone('J0', '2025'), milestone('J1', '2030-03-01'));
    const { html } = await officer.get(path);
    expect(sectionOf(html, 'timeline')).toContain('1 event after that date is not shown. Show later events');
    const later = await officer.get(`${path}?asOf=2030-03-01`);
    expect(html).toContain(`href="${path}?asOf=2030-03-01"`);
    expect(entry(later.html, ids[1] ?? '')).toContain('Milestone J1 reached');
  });

  it('does not attribute derived statuses to the authority', async () => {
    const { path } = await recorded('Bygone Cloud', grant({ validUntil: '2024-12-31' }));
    expect(sectionOf((await officer.get(path)).html, 'why')).toContain(
      'Derived from what the authority published (ANSSI).',
    );
  });

  it('shows a correction above the corrected event, and a retracted event struck out with the reason', async () => {
    const { path, ids, record } = await recorded('Amended Cloud', milestone('J1', '2025-01-10'), grant({}));
    const [reached = '', granted = ''] = ids;
    const changes = { occurred: '2025-02', data: { note: 'second-hand' } };
    await record({ type: 'EventCorrected', data: { event: reached, changes, reason: 'the release says February' } });
    const { body } = await record({
      type: 'EventRetracted',
      data: { event: granted, reason: 'it was another service' },
    });
    const { html } = await officer.get(`${path}?seen=${body.position}&done=retracted`);
    expect(textOf(html)).toContain('The event has been retracted. It no longer counts');
    const corrected = entry(html, reached);
    expect(corrected).toContain('<del>10 January 2025</del>');
    expect(corrected).toContain('<ins>February 2025</ins>');
    expect(textOf(corrected)).toMatch(
      /corrected .*before: 10 January 2025 now: February 2025 .*Reason: the release says February/,
    );
    const retracted = entry(html, granted);
    expect(retracted).toContain('<del>Decision 2279 issued</del>');
    expect(textOf(retracted)).toMatch(/retracted.*Retraction Reason: it was another service/);
    expect(retracted).not.toContain(`${granted}/correct`);
    expect(corrected).toContain(`${path}/events/${reached}/correct`);
  });

  it('splits a long timeline into small pages, and opens the page of the event just recorded', async () => {
    const quote = 'word '.repeat(400);
    const statements = Array.from({ length: 45 }, (_, index) => ({
      type: 'StatementMade',
      occurred: `2025-01-${String((index % 28) + 1).padStart(2, '0')}`,
      source: { kind: 'press', publisher: `Paper ${index}`, quote },
      data: {},
    }));
    const { path, ids, position } = await recorded('Talked About Cloud', ...statements, milestone('J0', '2019'));
    const first = await officer.get(path);
    expect(first.html.length).toBeLessThan(150_000);
    expect(first.text).toContain('Page 1 of');
    expect(first.html).not.toContain(`id="event-${ids.at(-1) ?? ''}"`);
    const after = await officer.get(`${path}?seen=${position}`);
    expect(after.html).toContain(`id="event-${ids.at(-1) ?? ''}"`);
  });

  it('shows markup and non-web addresses as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&';
    const { path } = await recorded(`Hostile ${hostile}`, {
      ...milestone('J0', '2025'),
      source: { kind: 'press', publisher: hostile, title: 'javascript:alert(1)', quote: `</blockquote>${hostile}` },
      data: { milestone: 'J0', title: hostile, note: hostile },
    });
    const { html, text } = await officer.get(path);
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/href="javascript:/i);
    expect(text).toContain('<img src=x onerror=alert(1)>');
  });

  it('lists the deadlines of both grants of which one entry of a register tells, as REST does', async () => {
    const { body: opened } = await served.api.post('/v1/dossiers', { provider: 'bleu', scheme: 'fedramp' });
    const { status, body } = await served.api.post(`/v1/dossiers/${opened.id}/events`, {
      type: 'RegisterObserved',
      occurred: '2026-09-01',
      source: { kind: 'list', publisher: 'A list' },
      data: {
        ...{ register: 'A list', registerSlug: 'list', entry: 'one', listing: 'granted' },
        milestones: [{ milestone: 'certification', occurred: '2024-05-05' }],
      },
    });
    expect(status).toBe(201);
    const { html } = await officer.get(`/dossiers/${opened.id}?seen=${body.position}`);
    expect(sectionOf(html, 'deadlines')).toMatch(/End of validity 1 Sept 2027 .* 2 met or cancelled deadlines/);
    const listed = async (query: string) => {
      const list = await served.api.get(`/v1/deadlines?schemes=fedramp&kind=grant-end&${query}`);
      return list.body.items.map(({ key, due }: { key: string; due: string }) => [key, due]);
    };
    const key = `grant-end/${body.id}`;
    expect(await listed('state=met')).toEqual([[key, '2025-05-05']]);
    expect(await listed('within=400')).toEqual([[`${key}/2026-09-01`, '2027-09-01']]);
  });

  it('lists deadlines, and dependencies in both directions', async () => {
    const base = await recorded('Base Cloud', grant({}));
    const above = await recorded('Upper Cloud', {
      type: 'DependencyDeclared',
      occurred: '2024-01-01',
      source: { kind: 'company', publisher: 'Upper Cloud' },
      data: { dependsOn: base.id },
    });
    const own = { type: 'DeadlineSet', data: { key: 'renewal-file', due: '2026-12-15', reason: 'Send the file' } };
    const { body } = await base.record(own);
    const { html } = await officer.get(`${base.path}?seen=${body.position}`);
    const due = sectionOf(html, 'deadlines');
    expect(due).toMatch(/Deadline, Send the file \(custom\) 15 Dec 2026 in 20 days/);
    expect(due).toMatch(/End of validity, Decision 2279 29 Dec 2026 in 34 days/);
    expect(html).toContain(`href="${base.path}/record/DeadlineMet?key=renewal-file"`);
    expect(sectionOf(html, 'dependencies')).toMatch(
      /^Dependencies Base Cloud \(SecNumCloud\) .* Upper Cloud \(SecNumCloud\)/,
    );
    const upper = (await officer.get(above.path)).html;
    expect(sectionOf(upper, 'dependencies')).toMatch(
      /Depends on Base Cloud \(SecNumCloud\).*in force until 29 December 2026/,
    );
    expect(sectionOf(upper, 'grants')).toContain('No grant recorded');
  });

  it('is shown in French to French readers', async () => {
    const reader = consoleOf(served, 'fr');
    await reader.signIn();
    const { html } = await reader.get(pathOf('bleu'));
    expect(sectionOf(html, 'why')).toContain('Confirmé par l’autorité (ANSSI).');
    expect(sectionOf(html, 'stages')).toContain('329 jours de retard, non atteinte');
    expect(sectionOf((await reader.get(pathOf('ovhcloud', 'SNC'))).html, 'warnings')).toContain(
      'Début de validité : 31 juillet 2026 selon une source, 1er septembre 2026 selon une autre.',
    );
  });

  it('offers recording only to authorized users, and shows who recorded an event only in a session', async () => {
    const reader = consoleOf(served);
    await reader.signIn(await served.keyWith('read'));
    const { html, text } = await reader.get(pathOf('bleu'));
    expect(html).not.toMatch(/href="[^"]*\/(record|correct|retract)/);
    expect(text).toContain('by JALON_ADMIN_KEY');
    expect(text).toContain('All deadlines of this provider');
    expect((await consoleOf(served).get(pathOf('bleu'))).location).toMatch(/^\/sign-in/);
    expect((await officer.get('/dossiers/none')).status).toBe(404);
    expect((await officer.get(`${pathOf('bleu')}?said=sideways`)).status).toBe(400);
  });
});

describe('a grant that is decided and not yet valid', () => {
  let dossier: string;

  beforeAll(async () => {
    const { id, record } = await openDossier(served.api, 'Later Cloud');
    dossier = id;
    const reservations = [{ text: 'Key management', due: '2024-06-30' }, { text: 'Audit of subcontractors' }];
    const decided = grant(
      { validFrom: '2024-01-15', validUntil: '2027-01-15', reservations },
      { occurred: '2023-12-20' },
    );
    const { body } = await record(decided);
    await served.api.get(`/v1/dossiers?limit=1&seen=${body.position as number}`);
  });

  const cellOf = (csv: string, column: string): string | undefined => {
    const [header = '', row = ''] = csv.replace('\uFEFF', '').split('\r\n');
    return row.split(',')[header.split(',').indexOf(column)];
  };

  it.each([
    ['en', 'Qualified from 15 January 2024.'],
    ['fr', 'Qualifié à compter du 15 janvier 2024.'],
  ] as const)('is announced on the page with its first day (%s), until that day', async (language, sentence) => {
    const reader = consoleOf(served, language);
    await reader.signIn();
    const on = async (day: string) => (await reader.get(`/dossiers/${dossier}?asOf=${day}`)).text;
    expect(await on('2024-01-14')).toContain(sentence);
    expect(await on('2024-01-15')).not.toContain(sentence);
  });

  it.each(['/board.csv?provider', '/v1/dossiers?providers'])(
    'has that day in a column of its own in %s',
    async (path) => {
      const csv = async (day: string) =>
        (
          await officer.get(`${path}=later-cloud&asOf=${day}`, {
            accept: 'text/csv',
            authorization: `Bearer ${ADMIN_KEY}`,
          })
        ).html;
      expect(cellOf(await csv('2024-01-14'), 'granted_from')).toBe('2024-01-15');
      expect(cellOf(await csv('2024-01-15'), 'granted_from')).toBe('');
    },
  );

  it('suggests its reservations to the form that lifts them', async () => {
    const { html } = await officer.get(`/dossiers/${dossier}/record/ReservationLifted`);
    const list = /<datalist id="([^"]*reservation[^"]*)">(.*?)<\/datalist>/s.exec(html);
    expect([...(list?.[2] ?? '').matchAll(/value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
      'Key management',
      'Audit of subcontractors',
    ]);
    expect(html).toContain(`list="${list?.[1] ?? ''}"`);
  });
});
