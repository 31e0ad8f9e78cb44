import { remindersIn } from '#test/reminders-in.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { cast, type Member } from './cast.js';
import type { World } from './world.js';

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
