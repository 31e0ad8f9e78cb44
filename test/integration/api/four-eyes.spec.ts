import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { dossierStream } from '#domain/event/ledger-event.js';
import { startApi } from '#test/api.js';
import type { Client } from '#test/client.js';
import { marketplace, type Product, product } from '#test/marketplace.js';
import { fourEyesIn, personIn, type SignedInPerson } from '#test/people.js';
import { milestone, openDossier } from '#test/recording.js';
import { storeRaw } from '#test/stored-events.js';
import { until } from '#test/until.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let boris: SignedInPerson;
let author: Client;
let second: Client;

beforeAll(async () => {
  ({ boris, author, second } = await fourEyesIn(server));
});

const approved = async (id: string) => {
  const { id: preview } = (await second.get(`/v1/admin/proposals/${id}`)).body.preview ?? { id: 'none' };
  return second.post(`/v1/admin/proposals/${id}/decision`, { decision: 'approve', preview });
};

describe('a register of a scheme under the four-eyes principle', () => {
  const REGISTER = '/v1/registers/fedramp-marketplace';
  const inProcess: Product = { id: 'FR0', csp: 'Google', cso: 'Engine', status: 'FedRAMP In Process' };
  const others = ['Axonius', 'Okta', 'Splunk'].map((csp, nth) => product(`FR${String(nth + 1)}`, { csp }));
  const first = [{ ...inProcess, ip_agency_date: '2025-05-27' }, ...others];
  const granted = [product('FR0', { csp: 'Google', cso: 'Engine' }), ...others];
  const twin = product('FR99', { csp: 'Okta LLC', cso: 'Identity' });
  const read = async (by: Client, day: string, products: readonly object[]) => {
    const bytes = Buffer.from(JSON.stringify(marketplace(day, products)));
    return (await by.post(`${REGISTER}/readings`, bytes, { 'content-type': 'application/json' })).body;
  };
  const statusOf = async (provider: string) =>
    (await server.api.get(`/v1/dossiers?providers=${provider}&seen=${String(await head())}`)).body.items[0]?.status;
  const head = async () =>
    (await server.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow()).position;

  const decided = (by: Client, id: string, more: object = {}) =>
    by.post(`${REGISTER}/readings/${id}/decision`, { decision: 'accept', reason: 'As announced', ...more });
  const okta = async (): Promise<{ id: string; status: string; warnings: { code: string }[] }> => {
    const { id } = (await server.api.get(`/v1/dossiers?providers=okta&seen=${String(await head())}`)).body.items[0];
    return (await server.api.get(`/v1/dossiers/${id}`)).body;
  };

  it('holds one that brings back what had lapsed, and shows what it confirms', async () => {
    expect(await read(server.api, '2025-01-10', first)).toMatchObject({ state: 'recorded' });
    await server.api.put('/v1/admin/four-eyes/fedramp', { on: true });
    const other = [{ ...inProcess, ip_agency_date: '2025-05-28' }, ...others]; // a year without a change would be frozen
    const { id, state, holds, preview } = await read(author, '2026-03-01', other);
    expect([state, holds, preview.changes.length]).toEqual(['held', ['four-eyes'], 3]);
    expect(preview.changes[0].before.at(-1)).toMatchObject({ status: 'lapsed' });
    expect((await boris.console.get(`/registers/fedramp-marketplace/readings/${id}`)).text).toMatch(/Lapsed.*Axonius/);
    expect(await decided(second, id, { preview: preview.id })).toMatchObject({ body: { state: 'recorded' } });
  });

  it('holds a reading that changes a status until another person accepts it', async () => {
    const before = await head();
    const { id, state, holds } = await read(author, '2026-03-02', granted);
    expect([state, holds]).toEqual(['held', expect.arrayContaining(['four-eyes'])]);
    expect(await head()).toBe(before);
    const decide = (by: Client) => decided(by, id);
    const keyless = server.as(await server.keyWith('approve'));
    for (const one of [author, keyless]) expect((await decide(one)).status).toBe(403);
    expect([await head(), await statusOf('google')]).toEqual([before, 'in-progress']);
    expect(await decide(second)).toMatchObject({ status: 200, body: { state: 'recorded' } });
    expect(await statusOf('google')).toBe('granted');
  });

  it('does not bring back what the authority has withdrawn by a weaker source', async () => {
    const { id } = await okta();
    const source = { kind: 'statement', publisher: 'FedRAMP (GSA)' };
    const withdrawal = { type: 'GrantWithdrawn', occurred: '2026-03-03', source, data: {} };
    await approved((await author.post(`/v1/dossiers/${id}/events`, withdrawal)).body.id);
    expect(await read(author, '2026-03-05', granted)).toMatchObject({ state: 'recorded' });
    const { status, warnings } = await okta();
    expect([status, warnings.map(({ code }) => code)]).toEqual(['withdrawn', ['grant-after-withdrawal']]);
  });

  it('records what the approver saw, or shows anew what it would change', async () => {
    const level = [{ ...granted[0], impact_level: 'High' }, ...granted.slice(1)];
    const { id, preview: seen } = await read(author, '2026-03-06', level);
    expect(seen.changes.map(({ after }: { after: object[] }) => after.at(-2))).toMatchObject([
      { status: 'granted', grants: [{ level: 'high' }] },
    ]);
    const dossier = (await server.api.get('/v1/dossiers?providers=google')).body.items[0].id;
    const source = { kind: 'decision', publisher: 'FedRAMP (GSA)' };
    const suspension = { type: 'GrantSuspended', occurred: '2026-03-04', source, data: {} };
    await approved((await author.post(`/v1/dossiers/${dossier}/events`, suspension)).body.id);
    const before = await head();
    for (const by of [undefined, seen.id].map((preview) => ({ preview })))
      expect(await decided(second, id, by)).toMatchObject({ status: 409, body: { code: 'proposal-changed' } });
    expect(await head()).toBe(before);
    const { state, preview } = (await second.get(`${REGISTER}/readings/${id}`)).body;
    expect([state, preview.changes[0].after.map((one: { status: string }) => one.status)]).toEqual([
      'held',
      expect.arrayContaining(['suspended']),
    ]);
    expect(await decided(second, id, { preview: preview.id })).toMatchObject({ body: { state: 'recorded' } });
  });

  it('proposes an answer about a name that moves a status to another provider', async () => {
    const { id } = await read(author, '2026-03-07', [...granted, twin]);
    await second.post(`${REGISTER}/readings/${String(id)}/decision`, { decision: 'accept', reason: 'New' });
    const [{ name, candidate }] = (await author.get(`${REGISTER}/proposals`)).body.items;
    const before = await head();
    const answer = { name, candidate: candidate.id, provider: candidate.id };
    const proposed = await author.post(`${REGISTER}/matches`, answer);
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'match', about: 'register-fedramp-marketplace' } });
    expect((await author.get(`${REGISTER}/proposals`)).body.items).toHaveLength(1);
    expect(await head()).toBe(before);
    expect((await approved(proposed.body.id)).body.state).toBe('approved');
    expect((await author.get(`${REGISTER}/proposals`)).body.items).toEqual([]);
  });
});

describe('an approval that ends in the middle', () => {
  let count = 0;
  /** The connection ends, as it does when the process or the network does, when a row is written. */
  const endingAt = async (at: string, on: string): Promise<() => Promise<unknown>> => {
    const run = (statement: string) => sql.raw(statement).execute(server.owner.ledger);
    await run(`create or replace function end_here() returns trigger language plpgsql security definer as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
    await run(`create trigger ends ${at} for each row ${on} execute function end_here()`);
    return () => run(`drop trigger ends on ${/ on (\w+)/.exec(at)?.[1] ?? ''}`);
  };

  it.each([
    ['before it is decided', 'before update on proposal', "when (new.state = 'recording')"],
    ['once it is decided', 'before insert on event', ''],
    ['once the event is written', 'after insert on event', ''],
    ['once it is recorded', 'before update on proposal', "when (new.state = 'approved')"],
    ['before it is noted', 'before insert on activity', "when (new.act = 'proposal-decided')"],
  ])('is recorded whole or not at all, and can be decided: %s', async (_, at, on) => {
    const { path, record } = await openDossier(author, `Cut ${String((count += 1))}`);
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    const repair = await endingAt(at, on);
    const answer = await approved(id);
    await repair();
    expect(answer.status).toBeGreaterThanOrEqual(500);
    const events = async () => (await author.get(`${path}/events`)).body.items.length;
    const state = async (): Promise<string> => (await second.get(`/v1/admin/proposals/${id}`)).body.state;
    expect(['open', 'recording', 'approved']).toContain(await state());
    expect([1, 2]).toContain(await events());
    if ((await state()) === 'open') await approved(id);
    await until(async () => (await state()) === 'approved'); // what was decided is recorded without another decision
    expect(await events()).toBe(2);
    const acts = (await server.api.get(`/v1/admin/activity?about=proposal:${id}`)).body.items;
    expect(acts.map(({ act }: { act: string }) => act)).toEqual(['proposal-decided', 'proposal-made']);
  });
});

describe('an approved proposal that cannot be recorded', () => {
  it('hinders no other, and can be rejected', async () => {
    const [broken, other] = [await openDossier(author, 'Broken'), await openDossier(author, 'Whole')];
    const [one, two] = [
      (await broken.record(milestone('J0', '2025-04-17'))).body.id,
      (await other.record(milestone('J0', '2025-04-17'))).body.id,
    ];
    const { id: preview } = (await second.get(`/v1/admin/proposals/${one}`)).body.preview;
    await storeRaw(server.owner, dossierStream(broken.id), { type: 'GrantPromised', data: {} });
    expect((await second.post(`/v1/admin/proposals/${one}/decision`, { decision: 'approve', preview })).status).toBe(
      503,
    );
    const left = { state: 'recording' as const, decided_by: 'account:left', decided_at: new Date(), preview };
    await server.owner.updateTable('proposal').set(left).where('id', '=', one).execute(); // as by a process that stopped
    expect(await approved(two)).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect((await second.get(`/v1/admin/proposals/${one}`)).body).toMatchObject({ state: 'open', preview: null });
    expect((await boris.console.get(`/approvals/${one}`)).text).toMatch(/It can no longer be recorded.*Reject$/);
    const rejected = await second.post(`/v1/admin/proposals/${one}/decision`, {
      decision: 'reject',
      reason: 'Unreadable',
    });
    expect(rejected).toMatchObject({ status: 200, body: { state: 'rejected' } });
  });
});

describe('a mail about a proposal', () => {
  const mailed = async (proposal: string) => {
    const { rows } = await sql<{ target: string; language: string; by: string }>`
      select target, language, message #>> '{data,by}' as by from delivery
      join subscription on subscription.id = delivery.subscription
      where message #>> '{data,proposal}' = ${proposal} order by target
    `.execute(server.owner.ledger);
    return rows;
  };

  it('is planned once for everybody who may approve it and wants to know', async () => {
    const clara = await personIn(server, { name: 'Clara Noir', role: 'admin' });
    await personIn(server, { name: 'Olga Brun', role: 'officer' });
    const invited = { name: 'Irma Gris', email: 'irma.gris@example.org', role: 'admin' };
    expect((await server.api.post('/v1/admin/accounts', invited)).status).toBe(201);
    const { record } = await openDossier(author, 'Mailed');
    const page = await clara.console.get('/account');
    expect(page.text).toContain('Messages about approvals');
    await clara.console.post('/account/mails', { wanted: 'yes', language: 'en' });
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    expect((await record(milestone('J0', '2025-04-17'))).body.id).toBe(id);
    expect(await mailed(id)).toEqual([
      { target: 'boris.petit@example.org', language: 'fr', by: 'Anne Martin' },
      { target: 'clara.noir@example.org', language: 'en', by: 'Anne Martin' },
    ]);
    expect((await clara.console.submit('/account/mails', { language: 'en' })).text).toContain('has been saved');
    const next = (await record(milestone('J1', '2025-06-17'))).body.id;
    expect((await mailed(next)).map(({ target }) => target)).toEqual(['boris.petit@example.org']);
  });
});
