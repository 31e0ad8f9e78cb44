import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { asynchronousCommit } from '#database/asynchronous-commit.js';
import type { Envelope } from './envelope.js';

export interface Keeping {
  delivery: string;
  envelope: Envelope;
  at: Date;
}

/**
 * Keeps mails that no server is there to take. Each is kept once, however often it is attempted; it is on the disk by the
 * time that its delivery is recorded as sent.
 */
export async function keepMails(db: LedgerDatabase, mails: readonly Keeping[]): Promise<undefined[]> {
  const of = (value: (envelope: Envelope) => string): string[] => mails.map(({ envelope }) => value(envelope));
  await sql`
    insert into kept_mail (delivery, recipient, subject, text, html, headers, at)
    select * from unnest(
      ${mails.map(({ delivery }) => delivery)}::uuid[],
      ${of(({ recipient }) => recipient)}::text[],
      ${of(({ subject }) => subject)}::text[],
      ${of(({ text }) => text)}::text[],
      ${of(({ html }) => html)}::text[],
      ${of(({ headers }) => JSON.stringify(headers))}::jsonb[],
      ${mails.map(({ at }) => at)}::timestamptz[]
    )
    where ${asynchronousCommit}
    on conflict (delivery) do nothing
  `.execute(db);
  return [];
}
