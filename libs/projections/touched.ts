import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import type { SchemeHistory } from '#domain/scheme/history.js';

/** A stream that something new is to be said of, from a position on. */
export interface Touched {
  stream: string;
  since: number;
}

/**
 * The streams of a kind that a stretch of the ledger touches, by their own events or by a publication of their scheme, in
 * order of first touch.
 */
export async function touchedBetween(
  tx: Transaction<Database>,
  kind: StreamKind,
  { after, upTo }: { after: number; upTo: number },
  history: SchemeHistory = [],
): Promise<Touched[]> {
  const { rows } = await sql<Touched>`
    select stream, min(position) as since from event where position > ${after} and position <= ${upTo} group by stream
  `.execute(tx);
  const touched = new Map<string, number>();
  const touch = ({ stream, since }: Touched): void =>
    void touched.set(stream, Math.min(since, touched.get(stream) ?? Infinity));
  rows.filter(({ stream }) => streamKind(stream) === kind).forEach(touch);
  for (const { position, scheme } of history.filter((publication) => publication.position > after))
    (await openedUnder(tx, scheme.slug, position)).forEach((stream) => {
      touch({ stream, since: position });
    });
  return [...touched].map(([stream, since]) => ({ stream, since })).sort((a, b) => a.since - b.since);
}

async function openedUnder(tx: Transaction<Database>, scheme: string, before: number): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select stream from event
    where type = 'DossierOpened' and data ->> 'scheme' = ${scheme} and position < ${before}
  `.execute(tx);
  return rows.map(({ stream }) => stream);
}
