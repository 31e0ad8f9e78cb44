import type { Calendar } from './calendar.js';

/** Who is reminded in the year. */
export interface Member {
  name: string;
  zone: string;
  calendar: Calendar;
  /** Whose key makes the subscription. */
  owner: 'officer' | 'client';
  /** As asked of `POST /v1/subscriptions`; a webhook's `url` is added. */
  asks: { channel: 'email' | 'webhook'; address?: string; language?: 'fr' | 'en'; reminders?: object };
  /** Only these providers, by their names. */
  of?: string[];
}

export const cast: readonly Member[] = [
  {
    name: 'officer',
    zone: 'Europe/Paris',
    calendar: 'france',
    owner: 'officer',
    asks: { channel: 'email', address: 'officer@example.org', language: 'fr' },
  },
  {
    name: 'manager',
    zone: 'Europe/Paris',
    calendar: 'france',
    owner: 'officer',
    asks: {
      channel: 'email',
      address: 'manager@example.org',
      language: 'en',
      reminders: { role: 'escalation', escalateAfterDays: 3 },
    },
    of: ['OVHcloud', '3DS Outscale'],
  },
  {
    name: 'client',
    zone: 'America/New_York',
    calendar: 'alsace-moselle',
    owner: 'client',
    asks: {
      channel: 'webhook',
      reminders: {
        ladder: { before: [30, 7, 0], overdue: [1] },
        timeZone: 'America/New_York',
        holidays: 'alsace-moselle',
      },
    },
  },
];
