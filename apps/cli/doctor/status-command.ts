import { Command } from 'commander';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { RELEASE } from '#settings/in-package.js';
import { databaseUrls } from '../database-commands.js';
import { count } from '../progress.js';
import { UserError } from '../terminal.js';
import { attempted, type Finding } from './finding.js';
import { chosen } from './installation-checks.js';
import { headOf } from './ledger-checks.js';
import { replica } from './replica-check.js';
import { migrations } from './schema-checks.js';
import { clocks, failures, projectionsAt, queues, server, worker } from './service-checks.js';
import { figuresOf, type Figures } from './status-figures.js';

export const statusCommand = (): Command =>
  new Command('status')
    .description('Show on one page how Jalon is doing: versions, ledger, projections, messages, readings, last backup.')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exits with 1 if something needs attention that does not pass by itself; jalon doctor checks more. Uses DATABASE_URL, or
the database of the Jalon running on this machine.

Examples:
  jalon status
  jalon status --json | jq .deliveries`,
    )
    .action(async ({ json = false }: { json?: boolean }) => {
      const { appUrl } = await databaseUrls(process.env);
      const db = openDatabase({ url: appUrl, poolSize: 2, applicationName: 'jalon status', timeouts: PATIENT });
      try {
        const schema = await attempted(() => migrations(db));
        if (schema.level === 'fail') throw new UserError(`${schema.message} ${schema.remedy ?? ''}`);
        const attention = await attentionOf(db);
        if (attention.some(({ level }) => level === 'fail')) process.exitCode = 1;
        const figures = await figuresOf(db);
        if (json)
          console.log(JSON.stringify({ release: RELEASE, queues: queueServer(), ...figures, attention }, null, 2));
        else console.log(page(figures, attention));
      } finally {
        await db.destroy();
      }
    });

type Named = Finding & { check: string };

async function attentionOf(db: LedgerDatabase): Promise<Named[]> {
  const { head, finding } = await headOf(db);
  const checks: Record<string, () => Promise<Finding> | Finding> = {
    server: () => server(db),
    head: () => finding,
    projections: () => projectionsAt(db, head),
    failures: () => failures(db),
    worker: () => worker(db),
    clocks: () => clocks(db),
    queues: () => queues(chosen().REDIS_URL),
    replica: () => replica(db, chosen().DATABASE_READ_URL),
  };
  const findings: Named[] = [];
  for (const [check, find] of Object.entries(checks)) findings.push({ check, ...(await attempted(find)) });
  return findings.filter(({ level }) => level !== 'ok');
}

const queueServer = () => (chosen().REDIS_URL === undefined ? 'PostgreSQL' : 'Redis');

const WIDTH = 14;

function page(figures: Figures, attention: readonly Named[]): string {
  const { database, ledger, projections, reminders, deliveries, registers, backup } = figures;
  const lines = [
    ['Jalon', RELEASE],
    ['Database', `PostgreSQL ${database.server}, ${(database.bytes / 1e6).toFixed(1)} MB, schema up to date`],
    ['Ledger', `position ${count(ledger.position)}, epoch ${ledger.epoch}, last event ${ledger.recordedAt ?? 'none'}`],
    ...projections.map(({ name, behind }, index) => [
      index === 0 ? 'Projections' : '',
      `${name}: ${behind === 0 ? 'up to date' : `${count(behind)} events behind`}`,
    ]),
    ['Queues', `on ${queueServer()}`],
    ['Reminders', `${count(reminders.due)} due, next ${reminders.next ?? 'none'}`],
    [
      'Messages',
      `${count(deliveries.pending)} pending, ${count(deliveries.due)} of them due, ${count(deliveries.held)} held, ${count(deliveries.failedLastDay)} failed in 24 hours`,
    ],
    ...registers.map(({ register, at, state }, index) => [
      index === 0 ? 'Registers' : '',
      `${register}: ${state}, ${at}`,
    ]),
    ['Last backup', backup === null ? 'none' : `${backup.at}, up to position ${count(backup.position)}`],
  ];
  const rows = lines.map(([label = '', text = '']) => `${label.padEnd(WIDTH)}${text}`);
  const notes = attention.map(({ level, message, remedy = '' }) => `${level.padEnd(WIDTH)}${message} ${remedy}`);
  return [...rows, '', ...(notes.length === 0 ? ['Nothing needs attention.'] : notes)].join('\n');
}
