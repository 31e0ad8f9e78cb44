import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { LAG_MS } from '#database/read-replica.js';
import { count } from '../progress.js';
import { type Finding, ok, warn } from './finding.js';

const REMEDY =
  'Start it, see its log and pg_stat_replication of the primary. Until then, lists are read from the primary.';

interface Progress {
  isReplica: boolean;
  bytes: number;
  seconds: number | null;
  isSameHistory: boolean;
}

const PAUSE_MS = 50;

/** Whether lists can be read from the replica, as each api checks it. @param url `DATABASE_READ_URL` */
export async function replica(db: LedgerDatabase, url: string | undefined): Promise<Finding> {
  if (url === undefined) return ok('DATABASE_READ_URL is not set: lists are read from the primary.');
  const { rows } = await sql<{ lsn: string; epoch: number | null }>`
    select pg_current_wal_lsn()::text as lsn, (select max(epoch) from ledger_epoch) as epoch
  `.execute(db);
  const [written = { lsn: '0/0', epoch: null }] = rows;
  const name = `The replica ${new URL(url).host}`;
  const reading = openDatabase({ url, poolSize: 1, applicationName: 'jalon doctor' });
  try {
    const end = performance.now() + LAG_MS;
    let progress = await progressOf(reading, written);
    while (progress.bytes > 0 && performance.now() < end) {
      await sleep(PAUSE_MS);
      progress = await progressOf(reading, written);
    }
    return findingOf(name, progress);
  } catch (error) {
    return warn(`${name} cannot be reached: ${error instanceof Error ? error.message : String(error)}.`, REMEDY);
  } finally {
    await reading.destroy();
  }
}

function findingOf(name: string, { isReplica, bytes, seconds, isSameHistory }: Progress): Finding {
  if (!isReplica) return warn(`${name} is a primary.`, 'Set DATABASE_READ_URL to a standby, or unset it.');
  if (bytes > 0) {
    const since = seconds === null ? '' : `, and has replayed nothing for ${count(Math.round(seconds))} s`;
    return warn(`${name} is ${count(bytes)} bytes behind the primary${since}.`, REMEDY);
  }
  if (!isSameHistory)
    return warn(`${name} has another history than the primary.`, 'Copy the primary again (pg_basebackup).');
  return ok(`${name} has replayed what the primary has written.`);
}

async function progressOf(db: LedgerDatabase, written: { lsn: string; epoch: number | null }): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select pg_is_in_recovery() as "isReplica",
      case when pg_is_in_recovery() then greatest(pg_wal_lsn_diff(${written.lsn}, pg_last_wal_replay_lsn()), 0) else 0 end::float8 as bytes,
      extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 as seconds,
      (select max(epoch) from ledger_epoch) is not distinct from ${written.epoch}::int as "isSameHistory"
  `.execute(db);
  const [progress] = rows;
  if (!progress) throw new Error('no answer');
  return progress;
}
