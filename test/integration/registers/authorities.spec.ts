import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addDays, type Day } from '#domain/date/day.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { boardOn } from '#test/board.js';
import { startReader } from '#test/reading.js';
import { startedOnce } from '#test/started.js';
import { historiesIn, TRUSTED_LISTS, trustedList } from '#test/trusted-list.js';

/** Pages 1, 62, 63 and 64 of the catalogue of 27 January 2026, without its pictures. */
const catalogue = readFileSync(new URL('../../data/registers/anssi-catalogue-2026-01-27.pdf', import.meta.url));

/** Page 63 of the catalogue, typed by hand from the page as it is printed. */
const PAGE_63 = `
  Cegedim | CegNumCloud Secured IaaS | IaaS | 04/12/2024 | 04/12/2027 | 1951
  Cloud Temple | IAAS - Secure Temple (IaaS Vmware, IaaS Opensource, stockage objet S3, brique HSM-KMS, Baremetal) | IaaS | 30/05/2025 | 30/05/2028 | 918
  Cloud Temple | PaaS Openshift | PaaS | 30/05/2025 | 30/05/2028 | 919
  Index Education | Pronote | SaaS | 05/05/2025 | 18/06/2027 | 795
  Index Education | Pronote Primaire | SaaS | 05/05/2025 | 18/06/2027 | 796
  Index Education | Hyperplanning | SaaS | 05/05/2025 | 18/06/2027 | 797
  Index Education | EDT | SaaS | 05/05/2025 | 18/06/2027 | 798
  OVH | Hosted Private Cloud powered by VMware | IaaS | 28/12/2023 | 29/12/2026 | 2279
  OVH | Bare Metal Pod | IaaS | 24/03/2025 | 24/03/2028 | 559
  Oodrive | Oodrive_Meet | SaaS | 20/01/2025 | 25/01/2028 | 242
  Oodrive | Oodrive_Work | SaaS | 20/01/2025 | 25/01/2028 | 243
  Oodrive | Oodrive_Work_Share | SaaS | 20/01/2025 | 25/01/2028 | 241
  Orange Business Services | Cloud Avenue SecNum | IaaS | 11/07/2025 | 11/07/2028 | 1147
  Outscale | IaaS Cloud on Demand | IaaS | 30/11/2023 | 30/11/2026 | 2118
  Thales Cloud Sécurisé | Cloud de confiance S3NS | PaaS, CaaS, IaaS | 17/12/2025 | 17/12/2028 | 2057
  Whaller | Whaller Donjon SaaS | SaaS | 02/08/2024 | 02/08/2027 | 1369
  Worldline | Worldline Cloud Services - Secured IaaS | IaaS | 24/03/2025 | 31/03/2028 | 561`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' | '));

describe('the catalogue of ANSSI, read on an empty ledger', () => {
  const reader = startedOnce(startReader);

  it('gives the list of what is qualified that is printed on its page', async () => {
    const outcome = await reader.read(catalogue, { register: 'anssi-catalogue' });
    expect(outcome).toMatchObject({
      state: 'recorded',
      day: '2026-01-27',
      holds: [],
      figures: { added: 17, unreadable: 0 },
    });
    const board = boardOn(reader.database.app);
    await board.project();
    const asked = { asOf: '2026-01-27', schemes: ['secnumcloud'], status: 'granted' };
    const printed = (day: string | null | undefined) => (day ?? '').split('-').reverse().join('/');
    const rows = (await board.dossiers(asked)).items.map(({ provider, service, grants: [grant] }) => [
      ...[provider.name, service?.name, service?.kinds.join(', ')],
      ...[printed(grant?.validFrom), printed(grant?.validUntil), grant?.decision],
    ]);
    expect(rows.toSorted()).toEqual(PAGE_63.toSorted());
  });
});

/** The days on which the lists were issued. */
const ISSUED = ['2023-11-22', '2024-11-21', '2025-11-24', '2026-02-26'];

/** What a status of a list amounts to. */
const MEANS: Readonly<Record<string, string>> = {
  granted: 'granted',
  accredited: 'granted',
  undersupervision: 'granted',
  withdrawn: 'withdrawn',
  supervisionceased: 'withdrawn',
  accreditationceased: 'withdrawn',
};

describe('four French trusted lists, read in order', () => {
  const reader = startedOnce(startReader);

  it('are recorded, and say when the next one is due (sampled)', async () => {
    for (const [index, day] of TRUSTED_LISTS.entries()) {
      const outcome = await reader.read(trustedList(day), {
        register: 'eu-trusted-list-fr',
        accept: 'From the archive',
      });
      expect(outcome).toMatchObject({ state: 'recorded', day: ISSUED[index], unreadable: [] });
    }
  });

  it('are answered on their days and on 200 others as their own histories tell (long)', async () => {
    const seed = Number(process.env.LAWS_SEED ?? Date.now() % 1_000_000);
    console.log(`Days from LAWS_SEED=${seed}`);
    const days = [...ISSUED, ...randomDays(seed)];
    // Of a service that a list has dropped, the last list with it tells the days until then.
    const told = new Map(
      TRUSTED_LISTS.flatMap((day, index) =>
        [...historiesIn(trustedList(day))].map(([key, rows]) => [key, { rows, until: ISSUED[index]! }] as const),
      ),
    );
    const { entries } = await reader.entries.page('eu-trusted-list-fr', { limit: 2_000 });
    const records = await reader.events.loadAll(
      entries.map(({ dossier }) => dossierStream(dossier)),
      dossierModel,
    );
    const scheme = (await reader.schemes.at()).get('eidas')!;
    let cells = 0;
    const others = entries.flatMap(({ entry, dossier }) => {
      const facts = factsOf(records.get(dossierStream(dossier))!)!;
      const { rows, until } = told.get(entry)!;
      return days.flatMap((day) => {
        if (day > until) return [];
        cells += 1;
        const row = rows.find((one) => one.day <= day);
        const expected = row ? (MEANS[row.status] ?? row.status) : 'unknown';
        const found = standingOn(facts, scheme, day).status;
        return found === expected ? [] : [`${entry.slice(0, 8)} on ${day}: ${found}, not ${expected}`];
      });
    });
    console.log(`${others.length} of ${cells} cells differ: ${others.slice(0, 20).join('; ')}`);
    expect(cells).toBeGreaterThan(60_000);
    expect(others.length / cells).toBeLessThan(0.005);
  });
});

/** Since 2016, from a small generator that a seed repeats. */
function randomDays(seed: number): Day[] {
  let state = seed;
  return Array.from({ length: 200 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return addDays('2016-01-01', Math.floor((state / 2_147_483_648) * 3_709));
  });
}
