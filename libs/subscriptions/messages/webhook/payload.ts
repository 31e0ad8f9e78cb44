import { z } from 'zod';
import { isReading, type RegisterReading } from '#domain/register/register-events.js';
import type { Links, Tokens } from '../links.js';
import {
  answerableUntil,
  type DeliveryContent,
  ImportSummarySchema,
  LedgerResetSchema,
  type Message,
  type RegisterNotice,
  ReadingNewsSchema,
  ReminderSchema,
} from '../message.js';
import { type Change, ChangeSchema } from '../change.js';

interface PayloadContext {
  secrets: Tokens;
  links: Links;
}

/**
 * The request body of a message: `{ type, timestamp, data }`. The challenge of a verification and the answer link of a reminder
 * are added here and never stored, so a copy of the database grants nothing.
 */
export function payloadOf(delivery: DeliveryContent, context: PayloadContext): string {
  const { type, timestamp } = delivery.message;
  return JSON.stringify({ type, timestamp, data: dataOf(delivery, context) });
}

function dataOf({ message, ...delivery }: DeliveryContent, { secrets, links }: PayloadContext): object {
  switch (message.type) {
    case 'subscription.verification': {
      const { subscription, round } = message.data;
      const challenge = secrets.token('confirmation', subscription, round);
      return { subscription, challenge } satisfies DataOf<'subscription.verification'>;
    }
    case 'event.recorded':
      return wholeOf(message.data);
    case 'import.summary': {
      const { afterInQuery, ...data } = message.data;
      return { ...data, url: links.eventsAfter(afterInQuery) } satisfies DataOf<'import.summary'>;
    }
    case 'register.read': {
      const url = links.reading(message.data.register, message.data.reading);
      return { ...message.data, url } satisfies DataOf<'register.read'>;
    }
    case 'deadline.reminder':
    case 'deadline.digest':
      return { ...message.data, answerUrl: links.answer(delivery.message_id, answerableUntil(delivery)) } satisfies
        | DataOf<'deadline.reminder'>
        | DataOf<'deadline.digest'>;
    case 'subscription.test':
    case 'ledger.reset':
      return message.data satisfies DataOf<'subscription.test'> | DataOf<'ledger.reset'>;
    case 'account.link':
    case 'proposal.waiting':
    case 'services.report':
    case 'changes.digest':
    case 'subscription.failing':
    case 'subscription.disabled':
    case 'register.stale':
    case 'register.held':
      return message.data; // sent by mail only
  }
}

/** As in the change feed: absent fields are `null`. */
function wholeOf(change: Change): DataOf<'event.recorded'> {
  const { occurred = null, source = null, status = null, next = null } = change as Partial<DataOf<'event.recorded'>>;
  const { amends } = change;
  return {
    ...{ ...change, occurred, source, status, next },
    ...(amends && isReading(amends) && { amends: withFewKeys(amends) }),
  };
}

/** Keys of entries in each list of an amended reading, which may have as many as its register. */
const MOST_KEYS = 100;

const withFewKeys = (read: RegisterReading): RegisterReading => {
  const { added, changed, gone, unconfirmed } = read.data;
  const few = (keys: readonly string[]): string[] => keys.slice(0, MOST_KEYS);
  const lists = { added: few(added), changed: few(changed), gone: few(gone) };
  return { ...read, data: { ...read.data, ...lists, ...(unconfirmed && { unconfirmed: few(unconfirmed) }) } };
};

/** Whether a response body is `{ "challenge": … }` with the challenge that was sent. */
export function isChallengeReturned(body: string, challenge: string): boolean {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'challenge' in answer && answer.challenge === challenge;
  } catch {
    return false;
  }
}

const answerUrl = z
  .url()
  .describe('Page for acknowledging or snoozing the reminders without a key; valid for 60 days.');

/** The `data` of each message: types, OpenAPI and samples derive from it. */
const payloadSchemas = {
  'event.recorded': ChangeSchema,
  'import.summary': ImportSummarySchema.extend({ url: z.url().describe('The events from there on.') }),
  'register.read': ReadingNewsSchema.extend({ url: z.url().describe('The reading, with its differences.') }),
  'deadline.reminder': ReminderSchema.extend({ answerUrl }),
  'deadline.digest': z.strictObject({
    reminders: z.array(ReminderSchema).describe('Most urgent first.'),
    answerUrl,
  }),
  'subscription.verification': z.strictObject({
    subscription: z.uuid(),
    challenge: z.string().describe('Return it as `{"challenge": "…"}` with a 2xx status.'),
  }),
  'subscription.test': z.strictObject({ subscription: z.uuid() }),
  'ledger.reset': LedgerResetSchema,
} satisfies Partial<Record<Message['type'], z.ZodType>>;

/** The others are sent by mail only. */
export type PayloadType = keyof typeof payloadSchemas;

export type DataOf<T extends PayloadType> = z.input<(typeof payloadSchemas)[T]>;

/** The body in the format of Standard Webhooks. */
export const payloadSchema = (type: PayloadType) =>
  z.strictObject({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('Time of the subject of the message, not of sending.'),
    data: payloadSchemas[type],
  });

export const PAYLOAD_TYPES = Object.keys(payloadSchemas) as PayloadType[];
