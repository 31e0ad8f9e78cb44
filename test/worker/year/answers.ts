import { assertDone } from './recording.js';
import { toldIn, type About } from './told.js';
import type { World } from './world.js';

type Which = (about: About) => boolean;

/** The officer acknowledges the last reminder of something that she got, over REST. */
export async function acknowledge(world: World, which: Which): Promise<void> {
  const { about } = await lastOf(world, which);
  assertDone(await world.officer.post(`/v1/reminders/${about.id}/answer`, { answer: 'acknowledge' }));
}

/** She follows the link in the mail and clicks on the page. */
export const acknowledgeByLink = (world: World, which: Which): Promise<void> =>
  answerByLink(world, which, { answer: 'acknowledge' });

/** She wants to hear of it again on a day. */
export const snoozeByLink = (world: World, which: Which, until: string): Promise<void> =>
  answerByLink(world, which, { answer: 'snooze', until });

async function answerByLink(world: World, which: Which, fields: Record<string, string>): Promise<void> {
  const { about, message } = await lastOf(world, which);
  const link = linkIn(world, message);
  const page = await world.anybody.get(link);
  assertDone(page);
  if (!String(page.body).includes(about.id)) throw new Error('the page does not offer to answer that');
  const form = new URLSearchParams({ reminder: about.id, ...fields });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  assertDone(await world.anybody.post(link, form.toString(), headers));
}

/** The path and query of it: `PUBLIC_URL` is not where the test listens. */
function linkIn({ smtp }: World, message: string): string {
  const mail = smtp.received.find(({ parsed }) => parsed.messageId?.includes(message));
  const link = /\/reminders\/\S+token=[\w-]+/.exec(mail?.parsed.text ?? '')?.[0];
  if (link === undefined) throw new Error('the mail has no link to answer it');
  return link;
}

async function lastOf(world: World, which: Which) {
  const told = (await toldIn(world)).findLast(({ to, about }) => to.name === 'officer' && which(about));
  if (!told) throw new Error('the officer was not told of it');
  return told;
}
