import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarIn } from '#test/feeds.js';
import { type CalendarEvent, calendarText } from './calendars.js';

const event = (override: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: '5d3f1c2e-0000-5000-8000-000000000001',
  sequence: 3,
  changedAt: new Date('2026-11-25T08:00:00.123Z'),
  day: '2026-12-31',
  summary: 'Outscale, IaaS (SecNumCloud): end of validity, decision 2279',
  description: 'Due: 31 December 2026\nState: open',
  url: 'https://jalon.example.org/dossiers/4b7c',
  categories: ['SecNumCloud', 'Outscale'],
  status: 'confirmed',
  alarms: ['2026-12-01', '2026-12-31', '2027-01-04'],
  ...override,
});

const text = (...events: readonly CalendarEvent[]) =>
  calendarText({ name: 'Deadlines', description: 'All', language: 'en', refreshHours: 4, events });

/** What is escaped, what is folded, and what would be syntax. */
const PIECES = ['a', ' ', '\\', ';', ',', ':', '"', 'é', '€', '🏔', '\n', '\r\n', 'BEGIN:VEVENT'];

const summaryBack = (summary: string) => calendarIn(text(event({ summary, alarms: [] }))).events[0]?.summary;

describe('a calendar', () => {
  it('is written as RFC 5545 has it', () => {
    expect(text(event()).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Jalon//Deadlines//EN',
      'CALSCALE:GREGORIAN',
      'NAME;LANGUAGE=en:Deadlines',
      'X-WR-CALNAME:Deadlines',
      'DESCRIPTION;LANGUAGE=en:All',
      'X-WR-CALDESC:All',
      'REFRESH-INTERVAL;VALUE=DURATION:PT4H',
      'X-PUBLISHED-TTL:PT4H',
      'BEGIN:VEVENT',
      'UID:5d3f1c2e-0000-5000-8000-000000000001',
      'SEQUENCE:3',
      'DTSTAMP:20261125T080000Z',
      'LAST-MODIFIED:20261125T080000Z',
      'DTSTART;VALUE=DATE:20261231',
      'DTEND;VALUE=DATE:20270101',
      'SUMMARY;LANGUAGE=en:Outscale\\, IaaS (SecNumCloud): end of validity\\, decisi',
      ' on 2279',
      'DESCRIPTION;LANGUAGE=en:Due: 31 December 2026\\nState: open',
      'URL:https://jalon.example.org/dossiers/4b7c',
      'CATEGORIES;LANGUAGE=en:SecNumCloud',
      'CATEGORIES;LANGUAGE=en:Outscale',
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      ...alarm('-P29DT15H'),
      ...alarm('PT9H'),
      ...alarm('P4DT9H'),
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it.each([
    [
      'line ends that would begin another property',
      'a\r\nSTATUS:CANCELLED\nb\rc\u2028d',
      'a\nSTATUS:CANCELLED\nb\nc\nd',
    ],
    ['an end of the event', 'x\nEND:VEVENT\nEND:VCALENDAR', 'x\nEND:VEVENT\nEND:VCALENDAR'],
    ['all that is escaped, and what looks like it', '\\n; , \\; \\\\ : "x"', '\\n; , \\; \\\\ : "x"'],
    ['control characters', 'a\u0000\u0007\u001b\u007fb\tc', 'ab\tc'],
    ['half of a surrogate pair', 'a\ud83d b', 'a\ufffd b'],
    ['characters of four octets, folded', '🏔️'.repeat(60), '🏔️'.repeat(60)],
    ['one long word', 'é'.repeat(500), 'é'.repeat(500)],
  ])('holds %s in a title', (_, title, read) => {
    expect(summaryBack(title)).toBe(read);
  });

  it('is parsed back unchanged, whatever its content', () => {
    const anything = fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 300 });
    fc.assert(
      fc.property(anything, anything, (summary, category) => {
        const [back] = calendarIn(text(event({ summary, categories: [category, 'x'] }))).events;
        const read = (written: string) => written.replaceAll('\r\n', '\n');
        expect([back?.summary, back?.categories]).toEqual([read(summary), [read(category), 'x']]);
      }),
      { numRuns: 100 },
    );
  });
});

const alarm = (trigger: string): string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `TRIGGER:${trigger}`,
  'DESCRIPTION:Outscale\\, IaaS (SecNumCloud): end of validity\\, decision 2279',
  'END:VALARM',
];
