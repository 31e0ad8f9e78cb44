import { describe, expect, it } from '@jest/globals';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { uuid } from '#test/events.js';
import { carried, digest, links, remind } from '#test/mail-of.js';
import type { Attempt } from '../attempt.js';
import type { Message } from '../../messages/message.js';
import { envelopeOf } from './envelope.js';

const headersOf = (message: Message) =>
  envelopeOf(
    {
      delivery: { ...carried(message), id: uuid(8) },
      subscription: { id: uuid(1), target: 'officer@example.org', language: 'en', reminders: {}, account: null },
    } as Attempt,
    { links, schemes: builtInSchemes, zone: 'Europe/Paris', from: 'Jalon <jalon@example.org>' },
  ).headers;

describe('the headers of a mail', () => {
  it('put a reminder into the thread of its dossier, and end the subscription in one click', () => {
    expect(headersOf(remind({ dossier: uuid(2) }))).toEqual({
      'Message-ID': `<${uuid(8)}@example.org>`,
      'In-Reply-To': `<dossier-${uuid(2)}@example.org>`,
      References: `<dossier-${uuid(2)}@example.org>`,
      'Content-Language': 'en',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      'List-Id': 'Jalon <jalon.example.org>',
      'List-Unsubscribe': `<${links.unsubscribe(uuid(1))}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('put a digest into a thread only when all of it is about one dossier', () => {
    const one = digest({ dossier: uuid(2) }, { dossier: uuid(2), kind: 'reservation' });
    expect(headersOf(one)['References']).toBe(`<dossier-${uuid(2)}@example.org>`);
    const two = digest({ dossier: uuid(2) }, { dossier: uuid(3) });
    expect(headersOf(two)).not.toHaveProperty('References');
    expect(headersOf(two)).toHaveProperty('List-Unsubscribe');
  });
});
