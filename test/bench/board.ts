import { Pool } from 'undici';
import { addDays } from '#domain/date/day.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import type { EventStore } from '#event-store/event-store.js';
import { fact } from '#test/events.js';
import { ledgerRows, fill } from './generated-ledger.js';
import { END } from './generated-lives.js';
import { followed, KEY, Ledger } from './ledger.js';
import { numberSetting as number, median, repeated, say, settle } from './measure.js';

/** `BENCH_DOSSIERS=2000 BENCH_CALLS=20 npm run bench:board` takes half a minute. */
const settings = {
  seed: number('BENCH_SEED', 3),
  dossiers: number('BENCH_DOSSIERS', 20_000),
  /** Of the small ledger beside it. */
  few: number('BENCH_FEW', 20),
  /** Of a dossier and its share of the provider, openings included: twice as many as in the real ledger. */
  eventsEach: number('BENCH_EVENTS_EACH', 15),
  /** In how many goes each life is recorded. */
  waves: number('BENCH_WAVES', 3),
  /** Of one provider. */
  dependents: number('BENCH_DEPENDENTS', 300),
  calls: number('BENCH_CALLS', 60),
  /** `page`, `lists` or `served`; absent: all. */
  only: process.env['BENCH_ONLY'] ?? '',
};

/**
 * What the officers' board and other lists cost with many dossiers beside the same with few, in one run on one server: the page
 * as a browser gets it from the process that users run; and the page of a provider that many
 * depend on beside one that nobody does.
 */
const { few, dossiers, eventsEach, seed, calls, dependents, only } = settings;

const WIDTH = 46;

interface Asked {
  ms: number;
  kb: number;
}

const ledgers: BoardLedger[] = [];

export async function board(): Promise<void> {
  try {
    console.log(`${few} and ${dossiers} dossiers, ${eventsEach} events each, seed ${seed}`);
    for (const count of only === 'served' ? [dossiers] : [few, dossiers]) ledgers.push(await BoardLedger.of(count));
    const wants = (part: string): boolean => only === '' || only === part;
    if (wants('page')) await compareBoards();
    if (wants('served')) await ledgers.at(-1)?.serve();
    if (wants('lists')) {
      heading('lists', ['few: ms', 'many: ms', 'ratio', 'heaviest: kB']);
      for (const path of lists)
        await compared(
          path,
          ledgers.map((ledger) => () => ledger.get(path)),
        );
      const many = ledgers.at(-1);
      heading('providers', ['alone: ms', `${dependents}: ms`, 'ratio', 'heaviest: kB']);
      if (many)
        for (const [hub, alone] of providerPages) await compared(hub, [() => many.get(alone), () => many.get(hub)]);
    }
  } finally {
    for (const ledger of ledgers) await ledger.close();
  }
}

async function compareBoards(): Promise<void> {
  heading('the page', ['few: ms', 'many: ms', 'ratio', 'heaviest: kB']);
  const ratios: number[] = [];
  for (const [question, queryOf] of questions)
    ratios.push(
      await compared(
        question,
        ledgers.map((ledger) => (call) => ledger.get(`/?${new URLSearchParams(queryOf(call)).toString()}`)),
      ),
    );
  console.log(
    `${'worst'.padEnd(WIDTH)}${wide('')}${wide('')}${wide(Math.max(...ratios).toFixed(2))}   (aim: at most 3)`,
  );
}

/** Asks both in turn, so that a noisy machine is as unfair to one as to the other. @returns the ratio of their medians */
async function compared(question: string, asks: readonly ((call: number) => Promise<Asked>)[]): Promise<number> {
  const taken = asks.map((): Asked[] => []);
  for (let call = -3; call < calls; call++)
    for (const [index, ask] of asks.entries()) {
      const asked = await ask(call + 3);
      if (call >= 0) taken[index]?.push(asked); // those before warm up
    }
  const [small = NaN, large = NaN] = taken.map((some) => median(some.map(({ ms }) => ms)));
  const heaviest = Math.max(...taken.flat().map(({ kb }) => kb));
  const figures = [small.toFixed(1), large.toFixed(1), (large / small).toFixed(2), heaviest.toFixed(1)];
  console.log(`${question.padEnd(WIDTH)}${figures.map(wide).join('')}`);
  return large / small;
}

function heading(what: string, columns: readonly string[]): void {
  console.log(`\n${what.padEnd(WIDTH)}${columns.map(wide).join('')}`);
}

function wide(text: string): string {
  return text.padStart(14);
}

/** What is asked of the board, as the query of its address; the n-th call may ask something else than the one before. */
const questions = new Map<string, (call: number) => Record<string, string>>([
  ['default view', () => ({})],
  ['filtered by status', () => ({ status: 'in-progress' })],
  ['filtered by flag and scheme', () => ({ expiring: 'true', scheme: 'secnumcloud' })],
  ['searched for a word', () => ({ search: 'secured' })],
  ['sorted by provider', () => ({ sort: 'provider' })],
  ['sorted by news', () => ({ sort: 'news' })],
  ['a past day, asked before', () => ({ asOf: '2022-03-01' })],
  ['a past day, not asked before', (call) => ({ asOf: addDays('2021-05-27', 7 * call) })],
]);

/** Addresses of lists and pages beside the board, each of which shows one page. */
const lists: readonly string[] = [
  `/v1/diff?from=${addDays(END, -1)}&to=${END}`,
  `/v1/diff?from=${addDays(END, -30)}&to=${END}`,
  `/v1/diff?from=${addDays(END, -365)}&to=${END}`,
  '/v1/deadlines',
  '/v1/deadlines?state=missed',
  '/v1/deadlines?kind=dependency-end',
  '/v1/deadlines.ics',
  '/deadlines',
  '/v1/dossiers',
  '/v1/providers',
];

/** Of the provider that many depend on, and of the one that nobody does. */
const providerPages: readonly (readonly [string, string])[] = [
  ['/v1/providers/hub', '/v1/providers/alone'],
  ['/providers/hub', '/providers/alone'],
];

/** A ledger of so many dossiers with its board and deadlines, and an API that anybody may read in front of it. */
class BoardLedger {
  private constructor(private readonly ledger: Ledger) {}

  static async of(dossiers: number): Promise<BoardLedger> {
    const { seed, waves, eventsEach } = settings;
    const ledger = await Ledger.open({ PUBLIC_READ: 'true' });
    await fill(ledger.events, ledgerRows({ seed, waves, dossiers, events: dossiers * eventsEach }));
    await recordHubs(ledger.events, settings.dependents);
    await ledger.project();
    await followed('deadlines', ledger.database);
    await settle(ledger.database);
    return new BoardLedger(ledger);
  }

  /** What an address answers to somebody without a session; an address outside `/v1` is a page. */
  async get(path: string): Promise<Asked> {
    const address = `${this.ledger.url}${path}`;
    const start = performance.now();
    const response = await fetch(address, { headers: { accept: path.startsWith('/v1/') ? '*/*' : 'text/html' } });
    const body = await response.arrayBuffer();
    const ms = performance.now() - start;
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
    return { ms, kb: body.byteLength / 1000 };
  }

  /** What the board costs the process, for somebody who is signed in and for anybody, while nothing changes and beside a writer. */
  async serve(): Promise<void> {
    const { url, api, database } = this.ledger;
    const pool = new Pool(url, { connections: CALLERS });
    const session = await fetch(`${url}/sign-in`, {
      ...{ method: 'POST', redirect: 'manual', headers: { origin: url } },
      body: new URLSearchParams({ key: KEY }),
    });
    const cookie = session.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    const ask = async (path: string, headers: Record<string, string>): Promise<Asked> => {
      const start = performance.now();
      const answer = await pool.request({ method: 'GET', path, headers: { ...headers, 'accept-encoding': 'br' } });
      const ms = performance.now() - start;
      const { byteLength } = await answer.body.arrayBuffer();
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
      return { ms, kb: byteLength / 1000 };
    };
    const [first] = await database.app.selectFrom('dossier').select('id').orderBy('id').limit(1).execute();
    const dossier = `/dossiers/${first?.id ?? ''}`;
    heading('served', ['1: a second', '16: a second', '1: first byte ms', 'compressed: kB']);
    for (const [who, path, headers] of [
      ['board, signed in', '/dossiers', { cookie }],
      ['board, anybody', '/dossiers', {}],
      ['a dossier, signed in', dossier, { cookie }],
      ['overview, signed in', '/', { cookie }],
    ] as const) {
      const taken: Asked[] = [];
      const call = async (): Promise<void> => void taken.push(await ask(path, headers));
      await repeated(call, CALLERS, SERVED_MS);
      const [many, one] = [
        await repeated(call, CALLERS, SERVED_MS),
        ((taken.length = 0), await repeated(call, 1, SERVED_MS)),
      ];
      const figures = [
        (one * 1000) / SERVED_MS,
        (many * 1000) / SERVED_MS,
        median(taken.map(({ ms }) => ms)),
        taken[0]?.kb ?? NaN,
      ];
      console.log(`${who.padEnd(WIDTH)}${figures.map((figure) => wide(figure.toFixed(1))).join('')}`);
    }
    say('api, resident', await api.residentMb(), 'MB', 'aim: at most 250');
    await pool.close();
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}

const CALLERS = 16;
const SERVED_MS = number('BENCH_MS', 1_000);

/** The provider `hub`, on whose dossier many depend, and `alone`, on whose nobody does. */
async function recordHubs(events: EventStore<LedgerEvent>, dependents: number): Promise<void> {
  const id = (...of: string[]): string => uuidOf('bench hub', ...of);
  const append = (stream: string, ...some: LedgerEvent[]) => ({
    ...{ stream, expected: 0 },
    events: some.map((event, nth) => ({ id: id(stream, String(nth)), event })),
  });
  const opened = (provider: string, service: string) =>
    ({ type: 'DossierOpened', data: { provider: id(provider), scheme: 'secnumcloud', service } }) as const;
  const declared = fact('DependencyDeclared', '2024-01-01', { dependsOn: id('dossier of Hub') }, 'company');
  const others = Array.from({ length: dependents }, (_, nth) => `Dependent ${nth}`);
  await events.append(
    [
      ...['Hub', 'Alone', ...others].map((name) =>
        append(providerStream(id(name)), { type: 'ProviderRegistered', data: { name } }),
      ),
      ...['Hub', 'Alone'].map((name) => append(dossierStream(id(`dossier of ${name}`)), opened(name, 'Base'))),
      ...others.map((name) => append(dossierStream(id(`dossier of ${name}`)), opened(name, 'On top'), declared)),
    ],
    { actor: 'bench' },
  );
}
