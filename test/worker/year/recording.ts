import type { Answered } from '#test/client.js';
import { recordAtClockTime } from './clockwork.js';
import type { World } from './world.js';

/** The officer records on the dossier of a service. */
export async function recordOn(world: World, service: string, event: object): Promise<void> {
  await recordAtClockTime(world);
  assertDone(await world.officer.post(`${await pathOf(world, service)}/events`, event));
}

/** The officer corrects what the last event of a type said. */
export async function correctionOf(world: World, service: string, type: string, data: object): Promise<void> {
  const { body } = await world.officer.get(`${await pathOf(world, service)}/events`);
  const { id } = (body.items as { id: string; type: string }[]).findLast((event) => event.type === type)!;
  const correction = { type: 'EventCorrected', data: { event: id, changes: { data }, reason: 'misread' } };
  await recordOn(world, service, correction);
}

async function pathOf({ officer }: World, service: string): Promise<string> {
  const { body } = await officer.get('/v1/dossiers?limit=200');
  const items = body.items as { id: string; service: { name: string } | null }[];
  return `/v1/dossiers/${items.find((dossier) => dossier.service?.name === service)!.id}`;
}

export function assertDone({ status, body }: Answered): void {
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}
