import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { sample } from './bare-table.js';
import { ledgerRows, fill } from './generated-ledger.js';
import { p99, rates, repeated, type Contender, settle, sum } from './measure.js';
import { KEY, Ledger, startFollowing } from './ledger.js';
import { run } from './process.js';

const SIZE = { seed: 1, waves: 1, dossiers: 500, events: 3000 };
const MOST_CALLERS = 64;
const WRITER_PAUSE_MS = 20;
/** Recordings that each side answers before it is measured: until then V8 compiles what they pass through. */
const WARM_RECORDINGS = 5_000;
const LIST = '/v1/dossiers?limit=50';

const body = JSON.stringify({
  type: 'StatementMade',
  occurred: '2026-11-20',
  data: { speaker: 'ANSSI', title: 'Qualification SecNumCloud 3.2', note: 'Décision de qualification 2279' },
  source: sample.source,
});

type Rates = Record<1 | 16, number>;

/** Requests per second to the api, and to the same route of the bare server. */
export interface Compared {
  api: Rates;
  bare: Rates;
}

/**
 * The api as the process that users run, beside a Fastify process whose routes insert one row or return the same JSON from
 * memory. The callers run in this process, on the same cores.
 */
export async function httpRates(rounds: number, ms: number) {
  const ledger = await Ledger.open();
  const bare = run('test/bench/beside.js', ['server'], {});
  const pools: Pool[] = [];
  const poolOf = (url: string): Pool => {
    const pool = new Pool(url, { connections: MOST_CALLERS });
    pools.push(pool);
    return pool;
  };
  try {
    await fill(ledger.events, ledgerRows(SIZE));
    await ledger.project();
    await settle(ledger.database);
    const api = poolOf(ledger.url);
    const other = poolOf(await ledger.anotherApi());
    const dossiers = await ledger.database.app.selectFrom('dossier').select('id').orderBy('id').execute();
    let turn = 0;
    const dossier = (): string => `/v1/dossiers/${dossiers[(turn += 1) % dossiers.length]?.id ?? ''}`;
    const record = (pool: Pool) => () => call(pool, 'POST', `${dossier()}/events`);
    const answers = {
      '/events': await record(api)(),
      '/dossier': await call(api, 'GET', dossier()),
      '/list': await call(api, 'GET', LIST),
    };
    await bare.hear();
    const server = poolOf((await bare.hear<{ url: string }>({ url: ledger.database.ownerUrl, answers })).url);
    const at = (work: () => Promise<unknown>, callers: number): Contender => {
      return (time) => repeated(work, callers, time);
    };
    const pairs = {
      post: [record(api), () => call(server, 'POST', '/events')],
      dossier: [() => call(api, 'GET', dossier()), () => call(server, 'GET', '/dossier')],
      list: [() => call(api, 'GET', LIST), () => call(server, 'GET', '/list')],
    } as const;
    const compare = async ([ours, theirs]: (typeof pairs)[keyof typeof pairs]): Promise<Compared> => {
      const measured = await rates(
        { a1: at(ours, 1), b1: at(theirs, 1), a16: at(ours, 16), b16: at(theirs, 16) },
        rounds,
        ms,
      );
      return { api: { 1: measured.a1, 16: measured.a16 }, bare: { 1: measured.b1, 16: measured.b16 } };
    };
    const p99Of = async ([ours]: (typeof pairs)[keyof typeof pairs]): Promise<number> => {
      const times: number[] = [];
      const timed = async (): Promise<void> => {
        const start = performance.now();
        await ours();
        times.push(performance.now() - start);
      };
      await repeated(timed, 16, rounds * ms);
      return p99(times);
    };
    /** While somebody records 50 events a second through the other process, and the lists follow. */
    const besideWriter = async <T>(work: () => Promise<T>): Promise<T> => {
      const follower = startFollowing('board', ledger.database);
      await follower.hear();
      const ending = new AbortController();
      const writing = (async () => {
        while (!ending.signal.aborted) await Promise.all([record(other)(), sleep(WRITER_PAUSE_MS)]);
      })();
      try {
        return await work();
      } finally {
        ending.abort();
        await writing;
        await follower.stop();
      }
    };
    const half = MOST_CALLERS / 2;
    for (const work of pairs.post) await times(WARM_RECORDINGS, half, work);
    const post = await compare(pairs.post);
    for (let read = 0; read < dossiers.length; read += 1) await pairs.dossier[0](); // events were recorded on each
    const reading = {
      dossier: await compare(pairs.dossier),
      list: await compare(pairs.list),
      p99OfDossier: await p99Of(pairs.dossier),
      besideWriter: await besideWriter(async () => ({
        dossier: await compare(pairs.dossier),
        list: await compare(pairs.list),
      })),
    };
    await times(WARM_RECORDINGS, half, record(other));
    return {
      post,
      ...reading,
      processes: await rates(
        {
          one: at(record(api), MOST_CALLERS),
          two: async (time) => {
            const counts = [api, other].map((pool) => repeated(record(pool), half, time));
            return sum(await Promise.all(counts));
          },
        },
        rounds,
        ms,
      ),
    };
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
    await bare.stop();
    await ledger.close();
  }
}

async function times(count: number, callers: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  const caller = async (): Promise<void> => {
    while ((left -= 1) >= 0) await work();
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** @returns the JSON of the answer */
async function call(pool: Pool, method: 'GET' | 'POST', path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await pool.request({ method, path, headers, body: method === 'POST' ? body : null });
  if (answer.statusCode > 201) throw new Error(`${path} answered ${answer.statusCode}: ${await answer.body.text()}`);
  return answer.body.json();
}
