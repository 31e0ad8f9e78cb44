import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { commitAsynchronously } from '#database/transactions.js';
import { silences } from '#domain/dossier/status.js';
import { type Outline, outlineOn, outlineTurns } from '#domain/dossier/spans.js';
import { remembering } from '#domain/dossier/memoize.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { SchemeHistory } from '#domain/scheme/catalogue.js';
import { fold } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';
import type { RangeProjection } from '#event-store/follow.js';
import type { Recorded } from '#event-store/events.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Lane } from './dossier-replay.js';
import {
  projectDossiers,
  recordsOf,
  touchedBetween,
  touchedDossier,
  type TouchedDossier,
  type TouchedRecord,
} from './project-dossiers.js';
import { projectProviders } from './project-providers.js';

/** The board as a follower of the ledger: under this name and version its checkpoint says how far it has come. */
export const board = { name: 'board', version: 2 } as const;

/** Its deadlines, and its lines that tell of them, follow by themselves: they turn more often than a status does, and are not to hold it up. */
export const dues = { name: 'dues', version: 2 } as const;

/** How far the board and its deadlines go in one transaction. A stream is read once for all that is new in it. */
export const REACH = 250_000;

/**
 * Follows the ledger into the board's tables. The rows that a position leads to are the same however the ledger was cut
 * on the way, event by event or all at once. No side effects.
 *
 * Commits do not wait for the disk: when the server crashes, the last ones may be gone, whole and with their checkpoint,
 * and are done again.
 */
export const boardProjection = (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue): RangeProjection => ({
  ...board,
  maxRange: REACH,
  async advance(after, upTo, tx) {
    await commitAsynchronously(tx);
    const history = await schemes.history(upTo);
    const providers = await touchedBetween(tx, 'provider', { after, upTo });
    for await (const some of recordsOf(events, providers, upTo)) await projectProviders(tx, some);
    const dossiers = await touchedBetween(tx, 'dossier', { after, upTo }, history);
    for await (const some of recordsOf(events, dossiers, upTo)) await statusesOf(tx, some, history);
  },
});

async function statusesOf(
  tx: Transaction<Database>,
  some: readonly TouchedRecord[],
  history: SchemeHistory,
): Promise<void> {
  const dossiers = dossiersIn(some, history);
  if (dossiers.length === 0) return;
  await tx
    .insertInto('dossier')
    .values(dossiers.map(({ id, slug, provider, first }) => ({ id, provider, scheme: slug, first_position: first })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await projectDossiers(tx, statusLane, dossiers, history);
  await storeHolders(tx, dossiers);
}

export const dossiersIn = (some: readonly TouchedRecord[], history: SchemeHistory) =>
  some.flatMap(
    ({ stream, since, record }) =>
      touchedDossier({ stream, since }, record as readonly Recorded<DossierEvent>[], history) ?? [],
  );

/** Where a dossier stands. */
const statusLane: Lane<Outline> = {
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
        JSON.stringify(outline),
      ],
      textOf,
    },
  ],
  on: (_, facts, scheme, day) => {
    const value = outlineOn(facts, scheme, day);
    return [{ key: '', value, text: textOf(value) }];
  },
  turnsFrom: outlineTurns,
  turnsOf: ({ dated }, scheme) => silences(dated, scheme),
  timeless: ({ undated }) => undated,
};

/** One flat list, in which the number of what comes next stands before it. */
function textOf(outline: Outline): string {
  const { provider, status, confirmed, expiring, stale, grantEnd, dependsOn, service, announced, stage, grants } =
    outline;
  const parts = [provider, status, confirmed, expiring, stale, grantEnd, dependsOn.length, ...dependsOn];
  if (service) parts.push(service.name, service.kinds.length, ...service.kinds);
  parts.push(announced && announced.occurred, announced && announced.event);
  parts.push(stage && stage.milestone, milestonesText(outline.milestones), grants.length);
  for (const { id, decision, validUntil, state } of grants) parts.push(id, decision, validUntil, state);
  return JSON.stringify(parts);
}

/** The stage is the last of them. */
const milestonesText = remembering((milestones: Outline['milestones']) =>
  JSON.stringify(milestones.map((one) => [one.milestone, one.occurred, one.confirmed, one.day, one.event])),
);

/** Every provider that holds one of some dossiers by any of its spans. Spans that were taken back count no longer. */
async function storeHolders(tx: Transaction<Database>, dossiers: readonly TouchedDossier[]): Promise<void> {
  const isCut = ({ since, moments }: TouchedDossier): boolean => (moments[0]?.first ?? since) < since;
  const cut = dossiers.filter(isCut).map(({ id }) => id);
  if (cut.length > 0) await tx.deleteFrom('dossier_holder').where('dossier', 'in', cut).execute();
  const ids = dossiers.map(({ id }) => id);
  await sql`
    insert into dossier_holder (provider, dossier)
    select distinct provider, dossier from dossier_span where dossier = any(${ids}::uuid[])
    on conflict do nothing
  `.execute(tx);
}
