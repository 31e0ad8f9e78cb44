import { describe, expect, it } from '@jest/globals';
import { uuid } from '#test/events.js';
import { mailOf } from '#test/mail-of.js';
import { SAMPLE_MAILS } from '#test/sample-mails.js';
import type { Message } from '../message.js';

const sample = (name: string): Message => SAMPLE_MAILS[`subscription.${name}`]!;
const withData = (message: Message, override: object): Message =>
  ({ ...message, data: { ...message.data, ...override } }) as Message;

describe('the mail of an endpoint that takes nothing', () => {
  it('states the start, the pending messages, the consequence and the action needed', () => {
    const { subject, text } = mailOf(sample('failing, 48'), 'en');
    expect(subject).toBe('hooks.example.org/…: no successful delivery for 48 hours');
    expect(text)
      .toContain(`No message has been delivered to this address since 23 November 2026 at 09:10 (Europe/Paris).

12,408 messages are waiting. Nothing is lost: deliveries resume automatically after the first success.

Jalon keeps retrying. After 72 hours without success, the subscription is disabled and its messages are held.

What to do: check that the address can be reached and responds with a 2xx status within 15 seconds.

Address: hooks.example.org/…
Failing since: 23 November 2026 at 09:10 (Europe/Paris)

Open this subscription in Jalon:
https://jalon.example.org/subscribers/${uuid(40)}
`);
    expect(mailOf(sample('failing, 24'), 'fr').text).toContain('Dernière erreur\u202f: the endpoint answered 503\n');
  });

  it.each([
    [0, '0 message attend.', '0 messages are waiting.'],
    [1, '1 message attend.', '1 message is waiting.'],
    [2, '2 messages attendent.', '2 messages are waiting.'],
  ])('counts as each language does: %i', (owed, french, english) => {
    const message = withData(sample('failing, 24'), { owed });
    expect(mailOf(message, 'fr').text).toContain(french);
    expect(mailOf(message, 'en').text).toContain(english);
  });

  it.each([
    ['gone', 'a répondu 410 (Gone)', 'Aucun message n’est retenu pour l’instant.', 'Sinon, résiliez-le.'],
    [
      'failing',
      'n’a abouti pendant 72 heures',
      '314 messages sont retenus.',
      'rétablissez la réception à cette adresse',
    ],
    ['bounced', 'rejette cette adresse', '2 messages sont retenus.', 'lever le blocage par un administrateur'],
  ])('says why it was disabled, and how it comes back: %s', (because, why, held, todo) => {
    const { text } = mailOf(sample(`disabled, ${because}`), 'fr');
    for (const part of [
      why,
      held,
      todo,
      'Ouvrir cet abonnement dans Jalon\u202f:\nhttps://jalon.example.org/subscribers/',
    ])
      expect(text).toContain(part);
  });

  it('shows nothing of an address that may be secret, and cuts an error short', () => {
    const long = withData(sample('disabled, failing'), { lastError: 'x'.repeat(5000) });
    for (const message of [sample('failing, 24'), long]) {
      const { text, html } = mailOf(message, 'en');
      expect(text + html).not.toMatch(/token=secret|jalon\?/);
      expect(text.length).toBeLessThan(2000);
    }
  });
});
