import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { instantAfterAll } from '#test/instants.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

describe('a difference', () => {
  const served = startedOnce(() => startApi());

  const diff = async (provider: string, from: string, to: string) => {
    const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    const { body } = await served.api.get(`/v1/diff?from=${from}&to=${to}&provider=${provider}&seen=${position}`);
    return body.items;
  };

  it('is "happened" if the event is dated after the earlier day, even if recorded later', async () => {
    const { provider, record } = await openDossier(served.api, 'Of October');
    await record(milestone('J0', '2026-03-05'));
    const september = await instantAfterAll(served);
    await record(milestone('J1', '2026-10-15'));
    const november = await instantAfterAll(served);
    expect(await diff(provider, `2026-09-01@${september}`, `2026-11-01@${november}`)).toMatchObject([
      {
        kind: 'happened',
        fields: ['status', 'stage'],
        because: [{ type: 'MilestoneReached', occurred: '2026-10-15' }],
      },
    ]);
  });

  it('is "learned" if an earlier J0 was recorded late', async () => {
    const { id, provider, record } = await openDossier(served.api, 'Of March');
    await record({ ...milestone('J0', '2026-01-10'), type: 'IntentDeclared', data: {} });
    const june = await instantAfterAll(served);
    const { body } = await record(milestone('J0', '2026-03-05'));
    const learned = {
      id,
      change: 'changed',
      kind: 'learned',
      fields: ['status', 'stage'],
      before: { status: 'announced', stage: null },
      after: { status: 'applied', stage: { milestone: 'J0', occurred: '2026-03-05' } },
      because: [
        { id: body.id, type: 'MilestoneReached', publisher: 'Of March', position: body.position, visible: 'to' },
      ],
    };
    expect(await diff(provider, `2026-04-01@${june}`, '2026-04-01')).toMatchObject([learned]);
    expect(await diff(provider, `2026-04-01@${june}`, '2026-08-01')).toMatchObject([learned]);
    expect(await diff(provider, '2026-02-01', '2026-04-01')).toMatchObject([{ ...learned, kind: 'happened' }]);
    expect(await diff(provider, `2026-02-01@${june}`, `2026-04-01@${june}`)).toEqual([]);
    expect(await diff(provider, `2026-02-01@${june}`, '2026-02-01')).toEqual([]);
  });

  it('is "learned" if an end was corrected, and explained by the correction only', async () => {
    const { provider, record } = await openDossier(served.api, 'Misread');
    const decided = await record(grant({ validUntil: '2026-12-29' }));
    const before = await instantAfterAll(served);
    const changes = { data: { validUntil: '2026-06-30' } };
    const correction = await record({
      type: 'EventCorrected',
      data: { event: decided.body.id, changes, reason: 'misread' },
    });
    const because = [{ id: correction.body.id, type: 'EventCorrected', occurred: null, visible: 'to' }];

    expect(await diff(provider, `2024-01-01@${before}`, '2024-01-01')).toMatchObject([
      {
        kind: 'learned',
        fields: ['grant'],
        before: { grant: { validUntil: '2026-12-29' } },
        after: { grant: { validUntil: '2026-06-30' } },
        because,
        more: 0,
      },
    ]);
    expect(await diff(provider, `2026-11-25@${before}`, '2026-11-25')).toMatchObject([
      { kind: 'learned', before: { status: 'granted' }, after: { status: 'expired' }, because },
    ]);
    const across = await diff(provider, `2024-01-01@${before}`, '2026-11-25');
    expect(across).toMatchObject([
      { kind: 'both', before: { status: 'granted' }, after: { status: 'expired' }, because },
    ]);
    expect(await diff(provider, '2026-11-25', `2024-01-01@${before}`)).toMatchObject([
      { kind: 'both', before: { status: 'expired' }, because: [{ ...because[0], visible: 'from' }] },
    ]);
    expect(await diff(provider, `2023-01-01@${before}`, '2023-01-01')).toEqual([]);
  });

  it('shows a retracted event as visible at the earlier point only', async () => {
    const { provider, record } = await openDossier(served.api, 'Mistaken');
    const reached = await record(milestone('J0', '2026-03-05'));
    const before = await instantAfterAll(served);
    const retraction = await record({ type: 'EventRetracted', data: { event: reached.body.id, reason: 'not so' } });
    expect(await diff(provider, `2026-11-25@${before}`, '2026-11-25')).toMatchObject([
      {
        kind: 'learned',
        because: [
          { id: reached.body.id, visible: 'from' },
          { id: retraction.body.id, type: 'EventRetracted', visible: 'to' },
        ],
      },
    ]);
  });

  it('is not explained by the correction of an event that is visible at neither point', async () => {
    const { provider, record } = await openDossier(served.api, 'Corrected ahead');
    await record(milestone('J0', '2026-01-10'));
    const { body } = await record(milestone('J1', '2026-10-15'));
    const before = await instantAfterAll(served);
    const changes = { occurred: '2026-10-16' };
    await record({ type: 'EventCorrected', data: { event: body.id, changes, reason: 'misread' } });
    const found = await diff(provider, `2026-01-01@${before}`, '2026-02-01');
    expect(found.map(({ because }: { because: object[] }) => because)).toEqual([
      [expect.objectContaining({ type: 'MilestoneReached', occurred: '2026-01-10' })],
    ]);
  });

  it('lists the last 20 events and counts the others', async () => {
    const { provider, record } = await openDossier(served.api, 'Talkative');
    for (let day = 10; day < 32; day++)
      await record({ ...milestone('J0', `2026-01-${day}`), type: 'StatementMade', data: { title: `of ${day}` } });
    await record(milestone('J0', '2026-02-01'));
    const [item] = await diff(provider, '2026-01-01', '2026-11-25');
    expect([item.because.length, item.more]).toEqual([20, 3]);
    expect(item.because.at(-1)).toMatchObject({ type: 'MilestoneReached', occurred: '2026-02-01' });
  });

  it('of a transferred service is found by either provider', async () => {
    const { provider, record } = await openDossier(served.api, 'Gives away');
    const { provider: to } = await openDossier(served.api, 'Takes over');
    await record(milestone('J0', '2026-01-10'));
    await record({ ...milestone('J0', '2026-05-01'), type: 'ServiceTransferred', data: { to } });
    const moved = {
      kind: 'happened',
      fields: ['provider'],
      provider: { id: to },
      before: { provider: { id: provider, name: 'Gives away' } },
      after: { provider: { id: to, name: 'Takes over' } },
      because: [{ type: 'ServiceTransferred', occurred: '2026-05-01' }],
    };
    for (const holder of [provider, 'takes-over'])
      expect(await diff(holder, '2026-04-01', '2026-06-01')).toMatchObject([moved]);
  });

  it('does not include renamed providers; each point shows its own name', async () => {
    const { provider, record } = await openDossier(served.api, 'Maiden');
    await record({ ...milestone('J0', '2026-01-10'), type: 'IntentDeclared', data: {} });
    const source = { kind: 'company', publisher: 'Married' };
    const renamed = { type: 'ProviderRenamed', occurred: '2026-05-01', source, data: { name: 'Married' } };
    expect(await served.api.post(`/v1/providers/${provider}/events`, renamed)).toMatchObject({ status: 201 });
    expect(await diff(provider, '2026-04-01', '2026-06-01')).toEqual([]);
    await record(milestone('J0', '2026-05-20'));
    expect(await diff(provider, '2026-04-01', '2026-06-01')).toMatchObject([
      {
        fields: ['status', 'stage'],
        provider: { name: 'Married' },
        before: { provider: { name: 'Maiden' } },
        after: { provider: { name: 'Married' } },
      },
    ]);
  });

  it('is "learned" if a new version of the scheme changes the result', async () => {
    const { provider, record } = await openDossier(served.api, 'Under the old rules');
    await record(grant({ validUntil: '2026-12-29' }));
    const before = await instantAfterAll(served);
    const { body } = await served.api.get('/v1/schemes/secnumcloud');
    const { slug, name, authority, country, outcome, family, milestones, maximalValidity } = body;
    const { referentials, labels, sources, staleAfterDays } = body;
    const shorter = {
      ...{ slug, name, authority, country, outcome, family, milestones, maximalValidity },
      ...{ referentials, labels, sources, staleAfterDays, warningDays: 10 },
    };
    expect(await served.api.post('/v1/schemes', shorter)).toMatchObject({ status: 201 });
    expect(await diff(provider, `2026-11-25@${before}`, '2026-11-25')).toMatchObject([
      {
        kind: 'learned',
        fields: ['expiring'],
        before: { expiring: true },
        after: { expiring: false },
        because: [{ type: 'SchemePublished', occurred: null, visible: 'to' }],
      },
    ]);
  });
});
