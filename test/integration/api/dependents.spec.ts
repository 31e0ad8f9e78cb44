import { beforeAll, describe, expect, it } from '@jest/globals';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, sectionOf } from '#test/console.js';
import { fact, opened, providerFact, registered, uuid } from '#test/events.js';
import { startedOnce } from '#test/started.js';
import { statementsDuring } from '#test/statements.js';

/* oxlint-disable typescript/no-explicit-any -- answers are looked into as a client would: without our types */

const owner = (hub: string) => uuidOf('hub provider', hub);
const holder = (nth: number) => uuidOf('holder', String(nth));
const dependent = (hub: string, nth: number) => uuidOf('dependent', hub, String(nth));

const served = startedOnce(() => startApi());
let officer: ConsoleClient;
let events: EventStore<LedgerEvent>;
let count = 0;

beforeAll(async () => {
  events = new EventStore(served.db, codec);
  officer = consoleOf(served);
  await officer.signIn();
  for (const nth of [0, 1, 2]) await record(providerStream(holder(nth)), registered(`Holder ${nth}`));
});

async function record(stream: string, ...some: LedgerEvent[]): Promise<number> {
  const identified = some.map((event) => ({ id: uuid(++count), event }));
  const { recorded } = await events.append([{ stream, expected: 'any', events: identified }], { actor: 't' });
  return recorded.at(-1)!.position;
}

/** A provider with one dossier, on which others depend: some differ in status, some in name, and for some it has ended. */
async function hub(name: string, dependents: number): Promise<number> {
  const dossier = uuidOf('hub dossier', name);
  await record(providerStream(owner(name)), registered(name));
  await record(dossierStream(dossier), opened({ provider: owner(name), service: 'Base' }));
  let position = 0;
  for (let nth = 0; nth < dependents; nth++) {
    const valid = { decision: '7', validFrom: '2025-01-01', validUntil: '2027-01-31' };
    position = await record(
      dossierStream(dependent(name, nth)),
      opened({ provider: holder(nth % 3), service: `Service ${nth}` }),
      fact('DependencyDeclared', `2024-0${1 + (nth % 3)}-01`, { dependsOn: dossier }, 'company'),
      ...(nth % 2 === 0 ? [fact('GrantIssued', '2025-01-01', valid)] : []),
      ...(nth % 4 === 1 ? [fact('ScopeDeclared', '2025-06-01', { service: `New ${nth}`, serviceKinds: [] })] : []),
      ...(nth % 5 === 2 ? [fact('DependencyEnded', '2026-03-01', { dependsOn: dossier }, 'company')] : []),
    );
  }
  return position;
}

const slugOf = (name: string): string => `/v1/providers/${name.toLowerCase()}`;

/** Of two times: what is cached for a second is read again in one of them at most. */
const fewestStatements = async (work: () => Promise<unknown>): Promise<number> =>
  Math.min(await statementsDuring(work), await statementsDuring(work));

describe('a provider that others depend on', () => {
  it('is read with as many statements for thirty dependents as for three', async () => {
    await hub('Few', 3);
    const position = await hub('Many', 30);
    for (const at of ['', '&asOf=2025-02-01', `&asOf=2025-02-01&knownAt=${new Date().toISOString()}`])
      for (const page of [slugOf, (name: string) => `/providers/${name.toLowerCase()}`]) {
        const read = async (name: string): Promise<void> => {
          const path = `${page(name)}?seen=${position}${at}`;
          const { status } = page === slugOf ? await served.api.get(path) : await officer.get(path);
          expect(status).toBe(200);
        };
        await read('Few'); // the key is cached, and the list is up to date
        const few = await fewestStatements(() => read('Few'));
        const many = await fewestStatements(() => read('Many'));
        expect({ page: page('Many'), many }).toEqual({ page: page('Many'), many: few });
      }
  });

  it('lists each of them as its own address tells of it, at any two times', async () => {
    const before = await hub('Told', 12);
    const { recordedAt } = (await events.readAll({ after: before - 1, limit: 1 }))[0]!;
    await served.db.selectNoFrom((eb) => eb.fn('pg_sleep', [eb.val(0.005)]).as('slept')).execute();
    await record(providerStream(holder(1)), providerFact('ProviderRenamed', '2026-01-01', { name: 'Newly Named' }));
    const withdrawn = fact('GrantWithdrawn', '2026-02-01', { decision: '7' });
    const seen = await record(dossierStream(dependent('Told', 0)), withdrawn);
    for (const asOf of ['2023-12-31', '2024-02-15', '2025-06-02', '2026-03-01', '2026-11-25'])
      for (const knownAt of ['', `&knownAt=${recordedAt.toISOString()}`]) {
        const { body } = await served.api.get(`${slugOf('Told')}?asOf=${asOf}&seen=${seen}${knownAt}`);
        const told: any[] = [];
        for (let nth = 0; nth < 12; nth++) {
          const { body: own } = await served.api.get(`/v1/dossiers/${dependent('Told', nth)}?asOf=${asOf}${knownAt}`);
          if (own.dependsOn.length === 0) continue;
          const { id, provider, service, scheme, status, confirmed, expiring } = own;
          told.push({ id, provider, service: service?.name ?? null, scheme, status, confirmed, expiring });
        }
        expect({ asOf, knownAt, dependents: body.dossiers[0].dependents }).toEqual({ asOf, knownAt, dependents: told });
      }
    const { html } = await officer.get('/providers/told');
    expect(sectionOf(html, 'dependents')).toContain('Newly Named, Service 4');
  });
});
