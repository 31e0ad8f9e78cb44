import { beforeAll, describe, expect, it } from '@jest/globals';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startReminding } from '#test/reminding.js';
import { startedOnce } from '#test/started.js';

interface Told {
  type: string;
  at: string;
  total: number;
  changes?: { type: string; status: unknown }[];
  reminders?: {
    deadline: { key: string; kind: string; confirmed: boolean };
    daysBefore: number;
    day: string;
    because: string;
  }[];
}

interface Preview {
  counts: Record<string, number>;
  eventTypes: Record<string, number>;
  deadlineKinds: Record<string, number>;
  complete: boolean;
  more: boolean;
  messages: Told[];
}

const audit = { type: 'DeadlineSet', data: { key: 'audit', due: '2026-12-02', reason: 'The audit' } };
const said = { type: 'StatementMade', occurred: '2026-11-25', source: { kind: 'press', publisher: 'A paper' } };
const DAYS = 14;

/** From Wednesday, 25 November 2026, at nine in Paris. */
describe('the preview of a subscription', () => {
  const jalon = startedOnce(() => startReminding());
  let officer: string;
  let dossier: Awaited<ReturnType<typeof openDossier>>;

  beforeAll(async () => {
    officer = await jalon.subscribe(jalon.api);
    dossier = await openDossier(jalon.api, 'Outscale');
    await dossier.record(grant({ validUntil: '2026-12-04' }));
    await dossier.record({ ...said, data: { speaker: 'Somebody' } });
    await dossier.record(audit);
    const claimed = await openDossier(jalon.api, 'Bleu');
    await claimed.record(milestone('J1', '2026-11-20'));
    await jalon.plan();
    for (let day = 0; day < DAYS; day += 1) {
      await jalon.pass(1);
      await jalon.send();
    }
  });

  const previewed = async (wished: object, days = 60): Promise<Preview> => {
    const answer = await jalon.api.post(`/v1/subscriptions/preview?days=${days}`, wished);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return answer.body as Preview;
  };
  const changesIn = ({ messages }: Preview) => messages.flatMap(({ changes = [] }) => changes.map(({ type }) => type));
  const remindersIn = ({ messages }: Preview) =>
    messages.flatMap(({ at, reminders = [] }) =>
      reminders.map(({ deadline: { key }, daysBefore, day, because }) => [key, daysBefore, day, at, because].join(' ')),
    );

  it('matches the messages sent, with counts by type', async () => {
    const sent = await jalon.db
      .selectFrom('reminder')
      .select(['deadline_key', 'rung', 'day', 'fire_at', 'because', 'delivery'])
      .where('state', '=', 'sent')
      .where('subscription', '=', officer)
      .execute();
    const { channel, mode, filter, reminders } = (await jalon.api.get(`/v1/subscriptions/${officer}`)).body;
    const preview = await previewed({ channel, mode, filter, reminders });
    expect(remindersIn(preview).sort()).toEqual(
      sent.map((row) => [row.deadline_key, row.rung, row.day, row.fire_at.toISOString(), row.because].join(' ')).sort(),
    );
    expect(sent.length).toBeGreaterThan(5);
    expect(changesIn(preview)).toEqual([
      'MilestoneReached',
      'DossierOpened',
      'ProviderRegistered',
      'DeadlineSet',
      'StatementMade',
      'GrantIssued',
      'DossierOpened',
      'ProviderRegistered',
    ]);
    const messages = new Set(sent.map(({ delivery }) => delivery)).size;
    const { counts } = preview;
    expect(counts['deadline.reminder']! + counts['deadline.digest']!).toBe(messages);
    expect(preview).toMatchObject({ complete: true, more: false, eventTypes: { DossierOpened: 2, GrantIssued: 1 } });
    expect(preview.messages.map(({ at }) => at)).toEqual(
      preview.messages
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
  });

  it.each([
    [{ statusChange: true }, ['MilestoneReached', 'GrantIssued']],
    [{ becomes: ['granted', 'withdrawn'] }, ['GrantIssued']],
    [{ confirmedOnly: true }, ['DeadlineSet', 'GrantIssued']],
    [{ eventTypes: ['StatementMade', 'GrantIssued'], schemes: ['secnumcloud'] }, ['StatementMade', 'GrantIssued']],
    [{ schemes: ['hds'] }, []],
  ])('holds of changes what passes %j', async (filter, expected) => {
    const preview = await previewed({ filter: { ...filter, deadlines: false } });
    expect(changesIn(preview)).toEqual(expected);
    expect(remindersIn(preview)).toEqual([]);
  });

  it('applies the filters by kind and by confirmation to deadlines', async () => {
    const kinds = async (filter: object) =>
      Object.keys((await previewed({ filter: { ...filter, changes: false } })).deadlineKinds).sort();
    expect(await kinds({})).toEqual(['grant-end', 'officer-set', 'renewal-window']);
    expect(await kinds({ deadlineKinds: ['officer-set', 'staleness'] })).toEqual(['officer-set']);
    expect(await kinds({ confirmedOnly: true, deadlineKinds: ['grant-end'] })).toEqual(['grant-end']);
    const earlier = await previewed({ filter: { changes: false } }, 5);
    expect(remindersIn(earlier).length).toBeLessThan(
      remindersIn(await previewed({ filter: { changes: false } })).length,
    );
  });

  it('of a daily digest has one message per day, at 9:00 in its time zone', async () => {
    const wished = { mode: 'daily', filter: { deadlines: false }, reminders: { timeZone: 'Indian/Reunion' } };
    const { messages, counts } = await previewed(wished);
    expect(messages).toMatchObject([{ type: 'changes.digest', at: '2026-11-26T05:00:00.000Z', total: 8 }]);
    expect(messages[0]?.changes?.[2]).toMatchObject({
      type: 'GrantIssued',
      status: { before: { status: 'unknown' }, after: { status: 'granted', confirmed: true, stage: 'J3' } },
    });
    expect(counts).toMatchObject({ 'changes.digest': 1, 'event.recorded': 0 });
  });

  it('matches the preview of an event, which applies the whole filter', async () => {
    const filter = { becomes: ['withdrawn'], deadlines: false };
    const id = await jalon.subscribe(jalon.api, { address: 'reader@example.org', filter });
    const told = async (event: object) => {
      const { body } = await jalon.api.post(`${dossier.path}/events?preview=true`, event);
      return (body as { notified: { subscriptions: { id: string }[] } }).notified.subscriptions.map((one) => one.id);
    };
    const decision = { kind: 'decision', publisher: 'ANSSI' };
    const withdrawn = { type: 'GrantWithdrawn', occurred: '2026-12-01', source: decision, data: {} };
    expect(await told(withdrawn)).toContain(id);
    expect(await told({ ...said, data: { speaker: 'Another' } })).not.toContain(id);
  });

  it('accepts the filters of subscriptions only', async () => {
    const filter = { statusChange: true, becomes: ['granted'], confirmedOnly: true, deadlineKinds: ['grant-end'] };
    const id = await jalon.subscribe(jalon.api, { address: 'keeper@example.org', filter });
    const kept = (await jalon.api.get(`/v1/subscriptions/${id}`)).body;
    expect(kept).toMatchObject({ filter: { ...filter, changes: true, deadlines: true } });
    const changed = await jalon.api.patch(`/v1/subscriptions/${id}`, { filter: { becomes: ['expired'] } });
    expect(changed.body).toMatchObject({ filter: { becomes: ['expired'], changes: true, deadlines: true } });
    expect(changed.body).not.toMatchObject({ filter: { confirmedOnly: true } });
  });

  it.each([
    [{ filter: { schemes: ['nope'] } }, 404, 'not-found', 'filter.schemes.0'],
    [{ filter: { providers: ['00000000-0000-4000-8000-000000000009'] } }, 404, 'not-found', 'filter.providers.0'],
    [{ filter: { becomes: ['done'] } }, 422, 'invalid-body', 'filter.becomes.0'],
    [{ filter: { becomes: [] } }, 422, 'invalid-body', 'filter.becomes'],
    [{ filter: { statusChange: 'yes' } }, 422, 'invalid-body', 'filter.statusChange'],
    [{ filter: { deadlineKinds: 'grant-end' } }, 422, 'invalid-body', 'filter.deadlineKinds'],
    [{ filter: { changes: false, deadlines: false } }, 422, 'invalid-body', 'filter'],
    [{ channel: 'webhook', mode: 'daily' }, 422, 'invalid-body', 'mode'],
    [{ reminders: { timeZone: 'Mars' } }, 422, 'invalid-body', 'reminders.timeZone'],
    [{ address: 'officer@example.org' }, 422, 'invalid-body', 'address'],
  ])('refuses %j', async (wished, status, code, field) => {
    const answer = await jalon.api.post('/v1/subscriptions/preview', wished);
    const { code: told, problems } = answer.body as { code: string; problems: { field: string }[] };
    expect([answer.status, told, problems[0]?.field]).toEqual([status, code, field]);
  });

  it.each(['0', '367', 'x', '1.5', '-1', ''])('refuses to look back %j days', async (days) => {
    expect((await jalon.api.post(`/v1/subscriptions/preview?days=${days}`, {})).status).toBe(400);
  });

  it('requires scope `record`', async () => {
    const statuses = [
      await jalon.as().post('/v1/subscriptions/preview', {}),
      await jalon.as(await jalon.keyWith('read')).post('/v1/subscriptions/preview', {}),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 403]);
  });
});
