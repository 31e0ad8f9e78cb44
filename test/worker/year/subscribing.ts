import { until } from '#test/until.js';
import { trust } from '#test/webhook-receiver.js';
import { cast, type Member } from './cast.js';
import { settle } from './clockwork.js';
import { assertDone } from './recording.js';
import type { World } from './world.js';

/** Everybody subscribes and confirms: people by the link in the mail, the endpoint by its echo. */
export async function subscribeAll(world: World): Promise<void> {
  for (const member of cast) await subscribe(world, member);
  await settle(world);
}

async function subscribe(world: World, { asks, owner, of }: Member): Promise<void> {
  const providers = of && (await Promise.all(of.map((name) => providerCalled(world, name))));
  const filter = { changes: false, deadlines: true, ...(providers && { providers }) };
  const url = asks.channel === 'webhook' ? { url: world.hook.url } : {};
  const made = await world[owner].post('/v1/subscriptions', { ...asks, ...url, filter });
  assertDone(made);
  if (asks.channel === 'webhook') trust(world.hook.url, made.body.secret as string);
  const id = made.body.id as string;
  if (asks.channel === 'email') await confirmByMail(world, id);
  await until(async () => (await world[owner].get(`/v1/subscriptions/${id}`)).body.state === 'active');
}

async function confirmByMail({ smtp, anybody }: World, id: string): Promise<void> {
  const link = (): string | undefined =>
    smtp.received
      .flatMap(({ parsed }) => /\/subscriptions\/\S+\/confirm\S+/.exec(parsed.text ?? '') ?? [])
      .find((path) => path.includes(id));
  await until(() => link() !== undefined);
  assertDone(await anybody.post(link()!, ''));
}

async function providerCalled({ officer }: World, name: string): Promise<string> {
  const { body } = await officer.get('/v1/providers?limit=200');
  return (body.items as { id: string; name: string }[]).find((provider) => provider.name === name)!.id;
}
