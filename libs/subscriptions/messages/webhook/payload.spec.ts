import { describe, expect, it } from '@jest/globals';
import { fact, retracted, source, uuid } from '#test/events.js';
import { answerUrl, carried, digest, links, remind, reminder, secrets, timestamp } from '#test/mail-of.js';
import type { Change, Message } from '../message.js';
import { PAYLOAD_TYPES, payloadOf, payloadSample, payloadSchema } from './payload.js';

const payload = (message: Message) =>
  JSON.parse(payloadOf(carried(message), { secrets, links })) as { data: Record<string, unknown> };

describe('the payload of a webhook', () => {
  it('contains all details of a reminder, and the link to answer it', () => {
    const details = { lapses: '2027-01-31', escalation: true };
    expect(payload(remind(details))).toEqual({
      type: 'deadline.reminder',
      timestamp,
      data: { ...reminder(details), answerUrl },
    });
  });

  it('lists the reminders of a digest in order, with the link to answer all', () => {
    expect(payload(digest({ daysLeft: -7 }, { daysLeft: 30 })).data).toEqual({
      reminders: [reminder({ daysLeft: -7 }), reminder({ daysLeft: 30 })],
      answerUrl,
    });
  });

  it('holds the link to answer for sixty days from when it was planned, whenever it is sent', () => {
    const { searchParams, pathname } = new URL(String(payload(remind()).data['answerUrl']));
    const until = Number(searchParams.get('until'));
    expect([pathname, new Date(until * 1000).toISOString()]).toEqual([
      `/reminders/${uuid(9)}`,
      '2027-01-24T08:00:00.000Z',
    ]);
    expect(searchParams.get('token')).toBe(secrets.token('answer', uuid(9), until));
  });

  it('gives a verification its challenge', () => {
    const ask: Message = { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 2 } };
    expect(payload(ask).data).toEqual({ subscription: uuid(1), challenge: secrets.token('confirmation', uuid(1), 2) });
  });

  it('lists few of the entries of a retracted reading', () => {
    const keys = Array.from({ length: 50_000 }, (_, nth) => `FR${nth}`);
    const data = {
      ...{ register: 'A list', scheme: 'fedramp', sha256: 'a'.repeat(64), bytes: 9, entries: 50_000, ignored: 0 },
      ...{ unreadable: 0, added: keys, changed: [], gone: ['FRx'], unconfirmed: keys, profile: 1 },
    };
    const read = { type: 'RegisterRead' as const, occurred: '2026-11-01', source: source('catalogue'), data };
    const place = { position: 9, id: uuid(1), stream: 'register-list', version: 2, recordedAt: timestamp };
    const about = { provider: null, dossier: null, scheme: 'fedramp' };
    const change: Change = { ...place, ...about, ...retracted(uuid(2)), amends: read };
    expect(payload({ type: 'event.recorded', timestamp, data: change }).data['amends']).toEqual({
      ...read,
      data: { ...data, added: keys.slice(0, 100), unconfirmed: keys.slice(0, 100) },
    });
  });
});

const change: Change = {
  ...fact('MilestoneReached', '2024-03', { milestone: 'J1' }),
  ...{ position: 3, id: uuid(3), stream: `dossier-${uuid(2)}`, version: 2, recordedAt: timestamp },
  ...{ provider: null, dossier: null, scheme: null },
};

const register = { register: 'anssi-catalogue', name: 'Catalogue de l’ANSSI', scheme: 'secnumcloud' };
const figures = { entries: 4, added: 0, changed: 0, gone: 0 };

/** With as little as there may be. */
const messages: Message[] = [
  { type: 'event.recorded', timestamp, data: change },
  {
    ...{ type: 'import.summary', timestamp },
    data: { import: uuid(5), events: 1, after: 2, afterInQuery: '2', upTo: 3, subjects: [], more: false },
  },
  {
    ...{ type: 'register.read', timestamp },
    data: {
      ...register,
      reading: uuid(6),
      day: '2026-11-26',
      position: 9,
      ...figures,
      changes: 0,
      dossiers: [],
      more: false,
    },
  },
  remind({ service: null, title: null }),
  digest({ daysLeft: -7, state: 'missed' }, {}),
  { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 2 } },
  { type: 'subscription.test', timestamp, data: { subscription: uuid(1) } },
  { type: 'ledger.reset', timestamp, data: { epoch: 2, position: 120 } },
];

describe('the schema of a payload', () => {
  it.each(messages.map((message) => [message.type, message] as const))(
    'matches the message sent: %s',
    (type, message) => {
      const sent: unknown = JSON.parse(payloadOf(carried(message), { secrets, links }));
      const schema = payloadSchema(type as (typeof PAYLOAD_TYPES)[number]);
      expect(schema.parse(sent)).toEqual(sent);
      expect(schema.safeParse({ ...(sent as object), more: 1 }).success).toBe(false);
    },
  );

  it('is there for every message that an endpoint gets', () => {
    expect(messages.map(({ type }) => type)).toEqual(PAYLOAD_TYPES);
  });

  it.each(PAYLOAD_TYPES)('fits its sample: %s', (type) => {
    expect(payloadSchema(type).parse(payloadSample(type))).toEqual(payloadSample(type));
  });
});
