import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '#test/dice.js';
import { now } from './history.js';
import type { FaultSettings, Node, System } from './system.js';

/** What happened to the system, and how long it took until all of it was at work again. */
export interface Fault {
  kind: FaultKind;
  target: string;
  at: number;
  wholeMs: number;
}

const KILLS = ['api killed', 'worker killed', 'postgres killed', 'backend killed'] as const;
const OTHERS = [
  'api frozen',
  'worker frozen',
  'api silent',
  'worker silent',
  'api reset',
  'worker reset',
  'clients silent',
  'clients reset',
  'writers reset',
  'writers silent',
  'redis killed',
] as const;

type FaultKind = (typeof KILLS)[number] | (typeof OTHERS)[number];

export const isKill = (kind: FaultKind): boolean => (KILLS as readonly string[]).includes(kind);

/** Of ten kills, four are of an api, four of a worker, and one each of PostgreSQL and of one of its backends. */
const TEN_KILLS: readonly FaultKind[] = [
  ...(['api killed', 'worker killed', 'postgres killed', 'api killed', 'worker killed'] as const),
  ...(['api killed', 'worker killed', 'backend killed', 'api killed', 'worker killed'] as const),
];

const RESTART_MS = 60_000;
const SHORTEST_MS = 300;

/** Every kind in turn, in an order by chance. */
function planFaults({ seed, kills, others }: FaultSettings, hasRedis: boolean): FaultKind[] {
  const dice = Dice.of(seed, 1);
  const rest = shuffled(
    OTHERS.filter((kind) => hasRedis || kind !== 'redis killed'),
    dice,
  );
  return shuffled(
    [
      ...Array.from({ length: kills }, (_, nth) => TEN_KILLS[nth % TEN_KILLS.length]!),
      ...Array.from({ length: others }, (_, nth) => rest[nth % rest.length]!),
    ],
    dice,
  );
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  return items
    .map((item) => ({ item, place: dice.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/**
 * Injects the faults one after the other, spread over the time of the run; each waits until all programs have recovered from
 * the one before.
 *
 * @throws Error when they do not
 */
export async function injectFaults(
  system: System,
  settings: FaultSettings,
  onFault: (fault: Fault, nth: number) => void,
): Promise<Fault[]> {
  const dice = Dice.of(settings.seed, 2);
  const kinds = planFaults(settings, system.redis !== undefined);
  const begin = now();
  const spacing = (settings.minutes * 60_000) / (kinds.length + 1);
  const faults: Fault[] = [];
  for (const [nth, kind] of kinds.entries()) {
    await sleep(Math.max(begin + (nth + 0.5 + dice.next()) * spacing - now(), 0));
    const at = now();
    const target = await inject(kind, system, dice, settings.longestMs);
    await system.whole(settings.recoveryMs).catch((error: unknown) => {
      throw new Error(`after ${kind} (${target})`, { cause: error });
    });
    const fault = { kind, target, at, wholeMs: now() - at };
    dropSilent(system);
    faults.push(fault);
    onFault(fault, nth + 1);
  }
  return faults;
}

/** What went silent is closed at last, as by a firewall that forgets it: the server would keep those connections. */
function dropSilent({ apis, workers, writers }: System): void {
  writers.network.reset('silent');
  for (const { database, clients } of [...apis, ...workers]) for (const it of [database, clients]) it?.reset('silent');
}

/** @returns what it happened to */
async function inject(kind: FaultKind, system: System, dice: Dice, longestMs: number): Promise<string> {
  const { postgres, redis, writers } = system;
  const api = dice.pick(system.apis as [Node]);
  const worker = dice.pick(system.workers as [Node]);
  const ms = dice.between(SHORTEST_MS, longestMs);
  const freeze = async ({ program }: Node): Promise<void> => {
    program.freeze();
    await sleep(ms);
    program.thaw();
  };
  const silence = async (network: Node['database']): Promise<void> => {
    network.silence();
    await sleep(ms);
    network.restore();
  };
  switch (kind) {
    case 'api killed':
      await api.program.kill();
      return api.program.name;
    case 'worker killed':
      await worker.program.kill();
      return worker.program.name;
    case 'postgres killed':
      await postgres.kill();
      await startAgain(postgres);
      return 'postmaster';
    case 'backend killed':
      return killBackend(system);
    case 'redis killed':
      await redis?.kill();
      await sleep(ms / 2);
      await redis?.restart();
      return 'redis';
    case 'api frozen':
      await freeze(api);
      return `${api.program.name} for ${ms} ms`;
    case 'worker frozen':
      await freeze(worker);
      return `${worker.program.name} for ${ms} ms`;
    case 'api silent':
      await silence(api.database);
      return `${api.program.name} for ${ms} ms`;
    case 'worker silent':
      await silence(worker.database);
      return `${worker.program.name} for ${ms} ms`;
    case 'api reset':
      api.database.reset();
      return api.program.name;
    case 'worker reset':
      worker.database.reset();
      return worker.program.name;
    case 'clients silent':
      await silence(api.clients!);
      return `of ${api.program.name} for ${ms} ms`;
    case 'clients reset':
      api.clients!.reset();
      return `of ${api.program.name}`;
    case 'writers silent':
      await silence(writers.network);
      return `for ${ms} ms`;
    case 'writers reset':
      writers.network.reset();
      return 'writers';
  }
}

/** The processes that its first one left behind end on their own; until then the data are in use. */
async function startAgain(postgres: System['postgres']): Promise<void> {
  const start = now();
  for (;;)
    try {
      await postgres.start();
      return;
    } catch (error) {
      if (now() - start > RESTART_MS) throw error;
      await sleep(50);
    }
}

/** A process of PostgreSQL that serves a program: all others are ended with it, and the ledger recovers. */
async function killBackend({ database }: System): Promise<string> {
  const superuser = await database.superuser();
  superuser.on('error', () => undefined);
  try {
    const { rows } = await superuser.query<{ pid: number; application_name: string }>(
      `select pid, application_name from pg_stat_activity where application_name like 'jalon %'
       order by state = 'active' desc, random() limit 1`,
    );
    const [victim] = rows;
    if (victim) process.kill(victim.pid, 'SIGKILL');
    return `backend of ${victim?.application_name ?? 'nobody'}`;
  } finally {
    await superuser.end().catch(() => undefined);
  }
}
