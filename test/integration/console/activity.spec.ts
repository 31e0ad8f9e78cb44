import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let admin: ConsoleClient;
let provider: string;

interface Listed {
  actor: string;
  act: string;
  about: string | null;
  details: Record<string, unknown>;
}

const listed = async (query = ''): Promise<Listed[]> =>
  (await server.api.get(`/v1/admin/activity?${query}`)).body.items;

beforeAll(async () => {
  admin = consoleOf(server);
  await admin.post('/sign-in', { key: 'jalon_wrong' });
  await admin.signIn(ADMIN_KEY);
  provider = (await server.api.post('/v1/providers', { name: 'Bleu' })).body.id;
  await admin.get('/board.csv?status=granted');
  await server.api.get('/v1/providers', { accept: 'text/csv' });
  const { body: key } = await server.api.post('/v1/admin/api-keys', { name: 'watcher', scopes: ['read'] });
  await server.api.delete(`/v1/admin/api-keys/${key.id}`);
});

describe('activity', () => {
  it('lists what was recorded and what was done beside it, newest first', async () => {
    const all = await listed();
    expect(all.map(({ act }) => act)).toEqual([
      ...['key-revoked', 'key-created', 'exported', 'exported', 'recorded', 'signed-in', 'sign-in-failed'],
    ]);
    expect(all[2]?.details).toEqual({ file: 'jalon-providers-2026-11-25.csv' });
    expect(all[3]?.details).toEqual({ file: 'jalon-board-2026-11-25.csv', filter: 'status=granted' });
    expect(all[4]).toMatchObject({ actor: 'key:admin', about: `provider-${provider}` });
    expect(all[6]?.actor).toBe('unknown');
  });

  it('is filtered by person, act, subject and time', async () => {
    expect(await listed('actor=unknown')).toHaveLength(1);
    expect((await listed('actor=key:admin&act=exported')).map(({ act }) => act)).toEqual(['exported', 'exported']);
    expect((await listed(`about=provider-${provider}`)).map(({ act }) => act)).toEqual(['recorded']);
    expect(await listed('until=2026-11-25T07:00:00Z')).toEqual([]);
    expect(await listed('since=2026-11-25T07:00:00Z&actor=key:adm')).toEqual([]);
  });

  it.each([['actor=Anne'], ['act=eaten'], ['since=yesterday'], ['cursor=WzFd'], ['limit=0']])(
    'refuses %s',
    async (query) => {
      expect((await server.api.get(`/v1/admin/activity?${query}`)).status).toBe(400);
    },
  );

  it('is a page that names people and subjects', async () => {
    const { text } = await admin.get('/activity?about=Bleu');
    expect(text).toContain('JALON_ADMIN_KEY Recorded Provider registered · Bleu');
    expect(text).not.toContain('jalon-board');
    expect((await admin.get('/activity')).text).toContain('not identified Sign-in failed method: API key');
    const unknown = await admin.get('/activity?about=Nobody');
    expect(unknown.status).toBe(422);
    for (const encoded of ['%', '%00', '%E0'])
      expect((await admin.get(`/activity?about=/providers/${encodeURIComponent(encoded)}`)).status).toBe(422);
    expect((await admin.get('/activity?since=2026-12-01&until=2026-11-01')).status).toBe(400);
  });

  it('exports itself, and notes that', async () => {
    const file = await admin.get('/activity.csv?act=key-created');
    expect(file.html.split('\r\n')[0]).toBe('at,actor,actor_name,act,about,event,type,details');
    expect(file.html).toContain(',key:admin,JALON_ADMIN_KEY,key-created,key:');
    expect((await listed())[0]?.details).toEqual({ file: 'jalon-activity-2026-11-25.csv', filter: 'act=key-created' });
  });

  it('says how many entries match, where not all of them are shown', async () => {
    const at = new Date('2026-11-20T08:00:00Z');
    const act = { at, actor: 'key:admin', act: 'exported', about: null, details: '{}' };
    await server.owner
      .insertInto('activity')
      .values(Array.from({ length: 60 }, () => act))
      .execute();
    expect((await admin.get('/activity?act=exported')).text).toMatch(/50 of 63/);
    expect((await admin.get('/activity?act=recorded')).text).not.toMatch(/ of 1\b/);
  });

  it('is paged and exported whole where a page holds events of the ledger alone', async () => {
    for (let done = 0; done < 210; done += 30)
      await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          server.api.post('/v1/providers', { name: `Provider ${done + index}` }),
        ),
      );
    const pages = await pagesOf(server.api, '/v1/admin/activity?act=recorded&limit=200');
    expect(pages.map(({ length }) => length)).toEqual([200, 11]);
    for (const coding of ['gzip', 'identity']) {
      const file = await server.api.get('/v1/admin/activity?act=recorded', {
        accept: 'text/csv',
        'accept-encoding': coding,
      });
      expect(file.body.trim().split('\r\n')).toHaveLength(212);
    }
  });
});
