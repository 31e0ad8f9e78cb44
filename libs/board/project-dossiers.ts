import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { deadlineSpans } from '#domain/deadline/deadlines.js';
import { factsOf, type DossierRecord } from '#domain/dossier/facts.js';
import { standingSpans } from '#domain/dossier/spans.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { streamId } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Recorded } from '#event-store/recorded.js';
import { momentsSince, type Moment } from './moment.js';
import { respan, unspan } from './respan.js';
import { deadlineRows, dossierRows } from './span-rows.js';
import type { Touched } from './touched.js';

interface Respanned {
  id: string;
  record: DossierRecord;
  provider: string;
  scheme: Scheme;
  since: number;
  moments: Moment[];
}

/**
 * Re-spans dossiers at every moment of recording since a position: first all of them at their first moment, then those
 * that have more at their second, and so on. When a moment's first events came in an earlier batch, what they did is
 * taken back first, so that its outcome is one and the same however it was cut into batches.
 */
export async function projectDossiers(
  touched: readonly Touched[],
  schemes: Schemes,
  tx: Transaction<Database>,
): Promise<void> {
  const dossiers = touched.flatMap((stream) => respanned(stream, schemes));
  if (dossiers.length === 0) return;
  await tx
    .insertInto('dossier')
    .values(dossiers.map(rowOf))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const { id, since, moments } of dossiers)
    for (const moment of moments.filter(({ first }) => first < since)) {
      await unspan(tx, 'dossier_span', id, moment);
      await unspan(tx, 'deadline_span', id, moment);
    }
  const rounds = Math.max(...dossiers.map(({ moments }) => moments.length));
  for (let round = 0; round < rounds; round++) await projectRound(dossiers, round, tx);
}

function respanned({ stream, record: recorded, since }: Touched, schemes: Schemes): Respanned[] {
  const record = recorded as readonly Recorded<DossierEvent>[];
  const facts = factsOf(record);
  const scheme = facts && schemes.get(facts.scheme);
  if (!scheme) return [];
  return [
    { id: streamId(stream), record, provider: facts.provider, scheme, since, moments: momentsSince(record, since) },
  ];
}

const rowOf = ({ id, provider, scheme, record, since }: Respanned) => ({
  id,
  provider,
  scheme: scheme.slug,
  first_position: record[0]?.position ?? since,
});

async function projectRound(dossiers: readonly Respanned[], round: number, tx: Transaction<Database>): Promise<void> {
  const changes = dossiers.flatMap(({ id, record, scheme, moments }) => {
    const moment = moments[round];
    const facts = moment && factsOf(record.slice(0, moment.count));
    if (!facts) return [];
    const from = { dossier: id, known_from: moment.last };
    return [
      {
        known: { dossier: id, position: moment.last },
        standings: dossierRows(standingSpans(facts, scheme)).map((row) => ({ ...row, ...from })),
        deadlines: deadlineRows(deadlineSpans(id, facts, scheme)).map((row) => ({ ...row, ...from })),
      },
    ];
  });
  const known = changes.map((change) => change.known);
  await respan(
    tx,
    'dossier_span',
    known,
    changes.flatMap(({ standings }) => standings),
  );
  await respan(
    tx,
    'deadline_span',
    known,
    changes.flatMap(({ deadlines }) => deadlines),
  );
}
