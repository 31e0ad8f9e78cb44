import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest, afterEach } from '@jest/globals';
import { sql } from 'kysely';
import { outdatedAmong, remedyFor } from '#event-store/checkpoint.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { jalonSays } from '#test/jalon.js';
import { until } from '#test/until.js';
import { checkAgainstRebuild, rebuild } from '../../apps/cli/rebuild-command.js';
import { startedOnce } from '#test/started.js';
import { grant, openDossier } from '#test/recording.js';
import { queryCommand } from '../../apps/cli/query-command.js';

const served = startedOnce(() => startApi());
let head: number;
const signal = new AbortController().signal;

beforeAll(async () => {
  const { body } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
  head = body.position as number;
  await until(async () => (await served.api.get(`/v1/deadlines?seen=${head}`)).status === 200);
});

const run = (...args: string[]) =>
  jalonSays(args, { DATABASE_URL: served.databaseUrl, MIGRATION_DATABASE_URL: served.ownerUrl });

/** The status and the length of the list of dossiers, again and again. */
async function listsUntil(stop: AbortSignal): Promise<string[]> {
  const lists: string[] = [];
  while (!stop.aborted) {
    const { status, body } = await served.api.get('/v1/dossiers?asOf=2026-11-25');
    lists.push(`${status} ${(body as { items?: unknown[] }).items?.length ?? ''}`);
    await sleep(10);
  }
  return lists;
}

describe('a projection of an earlier release', () => {
  const [serving, { version }] = [3, boardCheckpoint];
  beforeAll(async () => {
    await served.db.updateTable('checkpoint').set({ version: serving }).where('name', '=', 'board').execute();
  });

  it('still serves, and is named with the command that rebuilds it', async () => {
    const { status, body } = await served.as().get('/readyz');
    const outdated = { code: 'projection-outdated', projection: 'board', version, serving, run: 'jalon rebuild board' };
    expect([status, body]).toEqual([200, { status: 'ready', degraded: [outdated] }]);
    expect((await served.api.get('/v1/dossiers')).body.items).not.toEqual([]);
    expect((await outdatedAmong(served.db, [boardCheckpoint])).map(remedyFor)).toEqual(['Run jalon rebuild board']);
  });

  it('is rebuilt with its progress while lists are read, and followed from there (long)', async () => {
    const stop = new AbortController();
    const lists = listsUntil(stop.signal);
    const { code, said } = await run('rebuild', 'board');
    stop.abort();
    expect(new Set(await lists)).toEqual(new Set(['200 11']));
    expect([code, said]).toEqual([
      0,
      expect.stringContaining(`board serves in version ${version} (before: ${serving})`),
    ]);
    expect(said).toMatch(/^0 of \d+ events \(0 %\)/m);
    expect((await served.as().get('/readyz')).body).toEqual({ status: 'ready' });
    expect((await served.api.post('/v1/providers', { name: 'Later' })).status).toBe(201);
    await until(async () => (await served.api.get(`/v1/providers?seen=${head + 1}`)).status === 200);
    const { items } = (await served.api.get('/v1/providers')).body as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toContain('Later');
  });
});

describe('jalon rebuild', () => {
  beforeAll(() => {
    for (const stream of ['log', 'error'] as const) jest.spyOn(console, stream).mockImplementation(() => undefined);
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  it('--check exits with 1 and shows what a row holds and what it should (long)', async () => {
    await sql`update deadline_span set state = 'wrong' where ctid = (select min(ctid) from deadline_span)`.execute(
      served.db,
    );
    const { code, said } = await run('rebuild', '--check', 'board');
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/NOT equal[^]*deadline_span:\n {2}dossier "[^]*state is "wrong", rebuilt "/),
    ]);
  });

  it.each([
    ['an unknown projection', 'boards', 'Projections: board, deadlines, changes'],
    ['messages that were sent', 'changes', 'its rows are messages'],
  ])('refuses %s', async (_, name, why) => {
    await expect(rebuild(served.ownerUrl, name, signal)).rejects.toThrow(why);
  });

  it('refuses a role that may not create schemas, and a second rebuild', async () => {
    await expect(rebuild(served.databaseUrl, 'board', signal)).rejects.toThrow('Role jalon_app may not create schemas');
    const other = await served.owner.session('test');
    await other.lock('jalon rebuild', 10, signal);
    await expect(checkAgainstRebuild(served.ownerUrl, 'board', signal)).rejects.toThrow('Another rebuild is running');
    await other.close();
  });

  it('plans deadlines again in place', async () => {
    const position = async () =>
      (await served.db.selectFrom('checkpoint').select('position').where('name', '=', 'deadlines').executeTakeFirst())
        ?.position;
    await served.db.insertInto('checkpoint').values({ name: 'deadlines', version: 1, position: 9 }).execute();
    await rebuild(served.ownerUrl, 'deadlines', signal);
    expect(await position()).toBe(0);
  });

  it('stops at once when it is told to, and resumes', async () => {
    await expect(rebuild(served.ownerUrl, 'board', AbortSignal.abort())).rejects.toThrow('Stopped at position 0');
    await rebuild(served.ownerUrl, 'board', signal);
  });
});

describe('questions', () => {
  describe('jalon query', () => {
    const served = startedOnce(() => startApi());
    let key: string;
    let dossier: string;
    beforeAll(async () => {
      key = await served.keyWith('read');
      const opened = await openDossier(served.api, 'Bleu');
      dossier = opened.id;
      await opened.record(grant({ validUntil: '2026-12-29' }));
      const claimed = await openDossier(served.api, 'Nuage Nord');
      await claimed.record(
        grant({ validUntil: '2026-12-30' }, { source: { kind: 'company', publisher: 'Nuage Nord' } }),
      );
      const last = await served.api.post('/v1/providers', { name: 'Nuage Sud' });
      const position = last.headers.get('jalon-position') ?? '';
      await until(async () => (await served.api.get(`/v1/dossiers?seen=${position}`)).status === 200);
    });
    afterEach(() => {
      jest.restoreAllMocks();
    });

    const asked = async (...args: string[]): Promise<string> => {
      const printed: string[] = [];
      jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
      await queryCommand().parseAsync([...args, '--url', served.url, '--key', key], { from: 'user' });
      return printed.join('\n');
    };

    it('shows the status of a provider by its name, on a day and as known then', async () => {
      expect(await asked('status', 'Ble')).toMatch(/^provider\.name .*\nBleu .* granted .* 2026-12-29/);
      expect(await asked('status', 'bleu', '--as-of', '2020-01-01')).toBe('Nothing is on record for this question.');
      expect(await asked('status', 'bleu', '--known-at', '2020-01-01T00:00:00Z')).toMatch(/^Nothing/);
    });

    it('shows the history of a provider, what expires, and what has changed', async () => {
      expect(await asked('history', 'bleu')).toMatch(/dossier opened/);
      expect(await asked('history', 'bleu', '--scheme', 'secnumcloud')).toMatch(/decision 2279 issued .* ANSSI/);
      expect(await asked('expiring', '--within', '60')).toMatch(
        /2026-12-29 +34 +Bleu .* grant-end +true +2279\n2026-12-30 +35 +Nuage Nord .* grant-end +false/,
      );
      expect(await asked('expiring', '--within', '3')).toMatch(/^Nothing/);
      expect(await asked('changes', '--since', '2019-01-01')).toMatch(/Bleu .* granted .* happened/);
    });

    it('prints JSON for programs', async () => {
      expect(JSON.parse(await asked('status', 'bleu', '--json'))).toMatchObject([{ id: dossier, status: 'granted' }]);
      expect(JSON.parse(await asked('providers/bleu'))).toMatchObject({ slug: 'bleu' });
    });

    it('names the fields that no entry has', async () => {
      const said = jest.spyOn(console, 'error').mockReturnValue();
      expect(await asked('providers', 'slug', 'nam')).toMatch(/^slug +nam\nbleu +-/);
      expect(said).toHaveBeenCalledWith(expect.stringMatching(/^No entry has nam\. The first one has: id, .*name/));
    });

    it.each([
      [['status', 'nobody'], 'No provider is named nobody.'],
      [['status', 'nuage'], 'Several providers are named nuage. Give one of:\n  nuage-nord (Nuage Nord)'],
      [['status', '--as-of', '2026'], 'Error 400: asOf must be'],
      [['status', '--status', 'fine'], 'Error 400: status must be'],
      [['history', 'bleu', '--known-at', 'then'], 'Error 400: knownAt must be'],
      [['expiring', '--within', 'soon'], 'Error 400: within must be'],
      [['deadlines?limit=x'], 'Error 400: limit must be'],
      [['deadlines.ics'], 'Error 406: Available formats: text/calendar'],
      [['events/stream'], 'Error 406: Available formats: text/event-stream'],
      [['changes', 'bleu'], 'Give the earlier day: --since 2026-01-01'],
    ])('explains what is wrong with %j', async (args, message) => {
      await expect(asked(...args)).rejects.toThrow(message);
    });
  });
});
