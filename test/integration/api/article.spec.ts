import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { instantAfter } from '#test/instants.js';
import { startedOnce } from '#test/started.js';

interface Said {
  occurred: string | null;
  confirmed: boolean;
  title?: string;
  source: { kind: string; quote?: string };
}

const BEFORE = '2026-11-25T07:59:59Z';

/**
 * The article that it all began with (domain.md, "What the article says, as events, and its traps"), each trap at its
 * dates, with what was known before it was recorded and after.
 */
describe('the article on Bleu', () => {
  const served = startedOnce(() => startApi());
  let position: number;
  let after: string;
  beforeAll(async () => {
    const { body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    position = body.position;
    after = await instantAfter(served, position);
  });

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
    expect(await dossiers('provider=bleu&asOf=2021-05-31')).toMatchObject([
      { status: 'announced', confirmed: false, stage: null, milestones: [], grants: [] },
    ]);
  });

  it('states that Bleu hopes for the label, which results in status announced only', async () => {
    for (const asOf of ['2021-05-27', '2023-01-01', '2025-04-16'])
      expect(await dossiers(`provider=bleu&asOf=${asOf}`)).toMatchObject([{ status: 'announced', labels: [] }]);
    expect(await dossiers('provider=bleu&asOf=2025-04-17')).toMatchObject([{ status: 'applied', labels: [] }]);
  });

  it('names three holders as of that month, which neither dates their grants nor gives them a label', async () => {
    const held = await dossiers('scheme=secnumcloud&status=granted&asOf=2021-05-27');
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
    const later = await dossiers('provider=ovhcloud&asOf=2024-01-01');
    expect(later.flatMap(({ warnings }: { warnings: unknown[] }) => warnings)).toEqual([]);
  });

  it('expects agreements and authorizations without a date, which remain listed as open', async () => {
    for (const asOf of ['2021-05-01', '2021-05-27', '2026-11-25']) {
      const { expected } = (await provider('bleu', asOf)).authorizations;
      expect(expected.map(({ title, occurred }: Said) => [title, occurred])).toEqual([
        ['Agreements between the parties to be finalised', null],
        ['Prior authorizations to be obtained', null],
      ]);
    }
    const { obtained } = (await provider('bleu', '2026-11-25')).authorizations;
    expect(obtained).toMatchObject([{ title: 'Joint venture cleared under EU merger control', occurred: '2023' }]);
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

  it('says what statements are about: a law, a market', async () => {
    const { statements } = await provider('bleu', '2021-05-31');
    expect(statements.slice(-2)).toMatchObject([
      { about: 'cloud de confiance', aboutKind: 'market' },
      { about: 'CLOUD Act', aboutKind: 'law', confirmed: false },
    ]);
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
      ['Capgemini, Orange and Microsoft', expect.stringContaining('les autorités américaines ne pourront pas accéder')],
      ['Capgemini, Orange and Microsoft', expect.stringContaining('séparés des data centers de Microsoft')],
      ['Guillaume Poupard, ANSSI', expect.stringContaining('exclusivement soumis au droit européen')],
      ['press article of May 2021', expect.stringContaining("ce texte ne s'applique que si")],
    ]);
  });

  it('records the target sectors on the announcement', async () => {
    const [{ sectors }] = (await provider('bleu', '2021-05-31')).announcements;
    expect(sectors).toEqual(expect.arrayContaining(['OIV', 'OSE']));
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
    const { id, status } = (await dossiers('provider=bleu&asOf=2026-11-25'))[0];
    const claim = {
      type: 'StatementMade',
      occurred: '2021-05',
      source: {
        kind: 'press',
        publisher: 'press article of May 2021',
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
