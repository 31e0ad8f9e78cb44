import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { instantAfter } from '#test/instants.js';
import { startedOnce } from '#test/started.js';

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
  const served = startedOnce(() => startApi());
  let imported: string;
  beforeAll(async () => {
    const { body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    imported = await instantAfter(served, body.position);
  });

  const head = async () =>
    (await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow()).position;

  const find = async (provider: string, service: string, query = 'asOf=2026-11-25'): Promise<Dossier> => {
    const { body } = await served.api.get(`/v1/dossiers?provider=${provider}&seen=${await head()}&${query}`);
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

  it('leave Bleu in progress although a third party reports it as certified', async () => {
    const { id, warnings } = await find('bleu', 'Bleu');
    expect(warnings).toEqual([]);
    const claimed = await served.api.post(`/v1/dossiers/${id}/events`, {
      type: 'RegisterObserved',
      occurred: '2026-10-05',
      source: { kind: 'other', publisher: 'a comparison site', url: 'https://example.org/bleu', quote: 'certified' },
      data: { register: 'comparison of clouds', listing: 'granted' },
    });
    expect(claimed).toMatchObject({ status: 201, body: { status: 'in-progress' } });
    const now = await find('bleu', 'Bleu');
    expect(now).toMatchObject({ status: 'in-progress', confirmed: true });
    expect(bothSides(now, 'claim-contradicts')[0]?.map(([, kind, publisher]) => [kind, publisher])).toEqual([
      ['company', 'Bleu'],
      ['list', 'ANSSI'],
      ['other', 'a comparison site'],
    ]);
    expect((await find('bleu', 'Bleu', `asOf=2026-11-25&knownAt=${imported}`)).warnings).toEqual([]);
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
    expect((await provider(`&knownAt=${imported}`)).warnings).toEqual([]);
  });

  it('show both years of version 3.1, and use that of its publication', async () => {
    const { body } = await served.api.get('/v1/schemes/secnumcloud');
    expect(body.referentials.map(({ version, published }: Record<string, string>) => [version, published])).toEqual([
      ['3.0', '2016-12-08'],
      ['3.1', '2018-06-11'],
      ['3.2.a', '2021-09-21'],
      ['3.2', '2022-03-08'],
    ]);
    expect(body.warnings).toMatchObject([{ code: 'published-differs', kind: 'conflict' }]);
    expect(JSON.stringify(body.warnings)).toContain('2016');
  });

  it('are described in French on request, with the same codes, in the list, the dossier and the provider', async () => {
    const { id } = await find('numspot', 'Plateforme');
    const query = `asOf=2026-11-25&seen=${await head()}`;
    const inLanguage = async (path: string, language: string) =>
      (await served.api.get(path, { 'accept-language': language })).body;
    const told = async (language: string) => {
      const { items } = await inLanguage(`/v1/dossiers?provider=numspot&${query}`, language);
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
