import { remindersIn, payloadIn } from '#test/webhook-receiver.js';
import { cast, type Member, type World, assertDone } from './world.js';
import type { Done } from './story.js';
import { onTheWall, weekdayOf } from './wall-time.js';

/** One reminder, as it came. */
export interface Told {
  /** When it was sent, as the message itself says. */
  at: Date;
  to: Member;
  /** The same for all that came in one message. */
  message: string;
  /** How many came in it, and which of them this is. */
  of: number;
  place: number;
  about: About;
}

/** What a reminder says, as far as the year looks at it. */
export interface About {
  id: string;
  deadline: { key: string; version: number };
  kind: string;
  provider: string;
  service: string | null;
  due: string;
  daysLeft: number;
  rung: number;
  escalation: boolean;
  title: string | null;
  url: string;
}

/** Every reminder that has arrived, at the mail server or at the endpoint. */
export async function toldIn(world: World): Promise<Told[]> {
  return [...(await mailed(world)), ...posted(world)].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function posted({ hook }: World): Told[] {
  const to = cast.find(({ asks }) => asks.channel === 'webhook')!;
  return hook.received.flatMap((request) => {
    const header = (name: string) => String(request.headers[name]);
    const at = new Date(Number(header('webhook-timestamp')) * 1000);
    return each(at, to, header('webhook-id'), payloadIn(request));
  });
}

/** A mail is read by people: what it reminds of, in figures, is on the delivery that its `Message-ID` names. */
async function mailed({ smtp, database }: World): Promise<Told[]> {
  const rows = await database.app.selectFrom('delivery').select(['id', 'message']).execute();
  const messages = new Map(rows.map(({ id, message }) => [id, message as unknown as Sent]));
  return smtp.received.flatMap(({ to: [address], parsed }) => {
    const to = cast.find(({ asks }) => asks.address === address)!;
    const id = /^<([^@]+)@/.exec(parsed.messageId ?? '')?.[1] ?? '';
    const message = messages.get(id);
    return message ? each(parsed.date!, to, id, message) : [];
  });
}

interface Sent {
  type: string;
  data: unknown;
}

function each(at: Date, to: Member, message: string, sent: Sent): Told[] {
  const abouts = remindersIn<About>(sent);
  return abouts.map((about, place) => ({ at, to, message, of: abouts.length, place, about }));
}

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

/** What was done and what was told, in the order of time, a line each. */
export function transcriptOf(told: readonly Told[], done: readonly Done[]): string[] {
  const lines = [
    ...done.map((deed) => ({ at: deed.at, rank: 0, line: lineOf(deed.at, 'Europe/Paris', '*', '', deed.what) })),
    ...told.map((one) => ({ at: minuteOf(one.at), rank: 1, ...rankIn(one), line: tellingOf(one) })),
  ];
  return lines
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank || compareTold(a, b))
    .map(({ line }) => line);
}

interface Ranked {
  who?: number;
  message?: string;
  daysLeft?: number;
  line: string;
}

const rankIn = ({ to, message, about: { daysLeft } }: Told) => ({ who: cast.indexOf(to), message, daysLeft });

/** By reader, then by message, most urgent first. */
const compareTold = (a: Ranked, b: Ranked): number =>
  (a.who ?? 0) - (b.who ?? 0) ||
  (a.message ?? '').localeCompare(b.message ?? '') ||
  (a.daysLeft ?? 0) - (b.daysLeft ?? 0) ||
  a.line.localeCompare(b.line, 'en');

const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

function tellingOf({ at, to, of, about }: Told): string {
  const { provider, service, kind, title, due, escalation } = about;
  const whose = service === null ? provider : `${provider}, ${service}`;
  const which = [...(title === null ? [] : [title]), due].join(', ');
  const what = `${whose}: ${KINDS[kind] ?? kind} ${when(about)} (${which})`;
  const digest = of > 1 ? `1 of ${of}` : '';
  return lineOf(at, to.zone, to.name, digest, escalation ? `escalated: ${what}` : what);
}

function lineOf(at: Date, zone: string, who: string, digest: string, what: string): string {
  const [day = '', time = ''] = onTheWall(at, zone).split(' ');
  return `${weekdayOf(day)} ${day} ${time}  ${who.padEnd(8)}  ${digest.padEnd(6)}  ${what}`;
}

const KINDS: Record<string, string> = {
  'grant-end': 'end of validity',
  'dependency-end': 'end of validity of a dependency',
  'renewal-window': 'renewal to be asked for',
  reservation: 'reservation to be lifted',
  target: 'announced target',
  staleness: 'update expected',
  'officer-set': 'deadline',
};

function when({ daysLeft }: Pick<Told['about'], 'daysLeft'>): string {
  if (daysLeft === 0) return 'today';
  const days = `${Math.abs(daysLeft)} ${Math.abs(daysLeft) === 1 ? 'day' : 'days'}`;
  return daysLeft > 0 ? `in ${days}` : `${days} ago`;
}
