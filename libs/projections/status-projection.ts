import { sql, type Transaction } from 'kysely';
import { arrayLiteral } from '#database/array-literal.js';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { stalenessDays } from '#domain/dossier/activity.js';
import { nextOutdated, type Outline, outlineOn, outlineChangePoints } from '#domain/dossier/spans.js';
import { memoizeLast } from '#domain/dossier/memoize.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { SchemeHistory } from '#domain/scheme/catalogue.js';
import { fold } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';
import { Isolation } from '#event-store/isolation.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import type { Recorded } from '#event-store/events.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { ProjectionDefinition } from './dossier-replay.js';
import {
  projectDossiers,
  readAffected,
  affectedStreams,
  assertReadable,
  affectedDossier,
  type AffectedDossier,
  type AffectedRecord,
} from './project-dossiers.js';
import { outlineTerms } from './facets.js';
import { projectProviders } from './project-providers.js';

/** Name and version of the checkpoint of `statusProjection`. */
export const statusCheckpoint = { name: 'board', version: 7 } as const;

/** Those that `statusProjection` alone writes. */
const tables = [
  ...['provider', 'provider_name', 'provider_span', 'provider_profile'],
  ...['dossier', 'dossier_holder', 'dossier_span'],
];

/** Of `agendaProjection`: deadlines and board lines change more often than statuses, so they have a projection of their own. */
export const agendaCheckpoint = { name: 'agenda', version: 8 } as const;

/** Positions per transaction. A stream is read once per range. */
export const MAX_RANGE = 250_000;

/**
 * Projects the ledger into providers, dossiers and their statuses. The rows at a position do not depend on how the ledger was
 * divided into ranges. No side effects.
 *
 * Commits are asynchronous: a crash of the server may lose the last transactions, each together with its checkpoint; they are
 * repeated.
 */
export const statusProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): RebuildableProjection => ({
  ...statusCheckpoint,
  tables,
  maxRange: MAX_RANGE,
  async advance(after, upTo, tx, isolation = new Isolation(tx)) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const affected = await affectedStreams(tx, { after, upTo }, history, isolation);
    await isolation.each(affected.provider, async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) await projectProviders(tx, some);
    });
    await isolation.each(affected.dossier, async (streams) => {
      for await (const some of readAffected(events, streams, upTo)) await statusesOf(tx, some, history);
    });
    await isolation.each([...affected.scheme, ...affected.register], (streams) =>
      assertReadable(events, streams, upTo),
    );
  },
});

async function statusesOf(
  tx: Transaction<Database>,
  some: readonly AffectedRecord[],
  history: SchemeHistory,
): Promise<void> {
  const dossiers = affectedDossiers(some, history);
  if (dossiers.length === 0) return;
  await tx
    .insertInto('dossier')
    .values(dossiers.map(({ id, slug, provider, first }) => ({ id, provider, scheme: slug, first_position: first })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await projectDossiers(tx, statusDefinition, dossiers, history);
  await storeHolders(tx, dossiers);
}

export const affectedDossiers = (some: readonly AffectedRecord[], history: SchemeHistory) =>
  some.flatMap(
    ({ record, ...stream }) => affectedDossier(stream, record as readonly Recorded<DossierEvent>[], history) ?? [],
  );

/** The status of a dossier. */
export const statusDefinition: ProjectionDefinition<Outline> = {
  tables: [
    {
      name: 'dossier_span',
      owner: 'dossier',
      columns: {
        provider: 'uuid',
        status: 'text',
        confirmed: 'boolean',
        expiring: 'boolean',
        stale: 'boolean',
        grant_end: 'date',
        service: 'text',
        depends_on: 'uuid[]',
        terms: 'text[]',
        body: 'jsonb',
      },
      valuesOf: (outline) => [
        outline.provider,
        outline.status,
        String(outline.confirmed),
        String(outline.expiring),
        String(outline.stale),
        outline.grantEnd,
        fold(outline.service?.name ?? ''),
        `{${outline.dependsOn.join()}}`,
        arrayLiteral(outlineTerms(outline)),
        JSON.stringify(outline),
      ],
      textOf,
    },
  ],
  valuesOn: (_, facts, scheme, day) => {
    const value = outlineOn(facts, scheme, day);
    return [{ key: '', value, text: textOf(value), nextChange: nextOutdated(facts, scheme, day) }];
  },
  changePointsOfFact: outlineChangePoints,
  changePointsOfFacts: ({ dated }, scheme) => stalenessDays(dated, scheme),
  timeIndependent: ({ undated }) => undated,
};

/** One flat list; lists in it are preceded by their length. */
function textOf(outline: Outline): string {
  const { provider, status, confirmed, expiring, stale, grantEnd, dependsOn, service, announced, stage, grants } =
    outline;
  const { granted } = outline;
  const parts = [provider, status, confirmed, expiring, stale, grantEnd, dependsOn.length, ...dependsOn];
  if (service) parts.push(service.name, service.kinds.length, ...service.kinds);
  parts.push(announced && announced.occurred, announced && announced.event);
  parts.push(stage && stage.milestone, milestonesText(outline.milestones), grants.length);
  for (const { id, decision, validUntil, state, confirmed: byAuthority, referential, level } of grants)
    parts.push(id, decision, validUntil, state, byAuthority, referential, level);
  parts.push(outline.grantedFrom, outline.level, outline.ended);
  if (granted) parts.push(granted.occurred, granted.confirmed, granted.dated);
  return JSON.stringify(parts);
}

const milestonesText = memoizeLast((milestones: Outline['milestones']) =>
  JSON.stringify(milestones.map((one) => [one.milestone, one.occurred, one.confirmed, one.day, one.event])),
);

/** Stores every provider that holds a dossier in any of its spans. */
async function storeHolders(tx: Transaction<Database>, dossiers: readonly AffectedDossier[]): Promise<void> {
  const isReverted = ({ since, instants }: AffectedDossier): boolean => (instants[0]?.first ?? since) < since;
  const reverted = dossiers.filter(isReverted).map(({ id }) => id);
  if (reverted.length > 0) await tx.deleteFrom('dossier_holder').where('dossier', 'in', reverted).execute();
  const ids = dossiers.map(({ id }) => id);
  await sql`
    insert into dossier_holder (provider, dossier)
    select distinct provider, dossier from dossier_span where dossier = any(${ids}::uuid[])
    on conflict do nothing
  `.execute(tx);
}
