import { beforeEach, expect, it } from '@jest/globals';
import { schemeStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { uuidOf } from '#event-store/encoding.js';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { until } from '#test/until.js';
import { prepareWorking } from '#test/working.js';
import { startedForEach } from '#test/started.js';

const jalon = startedForEach(() => prepareWorking('2026-11-23T07:30:00Z'));
beforeEach(async () => {
  await jalon.work();
});

const issued = uuid(1);
const opens = async () => {
  const row = await jalon.database.app
    .selectFrom('deadline')
    .select(['opens', 'version'])
    .where('key', '=', `grant-end/${issued}`)
    .executeTakeFirst();
  return row && `${row.opens} v${row.version}`;
};

it('a new version or an amendment of a scheme replans the deadlines of its dossiers', async () => {
  const data = { decision: '2118', validFrom: '2024-11-30', validUntil: '2027-11-30' };
  await jalon.record(uuid(500), { id: issued, event: fact('GrantIssued', '2024-11-30', data) });
  await until(async () => (await opens()) !== undefined);
  expect(await opens()).toBe('2027-06-03 v1');
  const publish = (id: string, event: LedgerEvent) =>
    jalon.events.append(
      [{ stream: schemeStream('secnumcloud'), expected: 'any', events: [{ id: uuidOf(id), event }] }],
      { actor: 'key:1 admin' },
    );
  const warning = (warningDays: number) => ({ scheme: { ...secnumcloud, warningDays } });
  await publish('first', { type: 'SchemePublished', data: warning(365) });
  await until(async () => (await opens()) !== '2027-06-03 v1');
  expect(await opens()).toBe('2026-11-30 v1');
  await publish('second', corrected(uuidOf('first'), { data: warning(90) }));
  await until(async () => (await opens()) !== '2026-11-30 v1');
  expect(await opens()).toBe('2027-09-01 v1');
  await publish('third', retracted(uuidOf('second')));
  await until(async () => (await opens()) !== '2027-09-01 v1');
  expect(await opens()).toBe('2026-11-30 v1');
  expect(jalon.complaints).toEqual([]);
});
