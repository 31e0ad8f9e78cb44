import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { FollowSession } from '#event-store/follow-session.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import type { ProjectionVersion } from '#event-store/checkpoint.js';
import { searchCheckpoint } from '#projections/search/search-projection.js';
import { agendaCheckpoint, statusCheckpoint } from '#projections/status-projection.js';
import { CHANGES } from '#subscriptions/fan-out.js';
import { built } from '#test/built.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { jalonSays } from '#test/jalon.js';
import { contentsOf, headOf, structureOf } from '../../apps/cli/doctor/ledger-checks.js';
import { functions, indexes, roles, triggers } from '../../apps/cli/doctor/schema-checks.js';
import {
  clocks,
  failures,
  projectionsAt,
  queues,
  unfinishedRebuilds,
  worker,
} from '../../apps/cli/doctor/service-checks.js';

let database: TestDatabase;
let superuser: pg.Client;
let head: number;
const nothing = (): void => undefined;

beforeAll(async () => {
  database = await freshDatabase();
  superuser = await database.superuser();
  const board = boardOn(database.app);
  await board.import(await realLedger());
  head = await board.project();
});
afterAll(async () => {
  await superuser.end();
  await database.close();
});

/** What nobody but a superuser can do. */
async function tamper(statement: string): Promise<void> {
  await superuser.query('alter table event disable trigger event_is_append_only');
  await superuser.query(statement);
  await superuser.query('alter table event enable always trigger event_is_append_only');
}

const structure = () => structureOf(database.app, head, nothing);

describe('jalon doctor', () => {
  it('finds nothing wrong with an honest ledger', async () => {
    const JALON_HOME = join(tmpdir(), 'no-home-of-jalon'); // a start in this clone leaves a secret in its .jalon
    const { code, said } = await jalonSays(['doctor', '--json'], { DATABASE_URL: database.appUrl, JALON_HOME });
    const results = JSON.parse(said.slice(said.indexOf('['))) as { check: string; level: string; remedy?: string }[];
    expect(results.filter(({ level }) => level === 'ok').map(({ check }) => check)).toEqual([
      ...['settings', 'versions', 'time zone', 'disk', 'mail', 'server', 'encryption', 'migrations', 'roles'],
      ...['functions', 'triggers', 'indexes', 'head', 'positions'],
      ...['versions', 'times', 'contents', 'evidence', 'failures', 'rebuilds', 'clocks', 'queues', 'replica'],
    ]);
    const warnings = results.filter(({ level }) => level === 'warn');
    expect(warnings).toMatchObject([
      { check: 'projections', message: 'Not started: search, deadlines, changes.' },
      { check: 'worker' },
      { check: 'secret', message: 'JALON_SECRET is not known here.' },
    ]);
    expect([code, results.every(({ level, remedy }) => (level === 'ok') === (remedy === undefined))]).toEqual([
      0,
      true,
    ]);
  });

  it('is followed by a page of figures, jalon status', async () => {
    const env = { DATABASE_URL: database.appUrl };
    const { code, said } = await jalonSays(['status', '--json'], env);
    expect([code, JSON.parse(said)]).toEqual([
      0,
      expect.objectContaining({
        ledger: { position: head, epoch: 1, recordedAt: expect.stringMatching(/Z$/) },
        reminders: { due: 0, next: null },
        deliveries: { pending: 0, due: 0, held: 0, failedLastDay: 0 },
        registers: [],
        backup: null,
        projections: expect.arrayContaining([{ name: 'board', position: head, behind: 0 }]),
        attention: [expect.objectContaining({ check: 'projections' }), expect.objectContaining({ check: 'worker' })],
      }),
    ]);
    const page = await jalonSays(['status'], env);
    expect(page.said).toMatch(
      /^Jalon {9}\d.*\nDatabase {6}PostgreSQL .* schema up to date\nLedger {8}position \d+, epoch 1/,
    );
  });

  it('is quiet when the reader of its output ends first', async () => {
    const command = `"${process.execPath}" "${built('apps/cli/main.ts')}" doctor --quick | head -1`;
    const env = { PATH: process.env['PATH'], DATABASE_URL: database.appUrl };
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command], { env });
    expect([stdout, stderr]).toEqual(['ok    settings     All settings are valid.\n', '']);
  });

  it('warns of a role that no grant limits, and of tables that an interrupted rebuild has left', async () => {
    expect(await roles(database.owner)).toMatchObject({ level: 'warn', message: expect.stringContaining('owner') });
    await superuser.query('create schema jalon_build_board');
    expect(await unfinishedRebuilds(database.app)).toMatchObject({
      level: 'warn',
      remedy: 'To resume: jalon rebuild board',
    });
  });

  it('finds rights, functions, triggers and indexes that do not protect the ledger', async () => {
    await superuser.query(`
      grant update on event to jalon_app;
      alter function ledger_append owner to postgres;
      create unique index broken on event (actor, position);
      update pg_index set indisvalid = false where indexrelid = 'broken'::regclass;
    `);
    expect(await roles(database.app)).toMatchObject({ level: 'fail', message: expect.stringContaining('may update') });
    expect(await functions(database.app)).toMatchObject({
      level: 'fail',
      message: expect.stringContaining('ledger_append'),
    });
    expect(await indexes(database.app)).toMatchObject({ level: 'fail', message: 'Invalid: broken.' });
    await superuser.query('drop index broken');
    await superuser.query('alter table event enable trigger event_is_append_only');
    expect(await triggers(database.app)).toMatchObject({
      level: 'fail',
      remedy: expect.stringContaining('enable always'),
    });
    await superuser.query('alter table event enable always trigger event_is_append_only');
    expect(await triggers(database.app)).toMatchObject({ level: 'ok' });
  });

  it('finds projections that are outdated, behind the ledger or beyond it', async () => {
    const stand = async (set: string) => {
      await superuser.query(`update checkpoint set ${set} where name = 'board'`);
      return projectionsAt(database.app, head);
    };
    await superuser.query(
      `insert into checkpoint values ${[planningCheckpoint, CHANGES, searchCheckpoint].map(({ name, version }) => `('${name}', ${version}, ${head})`).join(', ')}`,
    );
    expect(await projectionsAt(database.app, head)).toMatchObject({ level: 'ok' });
    expect(await stand('position = position - 3')).toMatchObject({
      level: 'warn',
      message: 'Behind the ledger: board by 3 events.',
    });
    expect(await stand('position = position + 4')).toMatchObject({
      level: 'fail',
      message: expect.stringContaining('rewound'),
    });
    expect(await stand('version = 3')).toMatchObject({ level: 'fail', remedy: 'Run jalon rebuild board.' });
    expect(await stand('version = 9')).toMatchObject({
      level: 'fail',
      message: `Projection board has version 9, and this release writes version ${statusCheckpoint.version}.`,
      remedy: 'Use a release that writes version 9.',
    });
    expect(await failures(database.app)).toMatchObject({ level: 'ok' });
  });

  it('finds projections that no worker follows, also while an api listens to the ledger', async () => {
    const stop = new AbortController();
    const [api, follower] = [
      await FollowSession.open(database.app, stop.signal),
      await FollowSession.open(database.app, stop.signal),
    ];
    const follow = ({ name, version }: ProjectionVersion) => follower.lock(`jalon follow ${name} ${version}`, 10);
    await follow(statusCheckpoint);
    expect(await worker(database.app)).toMatchObject({
      level: 'warn',
      message: 'No worker follows agenda, search, deadlines, changes.',
    });
    for (const other of [agendaCheckpoint, searchCheckpoint, planningCheckpoint, CHANGES]) await follow(other);
    expect(await worker(database.app)).toMatchObject({ level: 'ok' });
    await Promise.all([api.close(), follower.close()]);
  });

  it('finds a clock that is set ahead, and a Redis that does not answer', async () => {
    await superuser.query(`update ledger_head set clock_offset = '90 s'`);
    expect(await clocks(database.app)).toMatchObject({ level: 'warn', message: expect.stringContaining('90 s') });
    expect(await queues('redis://127.0.0.1:1')).toMatchObject({
      level: 'fail',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('finds an event that was changed, one that cannot be read, and a head that does not agree', async () => {
    await tamper(`update event set occurred = '2001' where position = 20`);
    const contents = () => contentsOf(database.app, nothing);
    expect(await contents()).toMatchObject({ level: 'fail', message: expect.stringContaining('position 20 is not') });
    await tamper(`update event set data = '{}' where position = 12`);
    expect(await contents()).toMatchObject({ level: 'fail', message: expect.stringMatching(/^Position 12, data/) });
    await superuser.query('update ledger_head set position = position - 1');
    expect((await headOf(database.app)).finding).toMatchObject({ level: 'fail' });
  });

  it('finds gaps in positions and versions, and times that decrease', async () => {
    expect(Object.values(await structure()).map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
    const { rows } = await superuser.query<{ first: number; second: number }>(`
      select min(position)::int as first, (min(position) filter (where version = 2))::int as second from event
      where stream = (select stream from event where version = 2 order by position limit 1)
    `);
    const [{ first, second } = { first: 0, second: 0 }] = rows;
    await tamper(`delete from event where position = ${first}`);
    await tamper(`update event set recorded_at = recorded_at - interval '1 day' where position = 30`);
    expect(await structure()).toMatchObject({
      positions: { level: 'fail', message: `Position ${first} is missing.` },
      versions: { level: 'fail', message: `Position ${second} has no previous version in its stream.` },
      times: { level: 'fail', message: 'Position 30 was recorded before the one before it.' },
    });
  });
});
