import { grant, openDossier } from '#test/recording.js';
import type { Reminding } from '#test/reminding.js';

/** To be reminded of deadlines, and to hear of nothing else. */
export const deadlinesOnly = { filter: { changes: false, deadlines: true } };

/** A second list, told so many days later. */
export const bossAfter = (escalateAfterDays: number) => ({
  ...deadlinesOnly,
  address: 'boss@example.org',
  reminders: { role: 'escalation', escalateAfterDays },
});

/**
 * A certification that ends on a day, two weeks ahead unless said, and a subscription to its deadlines. Its renewal is asked
 * for, so that its end is all that anybody is reminded of. @param asks of the subscription @param data of the grant
 */
export async function endingGrant(jalon: Reminding, validUntil = '2026-12-09', asks: object = {}, data: object = {}) {
  const subscription = await jalon.subscribe(jalon.api, { ...deadlinesOnly, ...asks });
  const dossier = await openDossier(jalon.api, 'Outscale');
  await dossier.record({
    type: 'ApplicationFiled',
    occurred: '2025-01-01',
    source: { kind: 'company', publisher: 'Outscale' },
    data: {},
  });
  const { body } = await dossier.record(grant({ validUntil, ...data }));
  const event = (body as { id: string }).id;
  await jalon.plan();
  return { subscription, dossier, event, key: `grant-end/${event}` };
}

/** The correction of an ending grant, whose end was another day. */
export const endMoves = (event: string, validUntil: string) => ({
  type: 'EventCorrected',
  data: { event, changes: { data: { validUntil } }, reason: 'misread' },
});
