import type { Hold } from '#domain/register/register-events.js';
import { english as en } from '../format.js';

const days = (count: number): string => en.count(count, 'day', 'days');

/** Mails about registers. */
export const mailRegisters = {
  read: {
    subject: (name: string, differences: number, day: string) =>
      differences === 0
        ? `${name}: no difference on ${day}`
        : `${name}: ${en.count(differences, 'difference', 'differences')} on ${day}`,
    text: (entries: number, day: string) => `On ${day}, the register listed ${en.count(entries, 'entry', 'entries')}.`,
    confirmed: (differences: number): string =>
      differences === 0
        ? 'What is on record is confirmed for that day.'
        : 'All entries that are not among the differences are confirmed for that day.',
    matching: (changes: number) =>
      changes === 0
        ? 'None of its events matches your subscription.'
        : `${en.count(changes, 'event of this reading matches', 'events of this reading match')} your subscription.`,
    dossiers: (count: number, more: boolean) =>
      more ? `Dossiers concerned (the first ${count})` : `Dossiers concerned (${count})`,
    inDigest: 'Registers read',
    attention: 'Registers that need attention',
    open: 'View the reading in Jalon',
  },
  stale: {
    subject: (name: string, count: number) => `${name}: not read for ${days(count)}`,
    text: (lastRead: string, limit: number) =>
      `The last reading is of ${lastRead}. The register is to be read at least every ${days(limit)}: what it listed then may no longer be true.`,
    never: (limit: number) =>
      `The register has not been read yet. It is to be read at least every ${days(limit)} once it is published.`,
    todo: 'What to do: read a current document of the register or, if it is fetched automatically, look up why fetching fails.',
    open: 'Open this register in Jalon',
  },
  held: {
    subject: (name: string) => `${name}: a reading needs a decision`,
    text: (day: string) => `The document of ${day} was not recorded. It waits until it is accepted or discarded.`,
    because: 'Reason',
    holds: {
      gone: 'more entries have disappeared than the register allows',
      moved: 'more entries have moved to another stage than the register allows',
      smaller: 'the document lists less than half of the previous entries',
      older: 'the document is older than the last reading',
      contradictory: 'the document lists services as granted without a date',
      unreadable: 'more entries are unreadable than allowed',
      'four-eyes': 'it changes a status of a scheme under the four-eyes principle',
    } satisfies Record<Hold, string> as Readonly<Record<Hold, string>>,
    todo: 'What to do: check the differences, then accept the reading, with the reason, or discard it.',
    open: 'Decide in Jalon',
  },
  scheme: 'Scheme',
};
