import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuid } from '#test/events.js';
import { arrivalsIn, remindersOf } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/silent-proxy.js';
import { hookOf, nudge, setDeadlineOn, subscribeAll, untilPlanned } from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { type ReceivedRequest } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Who was told, and by which rungs: each message by the one rung that all in it have. */
function toldIn(requests: readonly ReceivedRequest[]): Map<string, number[]> {
  const told = new Map<string, number[]>();
  for (const request of requests) {
    const rungs = [...new Set(remindersOf(request).map(({ rung }) => Number(rung)))];
    expect(rungs).toHaveLength(1);
    const who = request.path.split('/').at(-1)!;
    told.set(who, [...(told.get(who) ?? []), ...rungs]);
  }
  return told;
}

describe('a clock that jumps', () => {
  let jalon: Working;

  afterEach(() => jalon.close());

  const hook = (id: string, dossiers: readonly string[], wishes: object) => hookOf(jalon, id, dossiers, wishes);
  /** Sets the clock, and lets whoever would be reminded by it be reminded. */
  const at = async (instant: string): Promise<void> => {
    jalon.clock.forward(Date.parse(instant) - jalon.clock.now().getTime());
    await nudge(jalon);
  };
  const quiet = async (ms: number): Promise<number> => {
    await sleep(ms);
    return jalon.receiver.received.length;
  };

  it('forward during work leads to one message with the most urgent reminders, and backward to none', async () => {
    jalon = await prepareWorking('2026-11-23T07:30:00Z'); // a Monday
    await Promise.all([jalon.work(), jalon.work()]);
    const dossiers = Array.from({ length: 4 }, (_, index) => uuid(10_000 + index));
    const ladder = { before: [7, 6, 5, 4, 3], overdue: [] };
    const paris = Array.from({ length: 30 }, (_, index) => uuid(1_000 + index));
    const newYork = Array.from({ length: 30 }, (_, index) => uuid(2_000 + index));
    await subscribeAll(jalon, [
      ...paris.map((id) => hook(id, dossiers, { ladder })),
      ...newYork.map((id) => hook(id, dossiers, { ladder, timeZone: 'America/New_York' })),
    ]);
    await setDeadlineOn(jalon, dossiers);
    await untilPlanned(jalon, 60 * 4 * 5);

    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    jalon.receiver.answer = (_, response) => void held.then(() => response.writeHead(204).end());
    jalon.clock.forward(HOUR);
    await nudge(jalon);
    await until(() => jalon.receiver.received.length >= 8);
    const underWay = jalon.receiver.received.length;
    jalon.clock.forward(3 * DAY); // Thursday: were leases a matter of this clock, all would be over
    await nudge(jalon);
    await sleep(1_500);
    const { sent = 0 } = await jalon.counts();
    expect(sent).toBe(0);
    release();
    await until(async () => (await jalon.counts()).planned === 30 * 4 + 30 * 2 * 4);
    await until(async () => (await jalon.counts()).claimed === undefined);
    const told = toldIn(jalon.receiver.received);
    // Both were under way at once where the jump fell between claim and arrival: nobody promises which comes in first.
    const inOrder = (rungs: readonly number[] = []) => rungs.toSorted((a, b) => b - a);
    for (const id of paris) expect([[7, 4], [4]]).toContainEqual(inOrder(told.get(id)));
    for (const id of newYork) expect([id, told.get(id)]).toEqual([id, [5]]); // Thursday's nine o'clock is yet to come there
    const before = arrivalsIn(jalon.receiver.received);
    expect(before.repeated).toBe(0);

    await at('2026-11-24T08:30:00Z'); // Tuesday again
    await sleep(700);
    await at('2026-11-25T20:00:00Z');
    expect(await quiet(700)).toBe(before.messages.size);

    await at('2026-11-27T08:30:00Z');
    await until(() => jalon.receiver.received.length >= before.messages.size + 60);
    expect(await quiet(300)).toBe(before.messages.size + 60);
    const last = toldIn(jalon.receiver.received.slice(before.messages.size));
    for (const id of paris) expect(last.get(id)).toEqual([3]);
    for (const id of newYork) expect(last.get(id)).toEqual([4]);
    expect(arrivalsIn(jalon.receiver.received).repeated).toBe(0);
    figure('the clock jumped', { underWay, messages: jalon.receiver.received.length, repeated: 0 });
  });

  it('across both clock changes of Europe/Paris sends reminders at nine local time, not earlier', async () => {
    jalon = await prepareWorking('2026-10-22T12:00:00Z');
    await jalon.work();
    const [autumn, spring] = [uuid(10_000), uuid(10_001)];
    await subscribeAll(jalon, [
      hook(uuid(1_000), [autumn], { ladder: { before: [10, 7], overdue: [] } }),
      hook(uuid(1_001), [spring], { ladder: { before: [11, 7], overdue: [] } }),
    ]);
    await setDeadlineOn(jalon, [autumn], '2026-11-02');
    await setDeadlineOn(jalon, [spring], '2027-04-06');
    await untilPlanned(jalon, 2); // spring is beyond the horizon

    const arrivesAt = async (nine: string, count: number): Promise<void> => {
      const instant = Date.parse(nine);
      await at(new Date(instant - HOUR / 4).toISOString());
      expect([nine, await quiet(500)]).toEqual([nine, count - 1]);
      await at(nine);
      await until(() => jalon.receiver.received.length === count);
      const toldAt = Number(jalon.receiver.received.at(-1)!.headers['webhook-timestamp']) * 1000;
      expect(toldAt).toBeGreaterThanOrEqual(instant);
      expect(toldAt).toBeLessThan(instant + HOUR / 4);
    };
    await arrivesAt('2026-10-23T07:00:00Z', 1); // Friday, the last day of summer time on which anybody works
    await arrivesAt('2026-10-26T08:00:00Z', 2);
    await at('2027-03-25T12:00:00Z');
    await untilPlanned(jalon, 2);
    await arrivesAt('2027-03-26T08:00:00Z', 3); // Easter is in between, and its Monday is free
    await arrivesAt('2027-03-30T07:00:00Z', 4);
  });
});
