import { z } from 'zod';
import { isReading, type RegisterReading } from '#domain/register/register-events.js';
import {
  answerableUntil,
  type Change,
  ChangeSchema,
  type DeliveryContent,
  ImportSummarySchema,
  LedgerResetSchema,
  type Message,
  ReadingNewsSchema,
  ReminderSchema,
} from '../message.js';
import type { Links, Tokens } from '../links.js';

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

type DataOf<T extends PayloadType> = z.input<(typeof payloadSchemas)[T]>;

/** The body in the format of Standard Webhooks. */
export const payloadSchema = (type: PayloadType) =>
  z.strictObject({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('Time of the subject of the message, not of sending.'),
    data: payloadSchemas[type],
  });

export const PAYLOAD_TYPES = Object.keys(payloadSchemas) as PayloadType[];

const timestamp = '2026-11-27T08:00:00.000Z';
const dossier = '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11';
const subscription = '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11';
const delivery = '1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d';
const reading = '7c1e2f30-4a5b-5c6d-8e7f-90a1b2c3d4e5';
const readingUrl = `https://jalon.example.org/v1/registers/fedramp-marketplace/readings/${reading}`;
const fedramp = { register: 'fedramp-marketplace', name: 'FedRAMP Marketplace', scheme: 'fedramp' } as const;
const sampleAnswerUrl = `https://jalon.example.org/reminders/${delivery}?until=1800950400&token=PzQ7kY3v0Q`;

const bareMetalPod = {
  provider: { id: '5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f11', slug: 'ovhcloud', name: 'OVHcloud' },
  dossier: { id: dossier, scheme: 'secnumcloud', service: 'Bare Metal Pod' },
  scheme: 'secnumcloud',
};

const grantEnd = {
  id: '0d3b1f5e-9c55-5a0e-8f0b-4a3c0f6f2b11',
  deadline: { key: 'grant-end/7a0e4c51-2f6b-5d0e-9b51-0c8f5d2e6a10', version: 1 },
  dossier,
  kind: 'grant-end',
  state: 'open',
  provider: 'OVHcloud',
  service: 'Bare Metal Pod',
  scheme: 'secnumcloud',
  opens: '2026-07-02',
  due: '2026-12-29',
  lapses: null,
  daysLeft: 32,
  rung: 30,
  escalation: false,
  title: '2279',
  url: `https://jalon.example.org/v1/dossiers/${dossier}`,
} as const;

const surveillance = {
  ...grantEnd,
  id: '4f8a6c20-1d3e-5b7a-9c48-6e2d0f1b3a59',
  deadline: { key: 'surveillance/7a0e4c51-2f6b-5d0e-9b51-0c8f5d2e6a10', version: 2 },
  kind: 'surveillance',
  due: '2027-02-25',
  opens: '2026-11-27',
  daysLeft: 90,
  rung: 90,
  title: null,
} as const;

const samples: { [T in PayloadType]: DataOf<T> } = {
  'event.recorded': {
    position: 31,
    id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
    stream: `dossier-${dossier}`,
    version: 5,
    recordedAt: timestamp,
    ...bareMetalPod,
    status: {
      before: { status: 'in-progress', confirmed: true, stage: 'J2', stageConfirmed: true },
      after: { status: 'granted', confirmed: true, stage: 'J3', stageConfirmed: true },
    },
    next: { kind: 'grant-end', due: '2026-12-29', title: '2279' },
    type: 'GrantIssued',
    occurred: '2023-12-28',
    source: { kind: 'decision', publisher: 'ANSSI' },
    data: { decision: '2279', validUntil: '2026-12-29' },
  },
  'import.summary': {
    import: '3f2a7c1e-5b64-4d0f-9a8e-7c6b5d4e3f21',
    events: 12,
    after: 31,
    upTo: 58,
    subjects: [bareMetalPod],
    more: false,
    url: 'https://jalon.example.org/v1/events?after=31',
  },
  'register.read': {
    ...fedramp,
    reading,
    day: '2026-11-26',
    position: 812,
    entries: 702,
    added: 3,
    changed: 41,
    gone: 1,
    changes: 49,
    dossiers: [
      {
        provider: { id: '5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f12', slug: 'okta', name: 'Okta' },
        dossier: { id: dossier, scheme: 'fedramp', service: 'Okta IDaaS' },
        scheme: 'fedramp',
        status: {
          before: { status: 'in-progress', confirmed: true, stage: 'assessment', stageConfirmed: true },
          after: { status: 'granted', confirmed: true, stage: 'authorization', stageConfirmed: true },
        },
      },
    ],
    more: true,
    url: readingUrl,
  },
  'deadline.reminder': { ...grantEnd, answerUrl: sampleAnswerUrl },
  'deadline.digest': { reminders: [grantEnd, surveillance], answerUrl: sampleAnswerUrl },
  'subscription.verification': { subscription, challenge: 'q7Jk3pQyS8mB1xT5vN2cL9wR4dF6hG0zA-eU_iOoPnM' },
  'subscription.test': { subscription },
  'ledger.reset': { epoch: 1_795_766_400, position: 120 },
};

export const payloadSample = <T extends PayloadType>(type: T) => ({ type, timestamp, data: samples[type] });

/** Not the verification: answering it would confirm nothing. */
const TestType = z.enum(PAYLOAD_TYPES).exclude(['subscription.verification']);

export type TestType = z.infer<typeof TestType>;

export const TEST_TYPES = TestType.options;

export const TestSchema = z
  .strictObject({
    type: TestType.default('subscription.test').describe(
      'Type of the message, with sample data. Other than `subscription.test` for webhooks only.',
    ),
  })
  .meta({ id: 'TestMessage', example: { type: 'event.recorded' } });

/** A sample as a message to be sent now; what is added when it is sent replaces the addresses in it. */
export function sampleMessage(type: TestType, subscription: string, now: Date): Message {
  const data = samples[type];
  const added =
    type === 'import.summary'
      ? { afterInQuery: String(samples[type].after) }
      : type === 'subscription.test' && { subscription };
  return { type, timestamp: now.toISOString(), data: { ...data, ...added } } as Message;
}
