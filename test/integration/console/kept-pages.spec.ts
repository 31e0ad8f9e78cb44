import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { serveApi, startApi } from '#test/api.js';
import { consoleOf, listsFollowed } from '#test/console.js';
import { grant, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import { statementsDuring } from '#test/statements.js';
import { until } from '#test/until.js';

const served = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
const another = startedOnce(() =>
  serveApi(served.databaseUrl, { PUBLIC_READ: 'true' }, Clock.startingAt(new Date('2026-11-25T08:00:00Z'))),
);

const keyFor = async (...scopes: string[]) =>
  (await served.api.post('/v1/admin/api-keys', { name: 'an officer', scopes })).body;

describe('the statements that a page costs', () => {
  it('are one for the board, and two after a change', async () => {
    const { record } = await openDossier(served.api, 'Counted');
    const reader = consoleOf(served);
    await reader.signIn((await keyFor('read')).key);
    for (const browser of [reader, consoleOf(served)]) {
      await browser.get('/dossiers');
      expect(await statementsDuring(() => browser.get('/dossiers'))).toBe(1);
      expect(await statementsDuring(() => browser.get('/dossiers?status=granted'))).toBe(2);
      expect(await statementsDuring(() => browser.get('/dossiers?status=granted'))).toBe(1);
      await record(grant({ validUntil: '2029-12-31' }));
      await browser.get('/help'); // once the lists have followed
      expect(await statementsDuring(() => browser.get('/dossiers'))).toBe(2);
    }
  });

  it('are one more for the reminders that wait for an officer', async () => {
    const officer = consoleOf(served);
    await officer.signIn();
    await officer.get('/dossiers');
    expect(await statementsDuring(() => officer.get('/dossiers'))).toBe(2);
  });

  it.each(['/', '/dossiers/'])('are one for %s, to somebody who only reads', async (path) => {
    const { id } = await openDossier(served.api, `Counted at ${path}`);
    const browser = consoleOf(served);
    const address = path === '/dossiers/' ? path + id : path;
    await browser.get(address);
    expect(await statementsDuring(() => browser.get(address))).toBe(1);
  });

  it('are two for a provider, whose page tells what is recorded of it and of those it looks like', async () => {
    const { record } = await openDossier(served.api, 'Relooked');
    const browser = consoleOf(served);
    const read = () => browser.get('/providers/relooked');
    await listsFollowed(served.db);
    await read();
    expect(await statementsDuring(read)).toBe(2);
    await record(grant({ validUntil: '2029-12-31' }));
    expect((await read()).html).toContain('datetime="2029-12-31"');
    await served.api.post('/v1/providers', { name: 'Re1ooked' });
    expect((await read()).html).toContain('Re1ooked');
  });

  it('are shared by requests that arrive at once', async () => {
    await fetch(`${another.url}/dossiers`);
    let arrived = 0;
    another.app.getHttpServer().on('request', () => (arrived += 1));
    const counted = await served.owner.transaction().execute(async (tx) => {
      await sql`lock table ledger_head in access exclusive mode`.execute(tx); // until all have arrived
      const sixteen = statementsDuring(() =>
        Promise.all(Array.from({ length: 16 }, () => fetch(`${another.url}/dossiers`))),
      );
      await until(() => arrived === 16);
      return { sixteen };
    });
    expect(await counted.sixteen).toBeLessThanOrEqual(3);
  });
});

describe('a page from memory', () => {
  it('is refused to a session whose key was revoked elsewhere', async () => {
    const made = await keyFor('read', 'record');
    const officer = consoleOf(served);
    await officer.signIn(made.key);
    await openDossier(served.api, 'Kept');
    expect((await officer.get('/dossiers?search=kept')).text).toContain('Kept');
    await sql`update api_key set revoked_at = now() where id = ${made.id}`.execute(served.owner);
    expect((await officer.get('/dossiers')).text).not.toContain('an officer');
    expect(await officer.get('/account')).toMatchObject({ status: 303 });
  });

  it('ends with a session that is ended elsewhere', async () => {
    const officer = consoleOf(served);
    await officer.signIn();
    await officer.get('/dossiers');
    await sql`delete from console_session`.execute(served.owner);
    expect((await officer.get('/dossiers')).html).toContain('/sign-in');
  });

  it('is compressed where anybody may read it, and has another token for its forms each time', async () => {
    const officer = consoleOf(served);
    await officer.signIn();
    expect((await officer.get('/dossiers')).headers.get('content-encoding')).toBe('gzip');
    const [one, other] = [await officer.get('/providers/new'), await officer.get('/providers/new')];
    expect(one.headers.get('content-encoding')).toBeNull();
    const tokens = [one, other].map(({ html }) => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? 'none');
    expect(tokens[0]).not.toBe(tokens[1]);
  });
});
