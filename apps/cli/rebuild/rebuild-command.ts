import { Command } from 'commander';
import type { Comparison } from '#event-store/rebuild/comparison.js';
import { databaseUrls } from '../database-commands.js';
import { count, counted } from '../progress.js';
import { asTable } from '../terminal.js';
import { projections } from './projections.js';
import { checkAgainstRebuild, rebuild, RebuildStopped } from './rebuild.js';

const INTERRUPTED = 130;

export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description('Rebuild a projection from the ledger beside the one that serves, then replace it.')
    .argument('<name>', `one of ${projections.map(({ name }) => name).join(', ')}`)
    .option('--check', 'compare with the tables that serve instead of replacing them; exits with 1 if they differ')
    .addHelpText(
      'after',
      `
Connects with MIGRATION_DATABASE_URL, the role that owns the schema (default: DATABASE_URL), or with the database of the
Jalon running on this machine. Api and workers can run meanwhile; lists are replaced in one transaction.

Ctrl-C stops it after the current transaction, and the next run resumes there; so does the one after a crash.

Examples:
  jalon rebuild board
  jalon rebuild --check agenda`,
    )
    .action(async (name: string, { check = false }: { check?: boolean }) => {
      const { ownerUrl } = await databaseUrls(process.env);
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          stop.abort();
        });
      try {
        if (check) report(name, await checkAgainstRebuild(ownerUrl, name, stop.signal));
        else await rebuild(ownerUrl, name, stop.signal);
      } catch (error) {
        if (!(error instanceof RebuildStopped)) throw error;
        console.error(error.message);
        process.exitCode = INTERRUPTED;
      }
    });

function report(name: string, { position, tables }: Comparison): void {
  const differing = tables.filter((table) => table.differing > 0);
  const result = differing.length === 0 ? 'equal' : 'NOT equal';
  console.log(`At position ${count(position)}, the tables of ${name} are ${result} to those rebuilt from the ledger.`);
  console.log(
    asTable(
      tables.map(({ table, rows, differing: n }) => [table, counted(rows, 'row'), n ? `${count(n)} differ` : '']),
    ),
  );
  for (const { table, differing: all, first } of differing) {
    console.log(`\n${table}:`);
    for (const { key, serving, rebuilt } of first) {
      console.log(
        `  ${Object.entries(key)
          .map(([column, value]) => `${column} ${shown(value)}`)
          .join(', ')}`,
      );
      if (!serving) console.log('    missing');
      else if (!rebuilt) console.log('    does not follow from the ledger');
      else for (const line of differences(serving, rebuilt)) console.log(`    ${line}`);
    }
    if (all > first.length) console.log(`  and ${count(all - first.length)} more`);
  }
  if (differing.length > 0) process.exitCode = 1;
}

/** The fields of two rows that differ, down to those within JSON. */
function differences(serving: unknown, rebuilt: unknown, path = ''): string[] {
  if (JSON.stringify(serving) === JSON.stringify(rebuilt)) return [];
  if (!isObject(serving) || !isObject(rebuilt)) return [`${path} is ${shown(serving)}, rebuilt ${shown(rebuilt)}`];
  return [...new Set([...Object.keys(serving), ...Object.keys(rebuilt)])].flatMap((key) =>
    differences(serving[key], rebuilt[key], path === '' ? key : `${path}.${key}`),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const LONGEST = 80;

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
