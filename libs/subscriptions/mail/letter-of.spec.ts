import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { SOURCE_KINDS } from '#domain/source/source.js';
import { fact, uuid } from '#test/events.js';
import { EVENT_TYPES } from '../event-types.js';
import { Links } from '../links.js';
import type { Change, Message, Reminder } from '../message.js';
import { Secrets } from '../secrets.js';
import { eventPhrase } from './event-phrase.js';
import { LANGUAGES, type Language } from './language.js';
import { letterOf } from './letter-of.js';
import { rendered } from './letter.js';
import { WORDS } from './words.js';

const links = new Links('https://jalon.example.org', new Secrets('a secret that is only for this spec'));
const readerOf = (language: Language) => ({ id: uuid(1), language, confirm_until: new Date('2026-11-27T08:00:00Z') });
const mailOf = (message: Message, language: Language) =>
  rendered(letterOf(message, readerOf(language), { links, schemes: builtInSchemes }), language);

const timestamp = '2026-11-25T08:00:00.000Z';
const reminder: Reminder = {
  kind: 'grant-end',
  provider: 'Outscale',
  service: 'IaaS',
  scheme: 'secnumcloud',
  due: '2026-12-29',
  daysLeft: 34,
  title: '2279',
  url: 'https://jalon.example.org/v1/dossiers/1',
};
const remind = (override: Partial<Reminder> = {}): Message => ({
  type: 'deadline.reminder',
  timestamp,
  data: { ...reminder, ...override },
});

const milestone = fact('MilestoneReached', '2024-03', { milestone: 'J1' });
const change = (override: object = {}): Message => ({
  type: 'event.recorded',
  timestamp,
  data: {
    position: 7,
    id: uuid(7),
    stream: `dossier-${uuid(2)}`,
    version: 2,
    recordedAt: timestamp,
    provider: { id: uuid(3), slug: 'outscale', name: 'Outscale' },
    dossier: { id: uuid(2), scheme: 'secnumcloud', service: null },
    scheme: 'secnumcloud',
    ...milestone,
    ...override,
  } as Change,
});

describe('a mail', () => {
  it.each([
    ['fr', 34, 'Outscale, IaaS (SecNumCloud)\u202f: fin de validité dans 34 jours, 29 décembre 2026'],
    ['en', 34, 'Outscale, IaaS (SecNumCloud): end of validity in 34 days, 29 December 2026'],
    ['fr', 1, 'Outscale, IaaS (SecNumCloud)\u202f: fin de validité dans 1 jour, 29 décembre 2026'],
    ['en', 0, 'Outscale, IaaS (SecNumCloud): end of validity today, 29 December 2026'],
    ['fr', -7, 'Outscale, IaaS (SecNumCloud)\u202f: fin de validité dépassée de 7 jours, 29 décembre 2026'],
    ['en', -1, 'Outscale, IaaS (SecNumCloud): end of validity 1 day overdue, 29 December 2026'],
  ] as const)('says in its subject whose deadline, which and how long (%s, %i)', (language, daysLeft, subject) => {
    expect(mailOf(remind({ daysLeft }), language).subject).toBe(subject);
  });

  it('is the same in text and HTML, in either language', () => {
    expect(mailOf(remind({ service: null, due: '2026-12' }), 'en').text).toBe(
      `Outscale (SecNumCloud): end of validity in 34 days

Decision 2279

Due: December 2026

See it in Jalon:
https://jalon.example.org/v1/dossiers/1

--
You receive this message because this address is subscribed to Jalon.
Unsubscribe: ${links.unsubscribe(uuid(1))}
`,
    );
    for (const part of [
      'fin de validité dans 34 jours',
      'Décision 2279',
      '29 décembre 2026',
      links.unsubscribe(uuid(1)),
    ])
      expect(mailOf(remind(), 'fr').html).toContain(part);
  });

  it('escapes whatever is on record, and makes no link of what is not http', () => {
    const nasty = '<script>alert("1")</script> & \'x\'';
    const { html } = mailOf(
      change({
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
    const { subject } = mailOf(change({ provider: { id: uuid(3), slug: 'x', name } }), 'en');
    expect(subject).toMatch(/^Out Bcc: all@example\.org x+…$/);
    expect(subject).toHaveLength(200);
  });

  it('that asks to confirm has no unsubscribe link, and says until when', () => {
    const ask: Message = { type: 'subscription.verification', timestamp, data: { subscription: uuid(1), round: 3 } };
    const { text } = mailOf(ask, 'fr');
    expect(text).toContain('27 novembre 2026 à 09:00 (Europe/Paris)');
    expect(text).toContain(links.confirm(uuid(1), 3));
    expect(text).not.toContain('unsubscribe');
  });

  it('finds words for every event that can be stored, in both languages', () => {
    const samples = readdirSync('test/events').map((name) => {
      const sample = JSON.parse(readFileSync(`test/events/${name}`, 'utf8')) as { type: string };
      return sample;
    });
    expect(new Set(samples.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES));
    for (const sample of samples)
      for (const language of LANGUAGES) expect(eventPhrase(sample as Change, language)).toMatch(/^\S.*\S$/);
  });

  it('finds words for every kind of deadline and source, in both languages', () => {
    for (const { kind, sourceKind } of Object.values(WORDS)) {
      expect(Object.keys(kind).toSorted()).toEqual([...DEADLINE_KINDS].toSorted());
      expect(Object.keys(sourceKind).toSorted()).toEqual([...SOURCE_KINDS].toSorted());
    }
  });
});
