import type { Day } from '../date/day.js';
import { dossierStream, providerStream, streamId } from '../event/ledger-event.js';
import { type ProviderRecord, providerRefOf } from '../provider/provider.js';
import type { Schemes } from '../scheme/catalogue.js';
import { type Dependency, type Dependent, followDependencies } from './dependency.js';
import { type DossierRecord, factsOf } from './facts.js';
import { soonestEnd, standingOn } from './standing.js';

/** The ledger that dependencies are read from. Records are read by stream; those not on record are omitted. */
interface LedgerReader {
  dossiers: (streams: readonly string[]) => Promise<ReadonlyMap<string, DossierRecord>>;
  providers: (streams: readonly string[]) => Promise<ReadonlyMap<string, ProviderRecord>>;
  /** On record at the position. */
  schemes: Schemes;
  /** The last position; absent: everything on record. */
  upTo?: number | undefined;
}

/**
 * The dependencies of dossiers on a day, direct and indirect, by id, without those not on record. Two reads for each level,
 * however many dossiers it has.
 */
export const dependenciesOn = (
  dependents: readonly Pick<Dependent, 'id' | 'dependsOn'>[],
  day: Day,
  { dossiers, providers, schemes, upTo = Infinity }: LedgerReader,
): Promise<ReadonlyMap<string, Dependency>> =>
  followDependencies(dependents, async (ids) => {
    const standings = [...(await dossiers(ids.map(dossierStream)))].flatMap(([stream, record]) => {
      const facts = factsOf(recordedBy(record, upTo));
      const scheme = facts && schemes.get(facts.scheme);
      return scheme ? [{ id: streamId(stream), ...standingOn(facts, scheme, day) }] : [];
    });
    const named = await providers([...new Set(standings.map(({ provider }) => providerStream(provider)))]);
    return new Map(
      standings.map(({ id, provider: holder, service, status, expiring, grants, dependsOn }) => {
        const record = recordedBy(named.get(providerStream(holder)) ?? [], upTo);
        const provider = providerRefOf(holder, record, day);
        const grantEnd = soonestEnd(grants);
        return [id, { provider, service: service?.name ?? null, status, expiring, grantEnd, dependsOn }];
      }),
    );
  });

/** The part of a record up to a position; the record itself if that is all of it, so that what was derived from it is known. */
export const recordedBy = <E extends { position: number }>(record: readonly E[], upTo: number): readonly E[] =>
  (record.at(-1)?.position ?? 0) <= upTo ? record : record.filter(({ position }) => position <= upTo);
