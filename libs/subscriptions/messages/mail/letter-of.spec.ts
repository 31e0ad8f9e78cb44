import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type Language } from '#language/language.js';
import { uuid } from '#test/events.js';
import { links, mailOf, timestamp } from '#test/mail-of.js';
import { SAMPLE_MAILS, tell } from '#test/sample-mails.js';
import { storedSamples } from '#test/stored-events.js';
import { EVENT_TYPES, type Message, MESSAGE_TYPES } from '../message.js';
import type { Rendered } from './letter.js';

describe('a mail', () => {
  it('escapes recorded text, and links http addresses only', () => {
    const nasty = '<script>alert("1")</script> & \'x\'';
    const { html } = mailOf(
      tell({
        data: { milestone: nasty, title: nasty, note: nasty },
        source: { kind: 'press', publisher: nasty, url: 'javascript:alert(1)', quote: nasty },
        provider: { id: uuid(3), slug: 'x', name: nasty },
      }),
      'fr',
    );
    expect(html).not.toMatch(/<script|"1"|href="javascript/);
    expect(html.split('&lt;script&gt;').length).toBeGreaterThan(5);
  });

  it('keeps its subject on one line of bounded length', () => {
    const name = `Out\r\nBcc: all@example.org\n${'x'.repeat(300)}`;
    const { subject } = mailOf(tell({ provider: { id: uuid(3), slug: 'x', name } }), 'en');
    expect(subject).toMatch(/^Out Bcc: all@example\.org x+…$/);
    expect(subject).toHaveLength(200);
  });

  it.each([
    [{}, '27 novembre 2026 à 09:00 (Europe/Paris)'],
    [{ timeZone: 'Indian/Reunion' }, '27 novembre 2026 à 12:00 (Indian/Reunion)'],
    [{ timeZone: 'Pacific/Auckland' }, '27 novembre 2026 à 21:00 (Pacific/Auckland)'],
    [{ timeZone: 'Renamed/Since', role: 'escalation' }, '27 novembre 2026 à 09:00 (Europe/Paris)'],
  ])(
    'that asks to confirm has no unsubscribe link, and says until when by the clock of its reader: %j',
    (wishes, until) => {
      const ask: Message = { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 3 } };
      const { text } = mailOf(ask, 'fr', { reminders: wishes });
      expect(text).toContain(until);
      expect(text).toContain(links.confirm(uuid(1), 3));
      expect(text).not.toContain('unsubscribe');
    },
  );
});

const cases = Object.entries(SAMPLE_MAILS).flatMap(([name, message]) =>
  LANGUAGES.map((language): [string, Language, Message] => [name, language, message]),
);

/** Of each event that can be stored. */
const samples = [...storedSamples().values()];

/** What stands for a word that is missing, or for a value that nobody put into words. */
const UNWORDED = /undefined|\bnull\b|NaN|\[object|Invalid Date|\$\{|=>|function/;

/** A line may break before these in French, unless the space is a no-break one. */
const LOOSE = / [:;?!»%]|« /;

const unescaped = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The words of the text part, without its marks and addresses, which HTML has elsewhere. */
const wordsOf = ({ text }: Rendered): string[] =>
  text
    .replaceAll(/https?:\S+/g, '')
    .replaceAll(/[*:\u202f-]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

describe('every mail', () => {
  it('is among these: of each type there is one', () => {
    const types = new Set(Object.values(SAMPLE_MAILS).map(({ type }) => type));
    expect([...types].toSorted()).toEqual(MESSAGE_TYPES.toSorted());
  });

  it.each(cases)('has texts for all its content: %s (%s)', (_, language, message) => {
    expectWords(mailOf(message, language), language);
  });

  it('has words for every event that can be stored', () => {
    expect(new Set(samples.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
    for (const event of samples) for (const language of LANGUAGES) expectWords(mailOf(tell(event), language), language);
  });

  it.each(cases)('loads nothing, runs nothing, and is fit for light and dark: %s (%s)', (_, language, message) => {
    const { html } = mailOf(message, language);
    expect(html).not.toMatch(/<(script|img|link|iframe|object|svg|form)\b|\bsrc=|url\(|@import/i);
    expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`));
    expect(html).toMatch(/name="color-scheme" content="light dark".*prefers-color-scheme:dark.*@media print/s);
  });

  it.each(cases)(
    'begins, in lists of mails, with more than its subject, and nothing of its frame: %s (%s)',
    (_, language, message) => {
      const { html, subject } = mailOf(message, language);
      const [, preview = ''] = /<div class="preview"[^>]*>([^<]*?)(?:&#8199;&#847;){60}<\/div>/.exec(html) ?? [];
      expect(preview.trim()).not.toBe('');
      expect(preview).not.toBe(subject);
    },
  );

  it('about one change has one link, beside those that change what is sent', () => {
    const told = cases.filter(([, , { type }]) => type === 'event.recorded');
    for (const [, language, message] of told) {
      const { html, text } = mailOf(message, language);
      expect(html.match(/href=/g)).toHaveLength(3);
      expect(text.match(/https?:/g)).toHaveLength(3);
    }
  });
});

function expectWords(mail: Rendered, language: Language): void {
  const html = unescaped(mail.html);
  for (const part of [mail.subject, mail.text, html]) {
    expect(part).not.toMatch(UNWORDED);
    if (language === 'fr') expect(part).not.toMatch(LOOSE);
  }
  expect(mail.subject.length).toBeLessThanOrEqual(200);
  expect(mail.subject.trim()).not.toBe('');
  expect(wordsOf(mail).filter((word) => !html.includes(word))).toEqual([]);
}

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
