import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import type { Role } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { serveApi, startApi } from '#test/api.js';
import { clientOf } from '#test/client.js';
import { keyOf, personIn } from '#test/people.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import { statementsDuring } from '#test/statements.js';
import { until } from '#test/until.js';

/* oxlint-disable typescript/no-explicit-any -- answers are looked into as a client would: without our types */

const served = startedOnce(() => startApi());
const another = startedOnce(() => serveApi(served.databaseUrl, {}, Clock.startingAt(new Date('2026-11-25T08:00:00Z'))));

/** A dossier that both processes have shown, so that they know all that it rests on. */
async function shown(name: string) {
  const dossier = await openDossier(served.api, name);
  for (const { api } of [served, another]) for (let time = 0; time < 2; time += 1) await api.get(dossier.path);
  return dossier;
}

/** The last event is lost, and nobody says so. */
const rewind = () =>
  sql`
    alter table event disable trigger event_is_append_only;
    delete from event where position = (select max(position) from event);
    alter table event enable always trigger event_is_append_only;
    update ledger_head set position = (select max(position) from event)
  `.execute(served.owner);

const statement = (title: string) => ({
  type: 'StatementMade',
  occurred: '2026-11-20',
  source: { kind: 'press', publisher: 'A journal' },
  data: { speaker: 'Somebody', title },
});

describe('the statements that an answer costs', () => {
  it('are one for a dossier, and two after a change', async () => {
    const { path, record } = await shown('Counted');
    expect(await statementsDuring(() => served.api.get(path))).toBe(1);
    expect(await statementsDuring(() => served.api.get(`${path}?asOf=2026-01-01`))).toBe(1);
    await another.api.post(`${path}/events`, statement('Told elsewhere'));
    expect(await statementsDuring(() => served.api.get(path))).toBe(2);
    await record(statement('Told here'));
    expect(await statementsDuring(() => served.api.get(path))).toBe(1);
  });

  it.each(['/v1/dossiers?limit=50', '/v1/deadlines'])('are one for %s, while its projection stands', async (list) => {
    const { record } = await shown(`Listed at ${list}`);
    const { body } = await record(milestone('J0', '2026-01-01'));
    await served.api.get(`${list}${list.includes('?') ? '&' : '?'}seen=${body.position}`);
    const first = await served.api.get(list);
    expect(await statementsDuring(() => served.api.get(list))).toBe(1);
    const again = await served.api.get(list);
    expect([again.body, again.headers.get('etag')]).toEqual([first.body, first.headers.get('etag')]);
    const tag = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect(await served.api.get(list, tag)).toMatchObject({ status: 304 });
    const { body: next } = await record(milestone('J1', '2026-02-01'));
    const seen = await served.api.get(`${list}${list.includes('?') ? '&' : '?'}seen=${next.position}`);
    let after: typeof first | undefined;
    expect(await statementsDuring(async () => (after = await served.api.get(list)))).toBeLessThanOrEqual(2);
    expect(after?.body).toEqual(seen.body);
  });

  it('are one look for all else that is asked, but for files', async () => {
    const { path, provider } = await shown('Looked at');
    const { routes } = another.app.getHttpAdapter().getInstance();
    const asked = routes
      .filter(({ method, url, need }) => method === 'GET' && need !== 'nothing' && url.startsWith('/v1/'))
      .map(({ url }) => url.replace('/v1/dossiers/:id', path).replace('/v1/providers/:id', `/v1/providers/${provider}`))
      .filter((url) => !/audit-file$|stream$|[.](?:atom|ndjson)$/.test(url));
    expect(asked.length).toBeGreaterThan(40);
    for (const url of asked) {
      const get = () => another.api.get(url.replace('/schemes/:id', '/schemes/secnumcloud'));
      await get();
      expect({ url, looks: await statementsDuring(get, 'ledger_look') }).toEqual({ url, looks: 1 });
    }
  });

  it.each(['a dossier', 'a list that has changed'])(
    'are shared by requests that arrive at once for %s',
    async (what) => {
      const { path, record } = await shown(`Shared, ${what}`);
      const { body } = await record(milestone('J0', '2026-01-01'));
      await another.api.get(`/v1/dossiers?seen=${body.position}`);
      await another.api.get(path);
      const asked = what === 'a dossier' ? path : '/v1/dossiers?limit=49';
      let arrived = 0;
      another.app.getHttpServer().on('request', () => (arrived += 1));
      const answers = await served.owner.transaction().execute(async (tx) => {
        await sql`lock table ledger_head in access exclusive mode`.execute(tx); // until all have arrived
        const sixteen = statementsDuring(() => Promise.all(Array.from({ length: 16 }, () => another.api.get(asked))));
        await until(() => arrived === 16);
        return { sixteen };
      });
      expect(await answers.sixteen).toBeLessThanOrEqual(what === 'a dossier' ? 3 : 6);
    },
  );

  it('are shared by requests at once for what another process has recorded', async () => {
    const dossiers = await Promise.all(
      ['One', 'Two', 'Three', 'Four', 'Five'].map((name) => shown(`Elsewhere ${name}`)),
    );
    for (const { path } of dossiers) await another.api.post(`${path}/events`, statement('Told elsewhere'));
    let versions: number[] = [];
    const all = async () => {
      const answers = await Promise.all(dossiers.map(({ path }) => served.api.get(path)));
      versions = answers.map(({ body }) => body.version);
    };
    expect(await statementsDuring(all)).toBeLessThan(dossiers.length);
    expect(versions).toEqual(dossiers.map(() => 2));
  });

  it('are two for recording an event, one for the next one, and three with an idempotency key', async () => {
    const { path } = await shown('Recorded');
    const record = (headers?: Record<string, string>) => () =>
      served.api.post(`${path}/events`, statement('Said'), headers);
    await served.api.get(path);
    expect(await statementsDuring(record())).toBe(2);
    const next: number[] = []; // a slow machine takes longer than what was seen last is assumed
    while (next.length < 5) next.push(await statementsDuring(record()));
    expect(Math.min(...next)).toBe(1);
    expect(await statementsDuring(record({ 'idempotency-key': 'k-1' }))).toBe(3);
  });
});

describe('recording the event after the one before, without a look', () => {
  /** Leaves the process in a state in which it assumes to know the ledger. */
  const recorded = async (name: string) => {
    const { path, record } = await shown(name);
    const { body } = await record(statement('Said'));
    const versionNow = async () => (await another.api.get(path)).body.version;
    return { path, id: body.id as string, versionNow, again: () => record(statement('Said again')) };
  };

  it('decides on what another process has recorded meanwhile', async () => {
    const { path, id, again } = await recorded('Told by two');
    await another.api.post(`${path}/events`, statement('Told elsewhere'));
    expect(await again()).toMatchObject({ status: 201, body: { version: 4 } });
    const retract = { type: 'EventRetracted', data: { event: id, reason: 'A mistake' } };
    expect(await another.api.post(`${path}/events`, retract)).toMatchObject({ status: 201 });
    expect(await served.api.post(`${path}/events`, retract)).toMatchObject({ status: 409 });
  });

  it('is refused to a key that another process has revoked, and for which nothing is recorded', async () => {
    const { path, versionNow } = await recorded('Not recorded');
    const { body: made } = await served.api.post('/v1/admin/api-keys', { name: 'a recorder', scopes: ['record'] });
    const recorder = clientOf(served.url, made.key);
    const record = () => recorder.post(`${path}/events`, statement('Said by it'));
    for (const version of [3, 4]) expect(await record()).toMatchObject({ status: 201, body: { version } });
    await another.api.delete(`/v1/admin/api-keys/${made.id}`);
    expect(await record()).toMatchObject({ status: 401 });
    expect(await versionNow()).toBe(4);
  });

  it('is refused to a revoked key whose body takes longer than what was seen last is assumed', async () => {
    const { path, versionNow } = await recorded('Slow');
    const { body: made } = await served.api.post('/v1/admin/api-keys', { name: 'a slow one', scopes: ['record'] });
    await clientOf(served.url, made.key).post(`${path}/events`, statement('Said by it'));
    await another.api.delete(`/v1/admin/api-keys/${made.id}`);
    const whole = Buffer.from(JSON.stringify(statement('Said too late')));
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(whole.subarray(0, 10));
        await sleep(300);
        controller.enqueue(whole.subarray(10));
        controller.close();
      },
    });
    const headers = { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${served.url}${path}/events`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);
    expect([answer.status, await versionNow()]).toEqual([401, 3]);
  });

  it('costs two processes in turn no more than a look each', async () => {
    const { path } = await recorded('By turns');
    const inTurn = async () => {
      for (let nth = 0; nth < 8; nth += 1)
        await [served, another][nth % 2]!.api.post(`${path}/events`, statement('Said'));
    };
    expect(await statementsDuring(inTurn)).toBeLessThanOrEqual(8 * 3); // a look, what the other recorded, and the append
  });

  it('notices that the ledger was rewound', async () => {
    const { again } = await recorded('Rewound');
    await rewind();
    expect(await again()).toMatchObject({ status: 201, body: { version: 2 } });
  });

  it('records once although the connection was lost with the answer', async () => {
    const { again, versionNow } = await recorded('Cut off');
    const append = served.db.append.bind(served.db);
    const sent: string[] = [];
    const spy = jest.spyOn(LedgerDatabase.prototype, 'append').mockImplementation(async (name, ...statement) => {
      const rows = await append(name, ...statement);
      const isFirst = name === 'ledger_append_at' && !sent.includes(name);
      sent.push(name);
      if (isFirst) throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
      return rows;
    });
    let version = 2;
    try {
      // A slow machine takes longer than what was seen last is assumed.
      while (!sent.includes('ledger_append_at'))
        expect(await again()).toMatchObject({ status: 201, body: { version: (version += 1) } });
    } finally {
      spy.mockRestore();
    }
    expect(sent.slice(-2)).toEqual(['ledger_append_at', 'ledger_append_at']);
    expect(await versionNow()).toBe(version);
  });
});

describe('an answer from memory', () => {
  it('is the one that was sent before, with the position of now', async () => {
    const { path } = await shown('Kept');
    const first = await served.api.get(path);
    await shown('Somebody else');
    const again = await served.api.get(path);
    expect(again.body).toEqual(first.body);
    const headersOf = ({ headers }: typeof first) =>
      [...headers].filter(([name]) => !['date', 'x-request-id', 'jalon-position'].includes(name));
    expect(headersOf(again)).toEqual(headersOf(first));
    const position = ({ headers }: typeof first) => Number(headers.get('jalon-position'));
    expect(position(again)).toBeGreaterThan(position(first));
    const etag = first.headers.get('etag') ?? '';
    const unchanged = await served.api.get(path, { 'if-none-match': etag });
    expect(unchanged).toMatchObject({ status: 304, body: '' });
    expect(unchanged.headers.get('etag')).toBe(etag);
    expect(unchanged.headers.get('content-type')).toBeNull();
  });

  it('is one of its language, day and coding', async () => {
    const { path } = await shown('Spoken');
    const french = await served.api.get(path, { 'accept-language': 'fr' });
    expect(await served.api.get(path, { 'accept-language': 'fr' })).toMatchObject({ body: french.body });
    const plain = await served.api.get(path, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.body).toEqual((await served.api.get(path)).body);
    expect((await served.api.get(`${path}?asOf=2020-01-01`)).body.asOf).toBe('2020-01-01');
  });

  it('changes with the name of its provider, and with what it depends on', async () => {
    const base = await shown('Below');
    const above = await shown('Above');
    const source = { kind: 'company', publisher: 'Above' };
    await above.record({ type: 'DependencyDeclared', occurred: '2026-01-01', source, data: { dependsOn: base.id } });
    await above.record(grant({ validUntil: '2026-12-29' }));
    await base.record(grant({ validUntil: '2026-12-30' }));
    const warningsOf = async () => (await served.api.get(above.path)).body.warnings.map(({ code }: any) => code);
    const before = await warningsOf();
    const decision = { kind: 'decision', publisher: 'ANSSI' };
    const suspended = { type: 'GrantSuspended', occurred: '2026-02-01', source: decision, data: {} };
    expect(await another.api.post(`${base.path}/events`, suspended)).toMatchObject({ status: 201 });
    expect(await warningsOf()).not.toEqual(before);
    await another.api.post(`/v1/providers/${above.provider}/events`, {
      ...{ type: 'ProviderRenamed', occurred: '2026-02-01', source, data: { name: 'Far above' } },
    });
    expect((await served.api.get(above.path)).body.provider.name).toBe('Far above');
  });

  it('is refused to a key that another process has revoked', async () => {
    const { path } = await shown('Secret');
    const { body: made } = await served.api.post('/v1/admin/api-keys', { name: 'a reader', scopes: ['read'] });
    const reader = clientOf(served.url, made.key);
    expect(await reader.get(path)).toMatchObject({ status: 200 });
    await another.api.delete(`/v1/admin/api-keys/${made.id}`);
    expect(await reader.get(path)).toMatchObject({ status: 401 });
    const unread = await reader.post('/mcp', '{', { 'content-type': 'application/json' });
    expect(unread.status).toBe(401);
  });

  it.each(['/v1/dossiers', '/v1/deadlines'])(
    'shows what is recorded after the position that %s names',
    async (list) => {
      const dossier = await shown(`Waited for at ${list}`);
      const at = async (position: number) => {
        const { body } = await served.api.get(
          `${list}?schemes=secnumcloud&providers=${dossier.provider}&seen=${position}`,
        );
        return JSON.stringify(body);
      };
      const { body: first } = await dossier.record(milestone('J0', '2026-01-01'));
      const before = await at(first.position);
      const { body: next } = await dossier.record(grant({}));
      const after = await at(next.position);
      expect(after).not.toBe(before);
      expect(await at(first.position)).toBe(after);
    },
  );

  it('names the position of its projection, while that has not followed', async () => {
    const { record } = await shown('Behind');
    const { body } = await record(statement('Followed'));
    await served.api.get(`/v1/dossiers?seen=${body.position}`);
    const positionOf = async () => (await served.api.get('/v1/dossiers')).headers.get('jalon-position');
    const before = await positionOf();
    await served.owner.transaction().execute(async (tx) => {
      await sql`select from checkpoint for update`.execute(tx);
      await record(statement('Not followed yet'));
      expect(await positionOf()).toBe(before);
    });
  });

  it.each(['read', 'recorded'])('is dropped when the ledger is rewound after it was last %s', async (last) => {
    const { path, record } = await shown(`Lost after it was ${last}`);
    await record(statement('To be lost'));
    if (last === 'read') expect((await served.api.get(path)).body.version).toBe(2);
    await rewind();
    expect((await served.api.get(path)).body.version).toBe(1);
    await record(milestone('J0', '2026-01-01'));
    expect((await served.api.get(path)).body).toMatchObject({ version: 2, status: 'applied' });
  });

  it('is refused to a key that was lost, although as many changes have followed as before', async () => {
    const { path, record } = await shown('Secret and lost');
    const { body: made } = await served.api.post('/v1/admin/api-keys', { name: 'a lost reader', scopes: ['read'] });
    await record(statement('To be lost'));
    const reader = clientOf(served.url, made.key);
    expect(await reader.get(path)).toMatchObject({ status: 200 });
    await rewind();
    await sql`
      delete from api_key where id = ${sql.lit(made.id)};
      update revision set number = number - 1 where name = 'access'
    `.execute(served.owner);
    expect(await reader.get(path)).toMatchObject({ status: 401 });
  });
});

describe('what another process has changed', () => {
  const signedIn = async (name: string, role: Role = 'officer') => {
    const { path } = await shown(`Asked by ${name}`);
    const person = await personIn(served, { name, role });
    const client = served.as(await keyOf(served, person, 'record'));
    const statuses = async () => [
      (await client.get(path)).status,
      (await client.post(`${path}/events`, statement('Said'))).status,
      (await person.console.get('/account')).status,
    ];
    return { ...person, path, client, statuses, at: `/v1/admin/accounts/${person.account}` };
  };

  it.each<[string, (at: string) => Promise<unknown>, number[]]>([
    ['a disabled account', (at) => another.api.patch(at, { disabled: true }), [401, 401, 303]],
    ['an erased account', (at) => another.api.delete(at), [401, 401, 303]],
    ['the role of an account', (at) => another.api.patch(at, { role: 'reader' }), [200, 403, 303]],
    ['ended sessions', (at) => another.api.delete(`${at}/sessions`), [200, 201, 303]],
  ])('holds at the next request: %s', async (what, change, after) => {
    const { at, statuses } = await signedIn(`Person with ${what}`);
    expect(await statuses()).toEqual([200, 201, 200]);
    await change(at);
    expect(await statuses()).toEqual(after);
  });

  it('holds at the next request: a second person for a scheme', async () => {
    const { client, path } = await signedIn('Anne Martin');
    const record = async (event: object) => (await client.post(`${path}/events`, event)).status;
    expect(await record(milestone('J0', '2026-01-01'))).toBe(201);
    await another.api.put('/v1/admin/four-eyes/secnumcloud', { on: true });
    expect(await record(grant({}))).toBe(202);
    await another.api.put('/v1/admin/four-eyes/secnumcloud', { on: false });
    expect(await record(grant({}))).toBe(201);
  });

  it('holds at the next request: the name of an account', async () => {
    const shownNames = async () => JSON.stringify((await served.api.get('/v1/admin/activity?limit=50')).body);
    const acted = async (name: string) => {
      const { at, statuses } = await signedIn(name);
      await statuses();
      return at;
    };
    const first = await acted('Erased Later');
    expect(await shownNames()).toContain('Erased Later');
    const second = await acted('Renamed Later');
    expect(await shownNames()).toContain('Renamed Later');
    await another.api.patch(second, { name: 'Another Name' });
    expect(await shownNames()).toMatch(/^(?!.*Renamed Later).*Another Name/s);
    await another.api.delete(first);
    expect(await shownNames()).not.toContain('Erased Later');
  });
});
