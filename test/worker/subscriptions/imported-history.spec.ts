import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryResult } from 'pg';
import { expireGrants } from '#deadlines/expire-grants.js';
import { addDays } from '#domain/date/day.js';
import { importCause } from '#domain/event/causes.js';
import { Imports } from '#imports/imports.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { NamesOnRecord } from '#imports/name-registry.js';
import { planSummaries } from '#subscriptions/planning/import-summaries.js';
import { planSendingAgain } from '#subscriptions/send-again.js';
import { fact, uuid } from '#test/events.js';
import { csv, granted } from '#test/importing.js';
import { startSubscribing } from '#test/subscribing.js';
import { startedOnce } from '#test/started.js';

const filter = { changes: true, deadlines: false };
const [officer, daily, narrow, ended] = [uuid(1), uuid(2), uuid(3), uuid(4)];

const subject = startedOnce(() => startSubscribing());
let today: string;

beforeAll(async () => {
  today = subject.clock.today('Europe/Paris');
  const target = (id: string) => ({ id, channel: 'email' as const, target: `${id}@example.org`, filter });
  const ofOther = { ...target(narrow), filter: { ...filter, providers: [uuid(9)] } };
  await subject.confirmed(target(officer), target(daily), ofOther, target(ended));
  await subject.set(daily, { mode: 'daily' });
  await subject.set(officer, { language: 'en' });
  await subject.set(ended, { state: 'unsubscribed' });
});

const importer = () => {
  const { database, events, schemes, clock } = subject;
  const { app } = database;
  return new Imports(app, events, schemes, new NamesOnRecord(app, events), new FourEyes(app), clock);
};

async function recordFile(file: string, id: string = randomUUID()): Promise<void> {
  const context = { actor: 'test', causationId: importCause(id) };
  await importer().record(Buffer.from(file), context);
  await subject.fanOut();
}

const preview = async (file: string) => (await importer().preview(Buffer.from(file), { asOf: today })).messages;

const toldTo = async (id: string) => (await subject.told(id)).map(({ ordinal: _, ...told }) => told);

/** An endpoint that is there now, in the smallest of steps. */
async function fill(since: number): Promise<string> {
  const { database, events, schemes, deliveries, clock } = subject;
  const [id, position] = [randomUUID(), await events.head()];
  const endpoint = { id, channel: 'webhook' as const, target: 'https://hooks.example.org/', filter };
  await subject.confirmed(endpoint);
  await subject.set(id, { rate_per_minute: 2 });
  await database.app.insertInto('checkpoint').values({ name: 'changes', version: 1, position }).execute();
  await subject.sendingAgain.ask(id, { since, delivered: false }, 'all');
  const rule = { zone: 'Europe/Paris' };
  await planSendingAgain({ db: database.app, events, schemes, deliveries, ...rule, now: () => clock.now() });
  return id;
}

const digested = async () =>
  (await subject.database.app.selectFrom('daily_change').select('subscription').execute()).map(
    ({ subscription }) => subscription,
  );

describe('an import of history', () => {
  it('sends what is news, and one summary of the rest to each subscriber, as the preview counts', async () => {
    const recent = granted('Cloud One', 'One', addDays(today, -90));
    const batches = [
      csv(granted('Cloud One', 'One', '2020-01-02'), granted('Cloud One', 'Two', addDays(today, -91)), recent),
      csv(granted('Cloud Two', 'Three', '2021-05-06')),
    ];
    expect(await preview(csv(recent))).toEqual({ events: 1, digests: 1, summaries: 2 });
    expect(await preview(batches[0]!)).toEqual({ events: 1, digests: 1, summaries: 2 });
    expect(await preview(batches[1]!)).toEqual({ events: 0, digests: 0, summaries: 2 });

    const id = randomUUID();
    const before = await subject.events.head();
    for (const batch of batches) await recordFile(batch, id);
    await planSummaries(subject.database.app, subject.clock.now());
    const news = (await subject.events.readAll({ after: before, limit: 20 })).find(
      ({ event }) => 'occurred' in event && event.occurred === addDays(today, -90),
    );
    expect(await toldTo(officer)).toMatchObject([{ cause: `event:${news!.position}`, type: 'event.recorded' }]);
    expect(await digested()).toEqual([daily]);

    subject.clock.forward(180_000);
    await Promise.all([1, 2].map(() => planSummaries(subject.database.app, subject.clock.now())));
    const summary = { import: id, events: 8, after: before, upTo: await subject.events.head(), more: false };
    for (const subscriber of [officer, daily]) {
      const last = (await toldTo(subscriber)).at(-1)!;
      expect(last).toMatchObject({ type: 'import.summary', data: summary });
      expect(
        last.data.subjects
          .map(({ dossier }: { dossier: { service: string } | null }) => dossier?.service ?? null)
          .sort(),
      ).toEqual(['One', 'Three', 'Two', null, null].sort());
    }
    expect([await toldTo(narrow), await toldTo(ended)]).toEqual([[], []]);

    const filled = await fill(before);
    await planSummaries(subject.database.app, subject.clock.now());
    expect(await toldTo(filled)).toEqual(await toldTo(officer));

    await subject.deliver();
    const mails = await subject.keptMails.list({ limit: 9 });
    expect(mails.map((mail) => mail.subject.replace(/\s/g, ' '))).toEqual(
      expect.arrayContaining(['Import: 8 past events recorded', 'Import : 8 événements passés enregistrés']),
    );
  });

  it('names at most fifty subjects, and counts the events of all', async () => {
    const rows = Array.from({ length: 70 }, (_, nth) => granted('Cloud Many', `Service ${nth}`, '2019-03-04'));
    await recordFile(csv(...rows));
    subject.clock.forward(180_000);
    await planSummaries(subject.database.app, subject.clock.now());
    const { data } = (await toldTo(officer)).at(-1)!;
    expect([data.events, data.subjects.length, data.more]).toEqual([141, 50, true]);
  });

  it('counts an event that is fanned out late, because it failed at first, and those beside it', async () => {
    const { database, events, clock } = subject;
    const after = await events.head();
    const context = { actor: 'test', causationId: importCause(randomUUID()) };
    const file = csv(...['One', 'Two'].map((service) => granted('Cloud Late', service, '2019-03-04')));
    await importer().record(Buffer.from(file), context);
    const [failed, ...others] = await events.readAll({ after, limit: 20 });
    for (const batch of [others.slice(0, 2), [failed!, ...others.slice(2)]]) await subject.fanOutOf(batch);
    clock.forward(180_000);
    await planSummaries(database.app, clock.now());
    const { data } = (await toldTo(officer)).at(-1)!;
    expect(data).toMatchObject({ events: others.length + 1, after, upTo: others.at(-1)!.position });
    await subject.fanOut();
    clock.forward(180_000);
    await planSummaries(database.app, clock.now());
  });

  it('includes the expiry of its grants, which Jalon records', async () => {
    const grant = granted('Cloud Old', 'Old', '2018-03-04');
    await recordFile(csv(grant));
    const { app } = subject.database;
    const recorded = await subject.events.readAll({ after: (await subject.events.head()) - 1, limit: 1 });
    const { id, stream } = recorded[0]!;
    const ofDossier = stream.slice('dossier-'.length);
    const plan = { dossier: ofDossier, provider: uuid(8), scheme: 'secnumcloud', depends_on: [], heard: 1 };
    await app.insertInto('dossier_plan').values(plan).execute();
    const due = { due: '2021-03-03', due_earliest: '2021-03-03', due_latest: '2021-03-03', opens: '2020-09-03' };
    const state = { key: 'grant-end/old', kind: 'grant-end', version: 1, state: 'missed', expiry: uuid(77) } as const;
    const body = JSON.stringify({ event: id, title: null });
    await app
      .insertInto('deadline')
      .values({ ...state, ...due, dossier: ofDossier, body, changed_at: subject.clock.now() })
      .execute();
    const { events, schemes } = subject;
    expect(await expireGrants(app, { events, schemes, zone: 'Europe/Paris' }, today, () => events.head())).toBe(1);
    const before = (await toldTo(officer)).length;
    await subject.fanOut();
    subject.clock.forward(180_000);
    await planSummaries(app, subject.clock.now());
    expect((await toldTo(officer)).slice(before)).toMatchObject([{ type: 'import.summary', data: { events: 4 } }]);
  });

  it('is summarized with a link that works in a later epoch of the ledger', async () => {
    const { app } = subject.database;
    const position = await subject.events.head();
    const rows = [{ epoch: 7, position }];
    await app.epochs.compare({ query: () => Promise.resolve({ rows } as QueryResult<(typeof rows)[number]>) });
    const id = randomUUID();
    for (const service of ['Late', 'Later']) {
      await recordFile(csv(granted('Cloud Epoch', service, '2018-03-04')), id);
      subject.clock.forward(180_000);
      await planSummaries(app, subject.clock.now());
    }
    const [first, second] = (await toldTo(officer)).slice(-2);
    expect(first).toMatchObject({ cause: `import:${id}:${position + 1}-7`, data: { afterInQuery: `${position}` } });
    expect(second!.data.afterInQuery).toBe(`${second!.data.after}-7`);
  });

  it('is recognized by its record: the same events recorded one by one are news', async () => {
    const before = (await toldTo(officer)).length;
    await subject.record(fact('StatementMade', '2019-01-01', { speaker: 'ANSSI' }));
    await subject.fanOut();
    expect((await toldTo(officer)).slice(before)).toMatchObject([{ type: 'event.recorded' }]);
  });
});
