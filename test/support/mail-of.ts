import type { Weekday } from '#domain/date/weekday.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Message, Reminder, Standing } from '#subscriptions/messages/message.js';
import { Links } from '#subscriptions/messages/links.js';
import type { Language } from '#language/language.js';
import { letterOf } from '#subscriptions/messages/mail/letter-of.js';
import { rendered, type Rendered } from '#subscriptions/messages/mail/letter.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { uuid } from './events.js';

export const secrets = new Secrets('a secret that is only for this spec');
export const links = new Links('https://jalon.example.org', secrets);

export const timestamp = '2026-11-25T08:00:00.000Z';

/** Of a delivery. */
export const carried = (message: Message) => ({ message, message_id: uuid(9), created_at: new Date(timestamp) });

/** The link that `carried` gives its reader: sixty days from its making. */
export const answerUrl = links.answer(uuid(9), new Date('2027-01-24T08:00:00Z'));

interface ReaderOf {
  reminders?: object;
  names?: ReadonlyMap<string, string>;
  weekly?: Weekday;
}

/** The mail that a message becomes for a subscriber. */
export const mailOf = (message: Message, language: Language, reader?: ReaderOf): Rendered =>
  rendered(letterFor(message, language, reader), language);

export function letterFor(message: Message, language: Language, { reminders = {}, names, weekly }: ReaderOf = {}) {
  const frequency = { mode: weekly ? 'weekly' : 'immediate', digest_day: weekly ?? 'monday' } as const;
  const stored = { confirm_until: new Date('2026-11-27T08:00:00Z'), format: 'standard', reminders };
  const reader = { id: uuid(1), language, ...stored, ...frequency };
  return letterOf(carried(message), reader, {
    links,
    schemes: builtInSchemes,
    zone: 'Europe/Paris',
    ...(names && { names }),
  });
}

export const reminder = (override: Partial<Reminder> = {}): Reminder => ({
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
  lapses: null,
  daysLeft: 34,
  rung: 34,
  escalation: false,
  title: '2279',
  url: 'https://jalon.example.org/v1/dossiers/1',
  ...override,
});

export const remind = (override: Partial<Reminder> = {}): Message => ({
  type: 'deadline.reminder',
  timestamp,
  data: reminder(override),
});

export const digest = (...reminders: Partial<Reminder>[]): Message => ({
  type: 'deadline.digest',
  timestamp,
  data: { reminders: reminders.map(reminder) },
});

export const standing = (status: Standing['status'], stage: string | null = null, confirmed = true): Standing => ({
  status,
  confirmed,
  stage,
});
