import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '#test/dice.js';
import { figure } from '#test/faults/silent-proxy.js';
import { eventually, until } from '#test/until.js';
import { endpointsOf, ledgerOf } from './run.js';
import { now, type Operation, violationsIn } from './history.js';
import { type Machines, noMachines, startMachines } from './machines.js';
import { posting } from './operations.js';
import { KEY } from './system.js';

const WRITERS = 2;
const PAUSE_MS = 150;
const PATIENCE_MS = 4_000;

/** A client that repeats each request, with its idempotency key, until it is acknowledged. */
async function write(name: string, machines: Machines, operations: Operation[], isOver: () => boolean): Promise<void> {
  const dice = Dice.of(name.length, Number(name.at(-1)));
  const way = posting({ apis: [machines.url], key: KEY, patienceMs: PATIENCE_MS });
  for (let nth = 1; !isOver(); nth += 1) {
    const id = `${name}-${nth}`;
    const { how, marks, attempt } = way.plan(id, dice, machines.subjects);
    const from = now();
    let attempts = 1;
    let last = await attempt();
    for (; last.outcome === 'lost'; attempts += 1) {
      await sleep(PAUSE_MS);
      last = await attempt();
    }
    operations.push({ ...{ id, writer: name, how, marks, from, to: now(), attempts, replayed: false }, ...last });
    await sleep(PAUSE_MS);
  }
}

(noMachines === undefined ? describe : describe.skip)(`two apis and two workers behind a proxy, with a standby`, () => {
  let folder: string;
  let machines: Machines;
  let writing: Promise<unknown>;
  let isOver = false;
  const operations: Operation[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-machines-'));
    machines = await startMachines(folder);
    await machines.whole();
    const names = Array.from({ length: WRITERS }, (_, nth) => `writer-${nth + 1}`);
    writing = Promise.all(names.map((name) => write(name, machines, operations, () => isOver)));
    writing.catch(() => undefined); // the last test is told
  });
  afterAll(async () => {
    isOver = true;
    await machines.close();
    await rm(folder, { recursive: true, force: true });
  });

  const acknowledgements = () => operations.filter(({ outcome }) => outcome === 'acknowledged').length;
  /** Waits until something is acknowledged that began after now. @returns after how many milliseconds */
  const acknowledged = async (): Promise<number> => {
    const start = now();
    const later = () => operations.find(({ from, outcome }) => from > start && outcome === 'acknowledged');
    await until(() => later() !== undefined);
    return Math.round(later()!.to - start);
  };
  /** Records an event. @returns the position that the client has seen */
  const record = async (mark: string): Promise<string> => {
    const event = { type: 'AnnouncementMade', occurred: '2026-11-20', data: { title: mark } };
    const source = { kind: 'company', publisher: 'The company' };
    const from = now();
    const path = `/v1/dossiers/${machines.subjects[0]!.id}/events`;
    const { status, body, headers } = await machines.api.post(path, { ...event, source }, { 'idempotency-key': mark });
    expect([status, body]).toEqual([201, expect.anything()]);
    const told = { outcome: 'acknowledged' as const, attempts: 1, replayed: false, positions: [Number(body.position)] };
    operations.push({ ...{ id: mark, writer: 'reader', how: 'post', marks: [mark], from, to: now() }, ...told });
    return headers.get('jalon-position')!;
  };
  /** The position that a list reflects. */
  const listed = async (seen?: string): Promise<number> => {
    const path = `/v1/dossiers?limit=1${seen === undefined ? '' : `&seen=${seen}`}`;
    const { status, headers } = await machines.api.get(path);
    expect(status).toBe(200);
    return parseInt(headers.get('jalon-position')!);
  };
  /** Projections take their time; an answer that is too old is never right. */
  const listedSince = async (seen: string): Promise<void> => {
    let position = 0;
    await eventually(async () => {
      position = await listed(seen);
    });
    expect(position).toBeGreaterThanOrEqual(parseInt(seen));
  };

  it('never answers with less than a client has seen', async () => {
    for (const nth of [1, 2, 3]) await listedSince(await record(`seen-${nth}`));
  });

  it('goes on when a worker, an api or Redis is lost', async () => {
    const [worker, api] = [machines.workers[0]!, machines.apis[0]!];
    const lost: Record<string, number> = {};
    for (const [name, lose] of Object.entries({
      worker: () => worker.kill(),
      api: () => api.kill(),
      redis: () => machines.redis.kill(),
    })) {
      await lose();
      lost[name] = await acknowledged();
    }
    await machines.redis.restart();
    await machines.whole();
    figure('lost, ms until the next acknowledgement', lost);
  });

  it('goes on after the proxy is lost, through which programs reach the database and clients the programs', async () => {
    await machines.proxy.kill();
    await sleep(PAUSE_MS);
    const before = acknowledgements();
    await sleep(PAUSE_MS);
    expect(acknowledgements()).toBe(before);
    machines.proxy.start();
    const ms = await acknowledged();
    await machines.whole();
    figure('proxy lost, ms from its start until the next acknowledgement', { ms });
  });

  it('goes on while the others are restarted, one after the other', async () => {
    const before = operations.length;
    for (const program of [machines.apis[1]!, machines.workers[1]!]) {
      await program.restart();
      await machines.whole();
      await acknowledged();
    }
    const meanwhile = operations.slice(before);
    const repeated = meanwhile.filter(({ attempts }) => attempts > 1).length;
    figure('rolling restart', { operations: meanwhile.length, repeated });
  });

  it('acknowledges nothing without the standby, and answers reads', async () => {
    await machines.pair.standby.kill();
    await until(async () => (await machines.pair.primary.sql(WAITING)).length > 0);
    const before = acknowledgements();
    await sleep(300);
    expect(await listed()).toBeGreaterThan(0);
    expect(acknowledgements()).toBe(before);
    await machines.pair.standby.start();
    await acknowledged();
  });

  it('goes on with the promoted standby when the primary is lost', async () => {
    const { primary, standby } = machines.pair;
    const start = now();
    await primary.kill();
    await standby.sql(`alter system set synchronous_standby_names = ''`);
    await standby.sql('select pg_reload_conf()');
    await standby.sql('select pg_promote()');
    const promotedMs = Math.round(now() - start);
    await acknowledged();
    figure('primary lost', { promotedMs, ms: Math.round(now() - start) });
    const seen = await record('promoted');
    expect(seen).toContain('-');
    await listedSince(seen);
  });

  it('has lost no acknowledged event, and sent each to every endpoint under one webhook-id', async () => {
    isOver = true;
    await writing;
    const { database, stopPrograms, since } = machines;
    await until(async () => {
      const owed = database.app.selectFrom('delivery').select('id').where('state', 'in', ['planned', 'claimed']);
      const behind = database.app
        .selectFrom('checkpoint')
        .select('name')
        .where('position', '<', (eb) => eb.selectFrom('ledger_head').select('position'));
      const rows = await Promise.all([owed.limit(1).execute(), behind.limit(1).execute()]);
      return rows.flat().length === 0;
    });
    await stopPrograms();
    const ledger = await ledgerOf(database);
    const endpoints = await endpointsOf(machines, ledger);
    expect(violationsIn({ since, operations, ledger, readers: {}, tables: {}, endpoints })).toEqual([]);
    const arrivals = Object.values(endpoints).flatMap((endpoint) => endpoint.arrivals);
    const messages = new Set(arrivals.map(({ message }) => message)).size;
    expect(messages).toBeGreaterThan(0);
    const repeated = operations.filter(({ attempts }) => attempts > 1).length;
    const longest = Math.max(...operations.map(({ from, to }) => to - from));
    figure('machines', {
      ...{ operations: operations.length, repeated, events: ledger.length - since },
      ...{ messages, repeatedMessages: arrivals.length - messages, longestMs: Math.round(longest) },
    });
  });
});

const WAITING = `select from pg_stat_activity where wait_event = 'SyncRep'`;
