import { Command } from 'commander';
import { sql } from 'kysely';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { unknownSettings, StartSettingsSchema } from '#programs/program-settings.js';
import { referencePage, settingsReference } from '#programs/settings-reference.js';
import { RELEASE } from '#settings/in-package.js';
import { fileVariable, mayBeFile } from '#settings/secret-files.js';
import { BadSettings, mayBeShown, readSettings } from '#settings/settings.js';
import { databaseUrls, knownSecrets } from '../database-commands.js';
import { Progress, asTable } from '../terminal.js';
import * as checks from './checks.js';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'Show what is set and how Jalon is doing, and check the ledger, the database and the worker. Changes nothing.',
    )
    .option('--json', 'print it as JSON')
    .option('--quick', 'do not read the events')
    .option('--settings', 'only print the reference of all settings, in Markdown')
    .addHelpText(
      'after',
      `
Exits with 1 if a check fails; warnings do not count. Each finding says what to do. Uses DATABASE_URL, the role of api
and worker, or the database of the Jalon running on this machine. Reads every event unless --quick is given; api and
worker can run meanwhile. Values that may contain a password are not shown.

Examples:
  jalon doctor
  jalon doctor --json --quick | jq '.findings[] | select(.level != "ok")'
  jalon doctor --settings | grep SMTP`,
    )
    .action(async (asked: Partial<Record<'json' | 'quick' | 'settings', boolean>>) => {
      const { json = false, quick = false, settings = false } = asked;
      if (settings) return void process.stdout.write(referencePage());
      const print = (text: string): void => {
        if (!json) console.log(text);
      };
      const findings: Result[] = [];
      const report: Report = async (check, find) => {
        const finding = await checks.attempted(find);
        findings.push({ check, ...finding });
        if (finding.level === 'fail') process.exitCode = 1;
        print(lineOf(check, finding));
        return finding;
      };
      const set = settingsSet();
      print(asTable([['Jalon', RELEASE, `on Node.js ${process.versions.node}`], ...set.map(Object.values)]));
      print(`${settingsReference().length - set.length} settings have their defaults.\n`);
      await report('settings', settingsFinding);
      const { appUrl: url } = await databaseUrls(process.env, readSettings);
      await using db = openDatabase({ url, poolSize: 2, applicationName: 'jalon doctor', timeouts: PATIENT });
      const state = (await examine(db, url, report, quick)) ? await stateOf(db) : {};
      const number = (level: string) => findings.filter((finding) => finding.level === level).length;
      if (json) console.log(JSON.stringify({ release: RELEASE, settings: set, state, findings }, null, 2));
      else
        console.log(
          `\n${pageOf(state)}\n\n${number('ok')} ok, ${number('warn')} to look at, ${number('fail')} failed.`,
        );
    });

type Result = checks.Finding & { check: string };
type Report = (check: string, find: () => Promise<checks.Finding> | checks.Finding) => Promise<checks.Finding>;

const lineOf = (check: string, { level, message, remedy }: checks.Finding): string =>
  `${level.padEnd(4)}  ${check.padEnd(11)}  ${message}${remedy === undefined ? '' : `\n${' '.repeat(19)}${remedy}`}`;

/** The settings that are not left to their defaults, and where they come from. */
const settingsSet = () =>
  settingsReference().flatMap(({ name }) => {
    const file = mayBeFile(name) ? process.env[fileVariable(name)] : undefined;
    const value = process.env[name];
    if (file) return [{ name, value: '(not shown)', source: file }];
    return value ? [{ name, value: mayBeShown(name) ? value : '(not shown)', source: 'environment' }] : [];
  });

function settingsFinding(): checks.Finding {
  const wrong = unknownSettings(process.env);
  try {
    readSettings(StartSettingsSchema, process.env);
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    wrong.unshift(...error.lines);
  }
  const advice = 'Correct the environment variables; jalon doctor --settings lists all.';
  if (wrong.length > 0) return checks.fail(`Invalid: ${wrong.join('; ')}.`, advice);
  if (process.env['JALON_CLOCK']) return checks.warn('JALON_CLOCK is set.', 'Unset it in production.');
  return checks.ok('All settings are valid.');
}

/** @returns whether the database has the schema of this release; without it, nothing else is checked */
async function examine(db: LedgerDatabase, url: string, report: Report, quick: boolean): Promise<boolean> {
  const { REDIS_URL, ...mail } = readSettings(
    StartSettingsSchema.pick({ REDIS_URL: true, SMTP_URL: true, SMTP_TLS: true }),
    process.env,
  );
  await report('mail', () => checks.mailServer(mail));
  await report('server', () => checks.server(db, url));
  if ((await report('migrations', () => checks.migrations(db))).level === 'fail') return false;
  await report('roles', () => checks.roles(db));
  for (const check of ['functions', 'protection', 'triggers', 'indexes', 'head'] as const)
    await report(check, () => checks.faultsIn(db, check));
  const { position: head } = await db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  if (!quick) await examineEvents(db, head, report);
  await report('log', () => checks.log(db, quick));
  await report('projections', () => checks.projectionsAt(db, head));
  for (const check of ['evidence', 'failures', 'worker'] as const)
    await report(check, () => checks.faultsIn(db, check));
  await report('clocks', () => checks.clocks(db));
  await report('queues', () => checks.queues(REDIS_URL));
  const [secret, ...previous] = await knownSecrets(process.env);
  await report('secret', () => checks.secret(db, secret === undefined ? undefined : new Secrets(secret, previous)));
  return true;
}

async function examineEvents(db: LedgerDatabase, head: number, report: Report): Promise<void> {
  const progress = new Progress(head, { screen: process.stderr, unit: 'events', pauseMs: 5_000 });
  const onProgress = (position: number) => {
    progress.show(position);
  };
  await report('contents', () =>
    checks.contents(db, onProgress).finally(() => {
      progress.clear();
    }),
  );
}

type State = Record<string, Record<string, string | number | null> | null>;

/**
 * What is due is so by the time of the database and the offset of its ledger. Messages of disabled subscriptions are held. Of
 * registers, the last attempt to read each; of copies, the last one of jalon copy.
 */
async function stateOf(db: LedgerDatabase): Promise<State> {
  const { rows } = await sql<State>`
    with time as (select position, clock_timestamp() + clock_offset as now from ledger_head)
    select
      json_build_object('position', position, 'epoch', (select max(epoch) from ledger_epoch),
        'recordedAt', (select recorded_at from event order by position desc limit 1)) as ledger,
      (select json_build_object('due', count(*) filter (where fire_at <= now), 'next', min(fire_at))
        from reminder where state in ('planned', 'claimed')) as reminders,
      (select json_build_object('pending', count(*) filter (where subscription.state <> 'disabled'),
          'due', count(*) filter (where subscription.state <> 'disabled' and next_attempt_at <= now),
          'held', count(*) filter (where subscription.state = 'disabled'),
          'failedLastDay', (select count(*) from delivery where state = 'failed' and created_at > now - interval '1 day'))
        from delivery join subscription on subscription.id = delivery.subscription
        where delivery.state in ('planned', 'claimed')) as deliveries,
      (select json_object_agg(register, format('%s, %s', state, at)) from (
        select distinct on (register) register, state, at from register_reading order by register, at desc
      ) as last) as registers,
      (select json_build_object('at', max(at)) from activity where act = 'backup-made') as copy
    from time
  `.execute(db);
  return rows[0] ?? {};
}

const pageOf = (state: State): string =>
  asTable(
    Object.entries(state).map(([what, figures]) => [
      what,
      Object.entries(figures ?? {})
        .map(([name, value]) => `${name} ${value ?? 'none'}`)
        .join(', '),
    ]),
  );
