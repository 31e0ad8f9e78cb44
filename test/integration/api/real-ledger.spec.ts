import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { boardExpected, boardInShort, daysExpected } from '#test/expected-board.js';
import { instantAfter } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());

const BEFORE = '2026-11-25T07:59:59Z';
let position: number;
let after: string;
beforeAll(async () => {
  const send = async () =>
    (await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' })).body;
  expect(await send()).toMatchObject({ providers: 10, dossiers: 11, replayed: 0 });
  ({ position } = await send());
  after = await instantAfter(served, position);
});

/** What the real ledger must show over REST, before it was known and after. */
describe('the real ledger', () => {
  /** Empty as known before the import, the same now as right after it. */
  const list = async (path: string, query: string) => {
    const get = async (more: string) =>
      (await served.api.get(`/v1/${path}?limit=200&seen=${position}&${query}${more}`)).body.items;
    expect(await get(`&knownAt=${BEFORE}`)).toEqual([]);
    const now = await get('');
    const then = await get(`&knownAt=${after}`);
    expect(then.map((item: object) => ({ ...item, knownAt: null }))).toEqual(
      now.map((item: object) => ({ ...item, knownAt: null })),
    );
    return now;
  };

  it.each(daysExpected)('shows every dossier as it stood on %s', async (day) => {
    expect(boardInShort(await list('dossiers', `asOf=${day}`))).toEqual(boardExpected(day));
  });
});

interface Said {
  occurred: string | null;
  confirmed: boolean;
  title?: string;
  source: { kind: string; quote?: string };
}

/**
 * The article that it all began with (domain.md, "What the article says, as events, and its traps"), each trap at its
 * dates, with what was known before it was recorded and after.
 */
describe('the article on Bleu', () => {
  /** As known after the import; before it there was nothing. */
  const provider = async (slug: string, asOf: string) => {
    const get = (knownAt: string) =>
      served.api.get(`/v1/providers/${slug}?asOf=${asOf}&knownAt=${knownAt}&seen=${position}`);
    expect(await get(BEFORE)).toMatchObject({ status: 404 });
    const { status, body } = await get(after);
    expect(status).toBe(200);
    return body;
  };

  const dossiers = async (query: string) => {
    const get = (knownAt: string) => served.api.get(`/v1/dossiers?${query}&knownAt=${knownAt}&seen=${position}`);
    expect((await get(BEFORE)).body).toEqual({ items: [] });
    return (await get(after)).body.items;
  };

  it('has a month in its header and a day in its text: each event keeps its own precision', async () => {
    const { announcements, statements } = await provider('bleu', '2021-05-31');
    expect(announcements.map(({ occurred }: Said) => occurred)).toEqual(['2021-05-27', '2021-05-27']);
    expect(new Set(statements.map(({ occurred }: Said) => occurred))).toEqual(new Set(['2021-05']));
    const dayBefore = await provider('bleu', '2021-05-26');
    expect([dayBefore.announcements.length, dayBefore.statements.length]).toEqual([0, 6]);
  });

  it('announces a plan to create a company, which does not create it', async () => {
    expect((await provider('bleu', '2021-05-31')).created).toEqual([]);
    expect((await provider('bleu', '2023-12-31')).created).toEqual([]);
    expect((await provider('bleu', '2024-01-31')).created).toMatchObject([{ occurred: '2024-01' }]);
  });

  it('reports a validation by ANSSI according to the company: a claim, neither J0 nor a qualification', async () => {
    const { validations } = await provider('bleu', '2021-05-31');
    expect(validations).toMatchObject([
      { authority: 'ANSSI', occurred: '2021-05-27', confirmed: false, source: { kind: 'company' } },
    ]);
    expect(await dossiers('providers=bleu&asOf=2021-05-31')).toMatchObject([
      { status: 'announced', confirmed: false, stage: null, milestones: [], grants: [] },
    ]);
  });

  it('names three holders as of that month, which neither dates their grants nor gives them a label', async () => {
    const held = await dossiers('schemes=secnumcloud&status=granted&asOf=2021-05-27');
    expect(
      held.map((one: { provider: { name: string }; confirmed: boolean; labels: string[] }) => [
        one.provider.name,
        one.confirmed,
        one.labels,
      ]),
    ).toEqual([
      ['3DS Outscale', false, []],
      ['Oodrive', false, []],
      ['OVHcloud', false, []],
    ]);
    // Had 2021-05 been taken for the day of a grant, the decisions of 2023 would contradict it.
    const later = await dossiers('providers=ovhcloud&asOf=2024-01-01');
    expect(later.flatMap(({ warnings }: { warnings: unknown[] }) => warnings)).toEqual([]);
  });

  it('links the merger clearance to the authorizations expected, of which it is one part', async () => {
    const { expected, obtained } = (await provider('bleu', '2026-11-25')).authorizations;
    const [agreements, authorizations] = expected;
    expect(agreements.fulfilledBy).toEqual([]);
    expect(authorizations.fulfilledBy).toEqual([obtained[0].event]);
    expect(obtained[0]).toMatchObject({ fulfils: [], partlyFulfils: [authorizations.event] });
    const before = (await provider('bleu', '2022-12-31')).authorizations;
    expect(before.expected.map(({ fulfilledBy }: { fulfilledBy: string[] }) => fulfilledBy)).toEqual([[], []]);
  });

  it('knows OVHcloud and Google as a provider with an offer, which certifies nothing', async () => {
    const both = await provider('ovhcloud-and-google', '2021-05-31');
    expect(both).toMatchObject({ name: 'OVHcloud and Google', dossiers: [] });
    expect(both.announcements).toMatchObject([
      { occurred: '2020-11', parties: ['OVHcloud', 'Google'], technology: ['Google'], confirmed: false },
    ]);
  });

  it('dates the partnership of OVH and Google to a month', async () => {
    expect((await provider('ovhcloud', '2020-10-31')).announcements).toEqual([]);
    expect((await provider('ovhcloud', '2020-11-01')).announcements).toMatchObject([
      { type: 'PartnershipAnnounced', occurred: '2020-11', parties: ['OVH', 'Google'], confirmed: false },
    ]);
    expect(await provider('ovhcloud', '2020-11-01')).toMatchObject({ aliases: ['OVH'] });
  });

  it('attributes opinions to their speakers', async () => {
    const { statements } = await provider('bleu', '2021-05-31');
    const owners = statements.map(({ speaker, source }: Said & { speaker: string }) => [speaker, source.quote]);
    expect(owners).toEqual([
      ['Guillaume Poupard, ANSSI', 'le risque est possible mais résiduel'],
      ['InterHop', "Le risque extraterritorial est diminué, mais cela ne l'annule pas"],
      ['Capgemini, Orange et Microsoft', expect.stringContaining('les autorités américaines ne pourront pas accéder')],
      ['Capgemini, Orange et Microsoft', expect.stringContaining('séparés des data centers de Microsoft')],
      ['Guillaume Poupard, ANSSI', expect.stringContaining('exclusivement soumis au droit européen')],
      ['article de presse de mai 2021', expect.stringContaining("ce texte ne s'applique que si")],
    ]);
  });

  it('records Capgemini and Orange as majority holders without shares, and Microsoft as technology provider', async () => {
    const { ownership } = await provider('bleu', '2021-05-31');
    expect(ownership).toMatchObject({
      holders: [{ name: 'Capgemini' }, { name: 'Orange' }],
      technology: ['Microsoft'],
    });
    expect(ownership.holders.some((holder: object) => 'share' in holder)).toBe(false);
    expect(ownership.hosting).toMatch(/France/);
  });

  it('records the claim about the CLOUD Act as a disputed quote of its speaker', async () => {
    const { id, status } = (await dossiers('providers=bleu&asOf=2026-11-25'))[0];
    const claim = {
      type: 'StatementMade',
      occurred: '2021-05',
      source: {
        kind: 'press',
        publisher: 'article de presse de mai 2021',
        quote: "ce texte ne s'applique que si les données sont hébergées dans des data centers américains",
      },
      data: { speaker: 'the article', title: 'Reach of the CLOUD Act' },
    };
    const dispute = { ...claim, type: 'ClaimDisputed', source: { kind: 'other', publisher: 'a lawyer' } };
    expect((await served.api.post(`/v1/dossiers/${id}/events`, claim)).body.status).toBe(status);
    const { body } = await served.api.post(`/v1/dossiers/${id}/events`, dispute);
    expect(body.status).toBe(status);
    const now = (await served.api.get(`/v1/dossiers/${id}`)).body;
    expect(now.warnings).toMatchObject([{ code: 'claim-disputed', sides: [{ source: { publisher: 'a lawyer' } }] }]);
    expect((await served.api.get(`/v1/dossiers/${id}?knownAt=${after}`)).body.warnings).toEqual([]);
  });
});

interface Warning {
  code: string;
  sides: { occurred: string; source: { kind: string; publisher: string } }[];
}

interface Dossier {
  id: string;
  provider: { name: string };
  service: { name: string } | null;
  status: string;
  confirmed: boolean;
  grants: { validFrom: string }[];
  warnings: Warning[];
}

/** What real sources say against each other (domain.md), on the real ledger and recorded on top of it. */
describe('sources that contradict each other', () => {
  const head = async () =>
    (await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow()).position;

  const find = async (provider: string, service: string, query = 'asOf=2026-11-25'): Promise<Dossier> => {
    const { body } = await served.api.get(`/v1/dossiers?providers=${provider}&seen=${await head()}&${query}`);
    const found = (body.items as Dossier[]).find((dossier) => (dossier.service?.name ?? '').startsWith(service));
    if (!found) throw new Error(`${provider} has no dossier ${service}`);
    const { body: alone } = await served.api.get(`/v1/dossiers/${found.id}?${query}`);
    expect(alone).toEqual(found); // one that is folded, one of the list
    return found;
  };

  const bothSides = ({ warnings }: Dossier, code: string) =>
    warnings
      .filter((warning) => warning.code === code)
      .map(({ sides }) => sides.map(({ occurred, source }) => [occurred, source.kind, source.publisher]));

  it.each([
    ['ovhcloud', 'SNC Cloud Platform', '2026-07-31', '2026-09-01', 'OVHcloud'],
    ['numspot', 'Plateforme', '2026-07-31', '2026-09-01', 'NumSpot'],
    ['cegedim-cloud', 'CegNumCloud', '2024-12-04', '2024-12-18', 'Cegedim.cloud'],
    ['3ds-outscale', 'IaaS', '2023-11-30', '2023-12-11', '3DS Outscale'],
  ])(
    'on the qualification day of %s are both told, and the register stands',
    async (slug, service, decided, announced, by) => {
      const dossier = await find(slug, service);
      expect(dossier).toMatchObject({ status: 'granted', confirmed: true });
      expect(dossier.grants.map(({ validFrom }) => validFrom)).toEqual([decided]);
      expect(bothSides(dossier, 'start-differs')).toEqual([
        [
          [decided, 'catalogue', 'ANSSI'],
          [announced, 'company', by],
        ],
      ]);
      const dayBefore = await find(slug, service, `asOf=${decided}`);
      expect(bothSides(dayBefore, 'start-differs')).toEqual([]);
    },
  );

  it('are flagged when a list still shows in progress what the catalogue grants', async () => {
    const dossier = await find('ovhcloud', 'SNC Cloud Platform');
    expect(bothSides(dossier, 'listing-contradicts')).toEqual([
      [
        ['2026-07-31', 'catalogue', 'ANSSI'],
        ['2026-09-26', 'list', 'ANSSI'],
      ],
    ]);
  });

  it("show both dates of Bleu's announcement and creation, once the later article is on record", async () => {
    const press = (quote: string) => ({ kind: 'press', publisher: 'a later article', quote });
    const said = { title: 'Capgemini and Orange announce Bleu' };
    const provider = async (query = '') =>
      (await served.api.get(`/v1/providers/bleu?seen=${await head()}${query}`)).body;
    const { title } = (await provider()).announcements[0];
    const record = (event: object) => served.api.post('/v1/providers/bleu/events', event);
    expect(said.title).not.toBe('');
    await record({ type: 'AnnouncementMade', occurred: '2022-05-31', source: press('31 mai 2022'), data: { title } });
    await record({ type: 'CompanyCreated', occurred: '2022', source: press('2022'), data: {} });

    const { announcements, warnings } = await provider();
    expect(announcements[0].occurred).toBe('2021-05-27');
    const told = warnings.map(({ code, sides }: Warning) => [
      code,
      ...sides.map(({ occurred, source }) => `${occurred} ${source.kind}`),
    ]);
    expect(told).toEqual([
      ['days-differ', '2021-05-27 company', '2022-05-31 press'],
      ['days-differ', '2024-01 press', '2022 press'],
    ]);
    expect((await provider(`&knownAt=${after}`)).warnings).toEqual([]);
  });

  it('are described in French on request, with the same codes, in the list, the dossier and the provider', async () => {
    const { id } = await find('numspot', 'Plateforme');
    const query = `asOf=2026-11-25&seen=${await head()}`;
    const inLanguage = async (path: string, language: string) =>
      (await served.api.get(path, { 'accept-language': language })).body;
    const told = async (language: string) => {
      const { items } = await inLanguage(`/v1/dossiers?providers=numspot&${query}`, language);
      const dossier = await inLanguage(`/v1/dossiers/${id}?asOf=2026-11-25`, language);
      const provider = await inLanguage(`/v1/providers/numspot?${query}`, language);
      return [items[0], dossier, provider.dossiers[0]].map(({ warnings }) =>
        warnings.map(({ code, text }: { code: string; text: string }) => [code, text]),
      );
    };
    const [english, french] = [await told('en'), await told('fr')];
    expect(new Set(french.map((warnings) => JSON.stringify(warnings))).size).toBe(1);
    expect(french[0]!.map(([code]: string[]) => code)).toEqual(english[0]!.map(([code]: string[]) => code));
    expect(french[0]![0][1]).toContain('31 juillet 2026');
    expect(english[0]![0][1]).toContain('31 July 2026');
  });
});
