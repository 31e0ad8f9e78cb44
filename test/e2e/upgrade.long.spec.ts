import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedServer, runningEmbedded, startEmbedded } from '#database/embedded/embedded.js';
import type { ProviderRef, Standing } from '#domain/dossier/standing.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { jalon, startJalon, type StartedJalon } from '#test/jalon.js';
import { temporaryHome } from '#test/temporary-home.js';
import { query } from '#test/database.js';
import { until } from '#test/until.js';

const folder = join(import.meta.dirname, '../upgrade');
const releases = readdirSync(folder).flatMap((name) => /^(\w+)\.sql\.gz$/.exec(name)?.[1] ?? []);

interface Answer {
  query: string;
  /** By name of the provider. */
  dossiers: Record<string, string>;
}

/** Waits until the lists are being built, and some events are in them. @returns whether beside those that serve */
async function untilBuilding(home: string, started: ReturnType<typeof jalon>): Promise<boolean> {
  const begun = async (text: string): Promise<boolean> => {
    const { ownerUrl = '' } = (await runningEmbedded(home)) ?? {};
    return (await query(ownerUrl, text).catch(() => [])).length > 0;
  };
  const beside = () => begun('select from jalon_build_board.checkpoint where position > 0');
  const version = boardCheckpoint.version;
  const emptied = () => begun(`select from checkpoint where name = 'board' and version = ${version} and position > 0`);
  let [isBeside, isOver] = [false, false];
  void started.ended.then(() => (isOver = true));
  await until(async () => (isBeside = await beside()) || (await emptied()) || isOver);
  if (isOver) throw new Error(`Jalon has ended: ${started.output()}`);
  return isBeside;
}

type Item = Pick<Standing, 'status' | 'confirmed' | 'grants'> & { provider: ProviderRef };

async function asked(address: string, { query: points }: Answer): Promise<Answer> {
  const response = await fetch(`${address}/v1/dossiers?schemes=secnumcloud&limit=200&${points}`);
  const { items } = (await response.json()) as { items: Item[] };
  const dense = items.filter(({ provider }) => provider.name.startsWith('Dense '));
  const shown = dense.map(({ provider, status, confirmed, grants }) => [
    provider.name,
    [
      ...[status, confirmed ? 'confirmed' : 'claimed'],
      ...grants.map(({ decision, state, validUntil }) => [decision, state, validUntil].join(':')),
    ].join(' '),
  ]);
  return { query: points, dossiers: Object.fromEntries(shown) as Answer['dossiers'] };
}

describe.each(releases)('the ledger that %s left', (release) => {
  const place = temporaryHome();
  const env = { JALON_HOME: place.home, JALON_SAMPLE: 'off' };
  let running: Pick<StartedJalon, 'kill' | 'ended'> | undefined;
  let server: EmbeddedServer | undefined;

  afterEach(async () => {
    running?.kill('SIGTERM');
    await running?.ended;
    await server?.stop();
    await place.remove();
  });

  it('is brought up to date, resumed after a kill in the middle, and answers as it did', async () => {
    server = await startEmbedded(place.home);
    await query(server.ownerUrl, gunzipSync(await readFile(join(folder, `${release}.sql.gz`))).toString());
    const versions = await query<{ version: number }>(
      server.ownerUrl,
      `select version from checkpoint where name = 'board'`,
    );
    await server.stop();
    server = undefined;

    const killed = jalon(['start'], { PORT: '0', ...env });
    running = killed;
    const isOutdated = versions[0]?.version !== boardCheckpoint.version;
    const isBeside = isOutdated && (await untilBuilding(place.home, killed));
    if (!isOutdated) await killed.says(/Server listening/);
    killed.kill('SIGKILL');
    await killed.ended;

    const started = await startJalon(env);
    running = started;
    if (isBeside) expect(started.output()).toContain('Resuming the rebuild of');
    const answers = JSON.parse(await readFile(join(folder, `${release}.json`), 'utf8')) as Answer[];
    for (const answer of answers) expect(await asked(started.address, answer)).toEqual(answer);
  }, 300_000);
});
