import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { FollowSession } from '#event-store/follow.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import type { ProjectionVersion } from '#event-store/checkpoint.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { built } from '#test/built.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { saysHere } from '#test/jalon.js';
import { doctorCommand } from '../../apps/cli/doctor/doctor-command.js';
import { clocks, contents, faultsIn, log, projectionsAt, queues, roles } from '../../apps/cli/doctor/checks.js';

let database: TestDatabase;
let superuser: pg.Client;
let head: number;
const nothing = (): void => undefined;
const found = (check: Parameters<typeof faultsIn>[1]) => faultsIn(database.app, check);

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

describe('jalon doctor', () => {
  const env = () => ({
    DATABASE_URL: database.appUrl,
    JALON_HOME: join(tmpdir(), 'no-home-of-jalon'), // a start in this clone leaves a secret in its .jalon
  });

  it('finds nothing wrong with an honest ledger, and says what is set and how it is', async () => {
    const { code, said } = await saysHere(doctorCommand(), ['--json'], env());
    const { settings, state, findings } = JSON.parse(said.slice(said.indexOf('{'))) as {
      settings: unknown;
      state: unknown;
      findings: { check: string; level: string; remedy?: string }[];
    };
    expect(settings).toEqual([
      { name: 'DATABASE_URL', value: '(not shown)', source: 'environment' },
      { name: 'JALON_HOME', value: env().JALON_HOME, source: 'environment' },
    ]);
    expect(findings.filter(({ level }) => level === 'ok').map(({ check }) => check)).toEqual([
      ...['settings', 'mail', 'server', 'migrations', 'roles', 'functions', 'protection', 'triggers', 'indexes'],
      ...['head', 'contents', 'evidence', 'failures', 'clocks', 'queues'],
    ]);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
      expect.objectContaining({ check: 'log', message: 'No head of the log is signed.' }),
      expect.objectContaining({ check: 'projections', message: 'Not started: deadlines, changes.' }),
      expect.objectContaining({ check: 'worker', level: 'warn' }),
      expect.objectContaining({ check: 'secret', message: 'JALON_SECRET is not known here.' }),
    ]);
    expect([code, findings.every(({ level, remedy }) => (level === 'ok') === (remedy === undefined))]).toEqual([
      0,
      true,
    ]);
    expect(state).toEqual({
      ledger: { position: head, epoch: 1, recordedAt: expect.stringMatching(/^20/) },
      reminders: { due: 0, next: null },
      deliveries: { pending: 0, due: 0, held: 0, failedLastDay: 0 },
      registers: null,
      copy: { at: null },
    });
  });

  it('prints the same for people, and the reference of all settings', async () => {
    const { said } = await saysHere(doctorCommand(), ['--quick'], { ...env(), JALON_FAVOURITE: 'x' });
    expect(said).toMatch(/^Jalon .*\nDATABASE_URL +\(not shown\) +environment\n/);
    expect(said).toMatch(/^fail {2}settings {5}Invalid: JALON_FAVOURITE is unknown/m);
    expect(said).toMatch(/^ledger +position \d+, epoch 1, recordedAt 20/m);
    expect((await saysHere(doctorCommand(), ['--settings'])).said).toMatch(/^# Settings\n[^]*^\| `SMTP_TLS` \| /m);
  });

  it('is quiet when the reader of its output ends first (long)', async () => {
    const command = `"${process.execPath}" "${built('apps/cli/main.ts')}" doctor --quick | head -1`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command], {
      env: { PATH: process.env['PATH'], ...env() },
    });
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^Jalon .*\n$/), '']);
  });

  it('warns of a role that no grant limits', async () => {
    expect(await roles(database.owner)).toMatchObject({ level: 'warn', message: expect.stringContaining('owner') });
  });

  it('finds rights, functions, triggers and indexes that do not protect the ledger', async () => {
    await superuser.query(`
      grant update on event to jalon_app;
      alter function ledger_append owner to postgres;
      create unique index broken on event (actor, position);
      update pg_index set indisvalid = false where indexrelid = 'broken'::regclass;
    `);
    expect(await roles(database.app)).toMatchObject({ level: 'fail', message: expect.stringContaining('may update') });
    expect(await found('functions')).toMatchObject({
      level: 'fail',
      message: expect.stringContaining('ledger_append'),
    });
    expect(await found('indexes')).toMatchObject({ level: 'fail', message: 'Invalid: broken.' });
    await superuser.query('drop index broken');
    await superuser.query('alter table event enable trigger event_is_append_only');
    expect(await found('protection')).toMatchObject({
      level: 'fail',
      remedy: expect.stringContaining('enable always'),
    });
    await superuser.query('alter table event enable always trigger event_is_append_only');
    expect(await found('protection')).toMatchObject({ level: 'ok' });
  });

  it('finds projections that are outdated, behind the ledger or beyond it', async () => {
    const stand = async (set: string) => {
      await superuser.query(`update checkpoint set ${set} where name = 'board'`);
      return projectionsAt(database.app, head);
    };
    await superuser.query(
      `insert into checkpoint values ${[planningCheckpoint, CHANGES].map(({ name, version }) => `('${name}', ${version}, ${head})`).join(', ')}`,
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
    expect(await stand(`version = ${boardCheckpoint.version + 1}`)).toMatchObject({
      level: 'fail',
      message: `Projection board has version ${boardCheckpoint.version + 1}, and this release writes version ${boardCheckpoint.version}.`,
      remedy: `Use a release that writes version ${boardCheckpoint.version + 1}.`,
    });
    expect(await found('failures')).toMatchObject({ level: 'ok' });
  });

  it('finds projections that no worker follows, also while an api listens to the ledger', async () => {
    const stop = new AbortController();
    const [api, follower] = [
      await FollowSession.open(database.app, stop.signal),
      await FollowSession.open(database.app, stop.signal),
    ];
    const follow = ({ name, version }: ProjectionVersion) => follower.lock(`jalon follow ${name} ${version}`, 10);
    await follow(boardCheckpoint);
    expect(await found('worker')).toMatchObject({
      level: 'warn',
      message: 'No worker follows deadlines, changes.',
    });
    for (const other of [planningCheckpoint, CHANGES]) await follow(other);
    expect(await found('worker')).toMatchObject({ level: 'ok' });
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

  it.each([
    ['was changed', `update event set occurred = '2001' where position = 20`, /position 20 is not what was recorded/],
    [
      'has an earlier time',
      `update event set recorded_at = '2001-01-01' where position = 30`,
      /^Position 30, recordedAt/,
    ],
    ['cannot be read', `update event set data = '{}' where position = 12`, /^Position 12, data/],
    ['has a wrong version', `update event set version = version + 500 where position = 10`, /^Position 10, version/],
    ['is missing', `delete from event where position = 9`, /^Position 9, position/],
  ])('finds an event that %s', async (_, statement, message) => {
    await superuser.query('alter table event disable trigger event_is_append_only');
    await superuser.query(statement);
    expect(await log(database.app, false)).toMatchObject({ level: 'fail' });
    expect(await contents(database.app, nothing)).toMatchObject({
      level: 'fail',
      message: expect.stringMatching(message),
    });
  });

  it('finds a head that does not agree', async () => {
    expect(await found('head')).toMatchObject({ level: 'ok' });
    await superuser.query('update ledger_head set position = position - 1');
    expect(await found('head')).toMatchObject({ level: 'fail' });
  });
});
