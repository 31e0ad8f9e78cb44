import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream, schemeStream } from '#domain/event/ledger-event.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { changesOf, type PlacedChange } from '#subscriptions/messages/changes-of.js';
import { corrected, fact, providerFact, retracted, uuid } from '#test/events.js';
import { dossier, owner, provider, startSubscribing } from '#test/subscribing.js';
import { startedOnce } from '#test/started.js';

const taker = uuid(901);
const filed = fact('ApplicationFiled', '2026-10-01', {}, 'press');
const rumour = fact('StatementMade', '2026-10-02', { speaker: 'CTO' }, 'press');

describe('the effect of recorded events', () => {
  const subject = startedOnce(() => startSubscribing());
  /** As it was when it was the last that was on record. */
  const asTold: PlacedChange[] = [];
  beforeAll(async () => {
    const append = async (stream: string, id: string, event: LedgerEvent) => {
      await subject.events.append([{ stream, expected: 'any', events: [{ id, event }] }], { actor: owner });
      asTold.push(...(await told(asTold.length)));
    };
    const publish = (id: string, staleAfterDays: number) =>
      append(schemeStream('secnumcloud'), id, {
        type: 'SchemePublished',
        data: { scheme: { ...secnumcloud, staleAfterDays } },
      });
    const record = (n: number, event: DossierEvent) => append(dossierStream(dossier), uuid(n), event);

    await append(providerStream(taker), uuid(10), { type: 'ProviderRegistered', data: { name: 'Taker' } });
    await record(11, filed);
    await publish(uuid(12), 200);
    await record(13, rumour);
    await append(
      providerStream(provider),
      uuid(14),
      providerFact('ProviderRenamed', '2026-01-01', { name: 'Outscale SAS' }),
    );
    await append(providerStream(provider), uuid(15), corrected(uuid(14), { data: { name: 'Outscale SA' } }));
    await append(providerStream(provider), uuid(16), retracted(uuid(15)));
    await record(17, fact('ServiceTransferred', '2026-01-02', { to: taker }));
    await record(18, corrected(uuid(11), { source: { kind: 'list', publisher: 'ANSSI' } }));
    await record(19, retracted(uuid(11)));
  });

  const batch = async (after = 0, limit = 100) => subject.events.readAll({ after, limit });
  const told = async (after = 0, limit = 100) =>
    changesOf(subject.events, subject.schemes, await batch(after, limit), 'Europe/Paris');
  const of = async (n: number) => (await told()).find(({ change }) => change.id === uuid(n))!;

  it('does not depend on the time of the query or on batch limits', async () => {
    const whole = await told();
    expect(whole).toHaveLength(12);
    expect(asTold).toEqual(whole);
    for (const size of [1, 4]) {
      const parts = [];
      for (let after = 0; after < whole.length; after += size) parts.push(...(await told(after, size)));
      expect(parts).toEqual(whole);
    }
  });

  it('uses the scheme recorded at that position; its publication concerns no dossier', async () => {
    expect((await of(11)).change.next).toMatchObject({ kind: 'staleness', due: '2027-06-28' });
    expect((await of(13)).change.next).toMatchObject({ kind: 'staleness', due: '2027-04-20' });
    const { change, places } = await of(12);
    expect([change.status, change.next, places]).toEqual([
      null,
      null,
      [{ provider: null, dossier: null, scheme: 'secnumcloud', register: null }],
    ]);
  });

  it('of a transfer belongs to both providers', async () => {
    const place = { dossier, scheme: 'secnumcloud', register: null };
    expect((await of(17)).places).toEqual([
      { ...place, provider: taker },
      { ...place, provider },
      { ...place, provider: taker },
    ]);
    expect((await of(13)).places).toEqual([{ ...place, provider }]);
  });

  it('of an amendment includes the previous state of its event', async () => {
    const renamed = (await of(14)).change;
    const { change: correction } = await of(15);
    expect(correction.amends).toMatchObject({ type: 'ProviderRenamed', data: { name: 'Outscale SAS' } });
    expect((await of(16)).change.amends).toMatchObject({ type: 'EventCorrected', data: { event: uuid(14) } });
    expect((await of(18)).change).toMatchObject({
      amends: filed,
      status: { before: { status: 'applied', confirmed: false }, after: { status: 'applied', confirmed: true } },
    });
    expect((await of(19)).change).toMatchObject({
      amends: { ...filed, source: { kind: 'list', publisher: 'ANSSI' } },
      status: { before: { status: 'applied', confirmed: true }, after: { status: 'unknown', confirmed: false } },
    });
    expect('amends' in renamed).toBe(false);
  });
});
