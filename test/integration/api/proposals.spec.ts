import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { type Client, pagesOf } from '#test/client.js';
import { consoleOf } from '#test/console.js';
import { fourEyesIn, keyOf, personIn, type SignedInPerson } from '#test/people.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
let anne: SignedInPerson;
let boris: SignedInPerson;
let author: Client;
let second: Client;

beforeAll(async () => {
  ({ anne, boris, author, second } = await fourEyesIn(server));
});

let count = 0;
const dossier = () => openDossier(author, `Bleu ${String((count += 1))}`);

/** What the approver sees, and sends back. */
async function seen(id: string): Promise<{ preview: string }> {
  const { body } = await second.get(`/v1/admin/proposals/${id}`);
  return { preview: body.preview?.id ?? '' };
}

const approve = async (by: Client, id: string) =>
  by.post(`/v1/admin/proposals/${id}/decision`, { decision: 'approve', ...(await seen(id)) });

describe('a change of status in a scheme under the four-eyes principle', () => {
  it('waits for a second person, and is then recorded in the name of the first', async () => {
    const { path, record, read } = await dossier();
    const proposed = await record(milestone('J0', '2025-04-17'));
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'dossier-event', state: 'open', position: null } });
    const { id } = proposed.body;
    expect(proposed.headers.get('location')).toBe(`/v1/admin/proposals/${id}`);
    expect((await read()).body.status).toBe('unknown');
    const shown = (await second.get(`/v1/admin/proposals/${id}`)).body;
    expect(shown.content.event.data).toEqual({ milestone: 'J0' });
    expect(shown.preview.changes[0]).toMatchObject({
      before: [{ from: '0001-01-01', status: 'unknown' }],
      after: [{ status: 'unknown' }, { from: '2025-04-17', status: 'applied', confirmed: false }],
    });
    const approved = await approve(second, id);
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect((await read()).body.status).toBe('applied');
    const entry = (await author.get(`${path}/events`)).body.items.at(-1);
    expect(entry.id).toBe(approved.body.event);
    expect(entry.actor).toMatch(new RegExp(`^account:${anne.account} key:`));
    expect(entry.approvedBy).toMatch(new RegExp(`^account:${boris.account} key:`));
    const acts = (await server.api.get(`/v1/admin/activity?about=proposal:${id}`)).body.items;
    expect(acts.map(({ act }: { act: string }) => act)).toEqual(['proposal-decided', 'proposal-made']);
  });

  it('is told by its effect: what changes none is recorded at once', async () => {
    const { record } = await dossier();
    const said = { type: 'StatementMade', occurred: '2025-04-17', source: { kind: 'press', publisher: 'LMI' } };
    expect((await record({ ...said, data: { title: 'Soon' } })).status).toBe(201);
    const other = await author.post('/v1/dossiers', { provider: `bleu-${String(count)}`, scheme: 'hds' });
    const stage = milestone('stage-1', '2025-01-10');
    expect((await author.post(`/v1/dossiers/${other.body.id}/events`, stage)).status).toBe(201);
  });

  it('waits whoever holds the service, whatever was granted and until when, though the status stays', async () => {
    const { record, path } = await dossier();
    const { body } = await approve(second, (await record(grant({ level: 'high', validUntil: '2027-12-29' }))).body.id);
    const press = { occurred: '2025-01-10', source: { kind: 'press', publisher: 'LMI' } };
    const other = (await author.post('/v1/providers', { name: `Other ${String(count)}` })).body.id;
    const corrected = (data: object) => ({
      type: 'EventCorrected',
      data: { event: body.event, changes: { data }, reason: 'Misread' },
    });
    for (const event of [
      { type: 'ServiceTransferred', ...press, data: { to: other } },
      { type: 'ScopeDeclared', ...press, data: { service: 'Another', serviceKinds: ['IaaS'] } },
      ...[{ level: 'low' }, { conditions: ['On its own'] }, { validUntil: '2028-01-09' }].map(corrected),
    ])
      expect([event.type, (await record(event)).status]).toEqual([event.type, 202]);
    expect((await author.get(`${path}/events`)).body.items).toHaveLength(2);
  });

  it('is the same proposal when it is sent again', async () => {
    const { record } = await dossier();
    const event = milestone('J0', '2025-04-17');
    const key = { 'idempotency-key': randomUUID() };
    const [one, two] = [await record(event, key), await record(event, key)];
    expect(two.body.id).toBe(one.body.id);
    expect((await record(event)).body.id).toBe(one.body.id);
    expect(await record(milestone('J0', '2025-04-18'), key)).toMatchObject({
      status: 422,
      body: { code: 'id-reused' },
    });
    await approve(second, one.body.id);
    expect(await record(event, key)).toMatchObject({ status: 201, body: { status: 'applied' } });
  });

  it('holds a whole file with one such row, and records it whole', async () => {
    const { id, path, read } = await dossier();
    const name = `Bleu ${String(count)}`;
    const row = (type: string, occurred: string, title: string, code: string) =>
      `${name},,secnumcloud,${type},${occurred},press,LMI,${title},${code}\n`;
    const head = 'provider,service,scheme,type,occurred,source_kind,source_publisher,title,milestone\n';
    const others = [1, 2, 3].map((day) => row('StatementMade', `2025-01-0${String(day)}`, `News ${String(day)}`, ''));
    const csv = { 'content-type': 'text/csv' };
    expect((await author.post('/v1/imports', head + others.join(''), csv)).status).toBe(200);
    const file = head + others.join('') + row('MilestoneReached', '2025-04-17', '', 'J0');
    expect((await author.post('/v1/imports?preview=true', file, csv)).body.needsApproval).toBe(true);
    const proposed = await author.post('/v1/imports', file, csv);
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'import', about: null, schemes: ['secnumcloud'] } });
    expect((await author.post('/v1/imports', file, csv)).body.id).toBe(proposed.body.id);
    const { preview } = (await second.get(`/v1/admin/proposals/${proposed.body.id}`)).body;
    expect(preview.changes).toMatchObject([{ dossier: id }]);
    const more = head + row('StatementMade', '2025-01-04', 'News 4', '');
    const claimed = await author.post(`/v1/imports?import=${proposed.body.id}`, more, csv);
    expect(claimed).toMatchObject({ status: 400, body: { problems: [{ field: 'import' }] } }); // it would be shown as approved, too
    expect(await approve(second, proposed.body.id)).toMatchObject({ body: { state: 'approved', event: null } });
    expect((await read()).body.status).toBe('applied');
    const { items } = (await author.get(`${path}/events`)).body;
    expect(items.at(-1).approvedBy).toMatch(new RegExp(`^account:${boris.account} key:`));
  });
});

describe('one person', () => {
  it('does not approve with another key, or in a session', async () => {
    const { record } = await dossier();
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    const other = server.as(await keyOf(server, anne, 'approve'));
    expect(await approve(other, id)).toMatchObject({ status: 403, body: { code: 'own-proposal' } });
    expect(await other.post(`/v1/admin/proposals/${id}/decision`, { decision: 'reject', reason: 'No' })).toMatchObject({
      status: 403,
    });
    const page = await anne.console.get(`/approvals/${id}`);
    expect(page.text).toContain('This is your own proposal');
    const { preview } = await seen(id);
    const answer = await anne.console.post(`/approvals/${id}`, { decision: 'approve', preview });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('The proposal is your own');
    expect((await second.get(`/v1/admin/proposals/${id}`)).body.state).toBe('open');
    expect((await other.post(`/v1/admin/proposals/${id}/withdraw`, {})).body.state).toBe('withdrawn');
  });

  it('is needed: a key without an account neither proposes nor approves', async () => {
    const { path, record } = await dossier();
    const key = await server.keyWith('admin');
    const refused = await server.as(key).post(`${path}/events`, milestone('J0', '2025-04-17'));
    expect(refused).toMatchObject({ status: 403, body: { code: 'account-needed' } });
    expect(refused.body.problems).toBeUndefined(); // no field is to blame
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    expect(await approve(server.as(key), id)).toMatchObject({ status: 403, body: { code: 'account-needed' } });
    expect((await second.get(`/v1/admin/proposals/${id}/decision`)).status).toBe(405);
  });

  it('decides by the role of the moment, whatever the key said before', async () => {
    const clara = await personIn(server, { name: 'Clara Blanc', role: 'approver' });
    const third = server.as(await keyOf(server, clara, 'approve'));
    const { record } = await dossier();
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    await third.get('/v1/admin/proposals');
    await server.owner.updateTable('account').set({ role: 'officer' }).where('id', '=', clara.account).execute();
    expect(await approve(third, id)).toMatchObject({ status: 403 });
    expect((await second.get(`/v1/admin/proposals/${id}`)).body.state).toBe('open');
  });
});

describe('a key', () => {
  it('decides with its own scopes only, in the session that began with it as well', async () => {
    const { record } = await dossier();
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    const recorder = await keyOf(server, boris, 'record');
    expect(await approve(server.as(recorder), id)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const session = consoleOf(server);
    await session.signIn(recorder);
    await session.get('/views/new'); // has a form, and so the token of the session
    for (const decision of ['approve', 'reject'])
      await session.submit(`/approvals/${id}`, { decision, ...(await seen(id)), reason: 'Checked' });
    expect((await second.get(`/v1/admin/proposals/${id}`)).body.state).toBe('open');
  });
});

describe('a proposal', () => {
  it('is decided once, also by two approvers at once', async () => {
    const { path, record } = await dossier();
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    const clara = await personIn(server, { name: 'Clara Noir', role: 'admin' });
    const third = server.as(await keyOf(server, clara, 'approve'));
    const answers = await Promise.all([approve(second, id), approve(third, id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await author.get(`${path}/events`)).body.items).toHaveLength(2);
  });

  it('is shown again when it would do something else than what was approved', async () => {
    const { record } = await dossier();
    const { id } = (await record(milestone('J1', '2025-06-17'))).body;
    const before = await seen(id);
    await approve(second, (await record(milestone('J0', '2025-04-17'))).body.id);
    expect(await second.post(`/v1/admin/proposals/${id}/decision`, { decision: 'approve', ...before })).toMatchObject({
      status: 409,
      body: { code: 'proposal-changed' },
    });
    expect((await second.get(`/v1/admin/proposals/${id}`)).body.state).toBe('open');
    expect((await approve(second, id)).body.state).toBe('approved');
  });

  it('is outdated once the ledger no longer allows it', async () => {
    const { record } = await dossier();
    const { body } = await approve(second, (await record(milestone('J0', '2025-04-17'))).body.id);
    const retraction = { type: 'EventRetracted', data: { event: body.event, reason: 'Wrong service' } };
    const { id } = (await record(retraction)).body;
    const other = { type: 'EventRetracted', data: { event: body.event, reason: 'Another one' } };
    await approve(second, (await record(other)).body.id);
    expect((await second.get(`/v1/admin/proposals/${id}`)).body).toMatchObject({ preview: null, state: 'open' });
    expect(
      (await second.post(`/v1/admin/proposals/${id}/decision`, { decision: 'approve', preview: 'x' })).body,
    ).toMatchObject({
      state: 'outdated',
      refused: { code: 'event-retracted' },
    });
  });

  it('can still be approved when the policy was switched off meanwhile', async () => {
    const { record, read } = await dossier();
    const { id } = (await record(milestone('J0', '2025-04-17'))).body;
    await server.api.put('/v1/admin/four-eyes/secnumcloud', { on: false });
    try {
      expect((await approve(second, id)).body.state).toBe('approved');
      expect((await read()).body.status).toBe('applied');
      expect((await record(milestone('J1', '2025-06-17'))).status).toBe(201);
    } finally {
      await server.api.put('/v1/admin/four-eyes/secnumcloud', { on: true });
    }
  });

  it('that was left between its approval and its record is recorded once', async () => {
    const { path, record } = await dossier();
    const first = (await record(milestone('J0', '2025-04-17'))).body.id;
    const { preview } = await seen(first);
    const left = {
      state: 'recording' as const,
      decided_by: `account:${boris.account}`,
      decided_at: new Date(),
      preview,
    };
    await server.owner.updateTable('proposal').set(left).where('id', '=', first).execute();
    const next = (await record(milestone('J1', '2025-06-17'))).body.id;
    expect((await approve(second, next)).body.code).toBe('proposal-changed'); // what was left is recorded first
    await approve(second, next);
    expect((await second.get(`/v1/admin/proposals/${first}`)).body.state).toBe('approved');
    await server.owner
      .updateTable('proposal')
      .set({ ...left, position: null })
      .where('id', '=', first)
      .execute();
    await second.post(`/v1/admin/proposals/${next}/decision`, { decision: 'approve', preview: 'x' });
    expect((await second.get(`/v1/admin/proposals/${first}`)).body.state).toBe('approved');
    expect((await author.get(`${path}/events`)).body.items).toHaveLength(3);
  });

  it('about a scheme shows every dossier that it moves', async () => {
    const { id, record, read } = await dossier();
    await approve(second, (await record(milestone('J0', '2025-04-17'))).body.id);
    const admin = await personIn(server, { name: 'Dora Gris', role: 'admin' });
    const asAdmin = server.as(await keyOf(server, admin, 'admin'));
    const { version: _, warnings: __, ...scheme } = (await author.get('/v1/schemes/secnumcloud')).body;
    const milestones = scheme.milestones.map((one: { code: string }) =>
      one.code === 'J0' ? { ...one, gives: 'in-progress' } : one,
    );
    expect((await asAdmin.post('/v1/schemes', { ...scheme, warningDays: 99 })).status).toBe(201);
    const proposed = await asAdmin.post('/v1/schemes', { ...scheme, milestones });
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'scheme', about: 'scheme-secnumcloud' } });
    const { preview } = (await second.get(`/v1/admin/proposals/${proposed.body.id}`)).body;
    expect(preview.changes.map((one: { dossier: string }) => one.dossier)).toContain(id);
    expect((await approve(second, proposed.body.id)).body.state).toBe('approved');
    expect((await read()).body.status).toBe('in-progress');
  });

  it('is listed, newest first, in pages', async () => {
    const all = (await second.get('/v1/admin/proposals?limit=200')).body.items;
    const pages = await pagesOf(second, '/v1/admin/proposals?limit=3');
    expect(pages.flat().map(({ id }) => id)).toEqual(all.map(({ id }: { id: string }) => id));
    expect((await server.as(await server.keyWith('read')).get('/v1/admin/proposals')).status).toBe(403);
  });
});

describe('the console', () => {
  it('lets admins choose the schemes', async () => {
    const eva = await personIn(server, { name: 'Eva Roux', role: 'admin' });
    const page = await eva.console.get('/approvals/schemes');
    expect(page.html).toMatch(/value="secnumcloud" checked/);
    const fields = new URLSearchParams([
      ['scheme', 'hds'],
      ['scheme', 'secnumcloud'],
      ['was', 'secnumcloud'],
    ]);
    expect((await eva.console.submit('/approvals/schemes', fields)).text).toContain('The schemes have been saved.');
    const { items } = (await server.api.get('/v1/admin/four-eyes')).body;
    expect(items.map(({ scheme }: { scheme: string }) => scheme)).toEqual(['hds', 'secnumcloud']);
    expect((await boris.console.get('/approvals/schemes')).status).toBe(403);
  });
});
