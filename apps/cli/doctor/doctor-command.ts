import { Command } from 'commander';
import type { LedgerDatabase } from '#database/connection.js';
import { openDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { readSettings } from '#settings/settings.js';
import { databaseUrls } from '../database-commands.js';
import { Progress } from '../progress.js';
import { evidence } from './evidence-checks.js';
import { attempted, type Finding } from './finding.js';
import { chosen, disk, encryption, mailServer, secret, settings, timeZone, versions } from './installation-checks.js';
import { contentsOf, headOf, structureOf } from './ledger-checks.js';
import { replica } from './replica-check.js';
import { functions, indexes, migrations, roles, triggers } from './schema-checks.js';
import { clocks, failures, projectionsAt, queues, server, unfinishedRebuilds, worker } from './service-checks.js';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Check the ledger, the database and the worker. Changes nothing.')
    .option('--json', 'print the results as JSON')
    .option('--quick', 'do not read the events')
    .addHelpText(
      'after',
      `
Exits with 1 if a check fails; warnings do not count. Each finding says what to do. Uses DATABASE_URL, the role of api
and worker, or the database of the Jalon running on this machine. Reads every event unless --quick is given; api and
worker can run meanwhile.

Examples:
  jalon doctor
  jalon doctor --json | jq '.[] | select(.level != "ok")'`,
    )
    .action(async ({ json = false, quick = false }: { json?: boolean; quick?: boolean }) => {
      const results: Result[] = [];
      const report = (result: Result): void => {
        results.push(result);
        if (!json) console.log(lineOf(result));
        if (result.level === 'fail') process.exitCode = 1;
      };
      report({ check: 'settings', ...settings() });
      const { appUrl } = await databaseUrls(process.env, readSettings);
      const db = openDatabase({ url: appUrl, poolSize: 2, applicationName: 'jalon doctor', timeouts: PATIENT });
      try {
        await examine(db, appUrl, { quick, report });
        if (json) console.log(JSON.stringify(results, null, 2));
        else console.log(summaryOf(results));
      } finally {
        await db.destroy();
      }
    });

type Result = Finding & { check: string };

interface Examination {
  quick: boolean;
  report: (result: Result) => void;
}

async function examine(db: LedgerDatabase, url: string, { quick, report }: Examination): Promise<void> {
  const check = async (name: string, find: () => Promise<Finding> | Finding): Promise<Finding> => {
    const finding = await attempted(find);
    report({ check: name, ...finding });
    return finding;
  };
  await check('versions', versions);
  await check('time zone', timeZone);
  await check('disk', disk);
  await check('mail', mailServer);
  await check('server', () => server(db));
  await check('encryption', () => encryption(db, url));
  if ((await check('migrations', () => migrations(db))).level === 'fail') return;
  await check('roles', () => roles(db));
  await check('functions', () => functions(db));
  await check('triggers', () => triggers(db));
  await check('indexes', () => indexes(db));
  const { head, finding } = await headOf(db);
  await check('head', () => finding);
  if (!quick) await examineEvents(db, head, check);
  await check('evidence', () => evidence(db));
  await check('projections', () => projectionsAt(db, head));
  await check('failures', () => failures(db));
  await check('rebuilds', () => unfinishedRebuilds(db));
  await check('worker', () => worker(db));
  await check('clocks', () => clocks(db));
  await check('queues', () => queues(chosen().REDIS_URL));
  await check('replica', () => replica(db, chosen().DATABASE_READ_URL));
  await check('secret', () => secret(db));
}

type Check = (name: string, find: () => Promise<Finding> | Finding) => Promise<Finding>;

async function examineEvents(db: LedgerDatabase, head: number, check: Check): Promise<void> {
  const progress = new Progress(2 * head, { screen: process.stderr, unit: 'reads', pauseMs: 5_000 });
  const structure = await structureOf(db, head, (position) => {
    progress.show(position);
  });
  progress.clear();
  await check('positions', () => structure.positions);
  await check('versions', () => structure.versions);
  await check('times', () => structure.times);
  if (structure.positions.level === 'fail') return;
  await check('contents', async () => {
    try {
      return await contentsOf(db, (position) => {
        progress.show(head + position);
      });
    } finally {
      progress.clear();
    }
  });
}

const NAME_WIDTH = 11;

const lineOf = ({ level, check, message, remedy }: Result): string =>
  `${level.padEnd(4)}  ${check.padEnd(NAME_WIDTH)}  ${message}${remedy === undefined ? '' : `\n${' '.repeat(19)}${remedy}`}`;

function summaryOf(results: readonly Result[]): string {
  const number = (level: Finding['level']): number => results.filter((result) => result.level === level).length;
  return `\n${number('ok')} ok, ${number('warn')} to look at, ${number('fail')} failed.`;
}
