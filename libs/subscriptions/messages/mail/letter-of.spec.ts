import { describe, expect, it } from '@jest/globals';
import { SOURCE_KINDS } from '#domain/source/source.js';
import { uuid } from '#test/events.js';
import { links, mailOf, timestamp } from '#test/mail-of.js';
import { tell } from '#test/sample-mails.js';
import { storedSamples } from '#test/stored-events.js';
import { EVENT_TYPES } from '../change.js';
import type { Message } from '../message.js';
import { phrases } from '#language/phrases.js';
import { LANGUAGES } from '#language/language.js';

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

  it('can be about every event that can be stored', () => {
    expect(new Set([...storedSamples().values()].map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
  });

  it('finds words for every kind of source, in both languages', () => {
    for (const language of LANGUAGES)
      expect(Object.keys(phrases(language).events.sourceKinds).toSorted()).toEqual([...SOURCE_KINDS].toSorted());
  });

  it.each([
    ['everything', { fr: phrases('fr').mail.general, en: phrases('en').mail.general }],
    ['deadlines', { fr: phrases('fr').mail.reminders, en: phrases('en').mail.reminders }],
    ['changes', { fr: phrases('fr').mail.changes, en: phrases('en').mail.changes }],
    ['what takes nothing any more', { fr: phrases('fr').mail.trouble, en: phrases('en').mail.trouble }],
  ])('finds the same words in both languages about %s, none of them empty', (_, words) => {
    expect(wordsIn(words.fr)).toEqual(wordsIn(words.en));
    for (const language of LANGUAGES) for (const [, word] of flat(words[language])) expect(word).not.toBe('');
  });
});

/** Every word by the path of its keys. */
const flat = (words: object, path = ''): [string, unknown][] =>
  Object.entries(words).flatMap(([key, word]: [string, unknown]): [string, unknown][] =>
    typeof word === 'object' && word !== null ? flat(word, `${path}${key}.`) : [[path + key, word]],
  );

/** The compiler compares the parameters of those that are functions: French is typed by the English. */
const wordsIn = (words: object) =>
  flat(words)
    .map(([path, word]) => [path, typeof word])
    .toSorted(([a], [b]) => String(a).localeCompare(String(b)));
