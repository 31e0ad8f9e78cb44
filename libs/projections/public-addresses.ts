import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';

/** What has a page of its own, and when its last event was recorded. */
export interface PublicAddress {
  kind: 'dossier' | 'provider';
  id: string;
  /** Of a provider. */
  slug: string | null;
  recordedAt: Date | null;
}

interface PublicAddresses {
  count: number;
  /** Some of all, in a fixed order, read at the pace of the reader. */
  read(from: number, most: number): AsyncGenerator<PublicAddress>;
}

const CHUNK = 1_000;

/** All dossiers and providers, for search engines. */
@Injectable()
export class PublicAddressList {
  constructor(private readonly db: LedgerDatabase) {}

  async all(): Promise<PublicAddresses> {
    const counts = await sql<{ count: number }>`
      select ((select count(*) from dossier) + (select count(*) from provider))::int as count`.execute(this.db);
    return { count: counts.rows[0]?.count ?? 0, read: (from, most) => this.#read(from, most) };
  }

  async *#read(from: number, most: number): AsyncGenerator<PublicAddress> {
    let left = most;
    let last: PublicAddress | undefined;
    while (left > 0) {
      const rows = await this.#chunk(last, last ? 0 : from, Math.min(left, CHUNK));
      yield* rows;
      last = rows.at(-1);
      left = rows.length < CHUNK ? 0 : left - rows.length;
    }
  }

  async #chunk(after: PublicAddress | undefined, offset: number, limit: number): Promise<PublicAddress[]> {
    const { rows } = await sql<PublicAddress>`
      with page as (
        select kind, id, slug from (
          select 'dossier' as kind, id, null as slug from dossier
          union all
          select 'provider', id, slug from provider
        ) as subject
        where ${after ? sql`(kind, id) > (${after.kind}, ${after.id}::uuid)` : sql`true`}
        order by kind, id offset ${offset} limit ${limit}
      )
      select kind, id, slug, (
        select recorded_at from event
        where stream = kind || '-' || page.id::text order by version desc limit 1
      ) as "recordedAt" from page order by kind, id`.execute(this.db);
    return rows;
  }
}
