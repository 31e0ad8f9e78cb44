import { describe, expect, it } from '@jest/globals';
import { uuid } from '#test/events.js';
import { answerUrl, carried, digest, links, remind, reminder, secrets, timestamp } from '#test/mail-of.js';
import type { Message } from '../message.js';
import { payloadOf } from './payload.js';

const payload = (message: Message) =>
  JSON.parse(payloadOf(carried(message), { secrets, links })) as { data: Record<string, unknown> };

describe('the payload of a webhook', () => {
  it('tells all of a reminder, and where it is answered', () => {
    expect(payload(remind({ lapses: '2027-01-31', escalation: true }))).toEqual({
      type: 'deadline.reminder',
      timestamp,
      data: {
        id: uuid(4),
        deadline: { key: `grant-end/${uuid(5)}`, version: 1 },
        dossier: uuid(2),
        kind: 'grant-end',
        state: 'open',
        provider: 'Outscale',
        service: 'IaaS',
        scheme: 'secnumcloud',
        opens: '2026-07-02',
        due: '2026-12-29',
        lapses: '2027-01-31',
        daysLeft: 34,
        rung: 34,
        escalation: true,
        title: '2279',
        url: 'https://jalon.example.org/v1/dossiers/1',
        answerUrl,
      },
    });
  });

  it('tells the reminders of a digest in their order, and where all of them are answered', () => {
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
    expect(searchParams.get('token')).toBe(secrets.answerToken(uuid(9), until));
  });

  it('gives a verification its challenge', () => {
    const ask: Message = { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 2 } };
    expect(payload(ask).data).toEqual({ subscription: uuid(1), challenge: secrets.confirmToken(uuid(1), 2) });
  });
});
