import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { boardOn } from '#test/board.js';
import type { TestDatabase } from '#test/database.js';

const HEADER = 'provider,service,service_kinds,scheme,type,occurred,source_kind,source_publisher,title';

export const csv = (...rows: string[]): string => [HEADER, ...rows].join('\n');

/** A row about a provider. */
export const announced = (provider: string, title = 'A cloud'): string =>
  `${provider},,,,AnnouncementMade,2021-05-27,press,Le Monde,${title}`;

/** A row about a dossier; a blank service says which one no further. */
export const granted = (provider: string, service: string, day = '2023-11-30', title = ''): string =>
  `${provider},${service},${service && 'IaaS'},secnumcloud,GrantIssued,${day},decision,ANSSI,${title}`;

/** Files that are imported, and what others record between them. */
export function importingInto(database: TestDatabase) {
  const ledger = boardOn(database.app);
  const all = () => ledger.events.readAll({ after: 0, limit: 100_000 });
  const provider = async (name: string): Promise<string> => {
    const registered = (await all()).find(
      ({ event }) => event.type === 'ProviderRegistered' && event.data.name === name,
    );
    return registered?.stream.slice('provider-'.length) ?? '';
  };
  let recorded = 0;
  const record = async (stream: string, event: LedgerEvent): Promise<string> => {
    const id = uuidOf('importing', String((recorded += 1)));
    await ledger.events.append([{ stream, expected: 'any', events: [{ id, event }] }], { actor: 'test' });
    return id;
  };
  return {
    ...ledger,
    all,
    record,
    /** The stream that holds the grant of a day. */
    dossierOf: async (day = '2023-11-30'): Promise<string> =>
      (await all()).find(({ event }) => event.type === 'GrantIssued' && event.occurred === day)?.stream ?? '',
    transfer: async (stream: string, occurred: string, to: string): Promise<string> => {
      const source = { kind: 'decision', publisher: 'ANSSI' } as const;
      return record(stream, { type: 'ServiceTransferred', occurred, source, data: { to: await provider(to) } });
    },
    retract: (stream: string, event: string) =>
      record(stream, { type: 'EventRetracted', data: { event, reason: 'not so' } }),
    correct: (stream: string, event: string, data: Record<string, string>) =>
      record(stream, { type: 'EventCorrected', data: { event, changes: { data }, reason: 'a typing error' } }),
    /** What an import is refused for. */
    problems: async (file: string): Promise<unknown> =>
      ledger.import(file).then(
        () => 'nothing',
        (error: unknown) => (error as { problems?: unknown }).problems ?? error,
      ),
  };
}
