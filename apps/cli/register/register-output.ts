import type { Schema } from '#client/jalon-client.js';
import { cutShort } from '#language/format.js';
import { count, asTable } from '../terminal.js';

type Outcome = Schema<'ReadingOutcome'>;
type Figures = Outcome['figures'];
type Difference = Outcome['differences'][number];

const SHOWN = 20;

export function outcomeLines(outcome: Outcome): string[] {
  const { figures, differences, unreadable, unmatched } = outcome;
  return [
    ...stateLines(outcome),
    '',
    ...figureLines(figures),
    ...section(
      'Differences',
      ['change', 'entry', 'provider', 'service', 'from', 'to'],
      differences.toSorted(byUrgency).map(differenceRow),
    ),
    ...section(
      'Entries that cannot be read',
      ['entry', 'field', 'problem'],
      unreadable.map(({ number, field, reason }) => [String(number), field, reason]),
    ),
    ...section(
      'Entries listed under another name; they stay with their provider (see "proposals" of the register)',
      ['entry', 'name', 'why'],
      unmatched.map(({ entry, name, candidate }) => [entry, name, candidate ? 'name of another provider' : 'new name']),
    ),
  ];
}

const HELD: Readonly<Record<string, (figures: Figures) => string>> = {
  gone: ({ gone, before }) =>
    `${count(gone)} of ${count(before)} entries are gone, more than the limit of the register.`,
  moved: ({ moved, before }) =>
    `${count(moved)} of ${count(before)} entries have moved to another stage, more than the limit of the register.`,
  smaller: ({ entries, before }) =>
    `It lists ${count(entries)} entries, less than half of the ${count(before)} of the last one.`,
  section: () => 'No entry is left of a stage or a level.',
  column: () => 'Most entries have lost a field that they had.',
  keys: () => 'More entries have another key than the register allows.',
  again: () => 'It lists the same as an earlier document, not as the last one.',
  older: () =>
    'It is older than the last reading. Readings are recorded in the order of their days: it can only be discarded.',
  head: () => 'Its table has other columns than those that the profile was written for.',
  contradictory: () => 'It contradicts itself: new or changed entries are granted without a date.',
  unreadable: ({ unreadable }) =>
    `${count(unreadable)} ${unreadable === 1 ? 'entry' : 'entries'} cannot be read, more than the limit of the register.`,
};

function stateLines({ id, register, state, day, holds, figures }: Outcome): string[] {
  const reasons = holds.map((hold) => `- ${HELD[hold]?.(figures) ?? hold}`);
  switch (state) {
    case 'recorded':
      return [
        `Recorded: ${register} as of ${day} (reading ${id}).`,
        ...(reasons.length > 0 ? ['Accepted although:', ...reasons] : []),
      ];
    case 'same':
      return [`Already on record: this document of ${register} was read for ${day}. Nothing was recorded.`];
    case 'discarded':
      return [`Discarded: reading ${id} of ${register} as of ${day}.`];
    case 'preview':
      return [
        `Preview: nothing was recorded. The document is of ${day}.`,
        ...(reasons.length > 0 ? ['It would be held for a decision:', ...reasons] : []),
      ];
    case 'held':
      return [
        `Held: ${register} as of ${day} waits for a decision (reading ${id}). Nothing was recorded.`,
        ...reasons,
        '',
        'Check the differences, then run one of:',
        ...(holds.includes('older') ? [] : [`  jalon register accept ${id} "<reason>"`]),
        `  jalon register discard ${id} "<reason>"`,
      ];
  }
}

const figureLines = ({ entries, before, added, changed, moved, gone, unchanged, ignored, unreadable }: Figures) => [
  asTable([
    ['entries', 'before', 'added', 'changed', 'of these moved', 'gone', 'unchanged', 'ignored', 'unreadable'],
    [entries, before, added, changed, moved, gone, unchanged, ignored, unreadable].map(count),
  ]),
];

function section(title: string, header: string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return [];
  const hidden = rows.length - SHOWN;
  return [
    ...['', `${title}:`, asTable([header, ...rows.slice(0, SHOWN)])],
    ...(hidden > 0 ? [`… and ${count(hidden)} more.`] : []),
  ];
}

const urgencyOf = ({ kind, from, to }: Difference): number => {
  if (kind === 'gone') return 0;
  if (kind === 'added') return 2;
  return from?.listing !== to?.listing || from?.milestone !== to?.milestone ? 1 : 3;
};

/** Entries that are gone first, then those at another stage, as an officer checks them. */
const byUrgency = (one: Difference, other: Difference): number => urgencyOf(one) - urgencyOf(other);

const differenceRow = ({ kind, entry, provider, service, from, to, fields }: Difference): string[] => {
  const [before, after] = [listedText(from), listedText(to)];
  const isSame = before === after;
  const others = isSame && fields.length > 0 ? fields.join(', ') : after;
  return [kind, entry, cutShort(provider, LONGEST), cutShort(service ?? '-', LONGEST), isSame ? '' : before, others];
};

const listedText = (listed: Difference['from']): string =>
  listed === null
    ? '-'
    : [listed.milestone ?? listed.listing, listed.level, listed.validFrom && `from ${listed.validFrom}`]
        .filter(Boolean)
        .join(' ');

const LONGEST = 40;

/** The readings on hold that a document of a later day leaves behind. */
export function leftBehind({ day, state }: Outcome, { items }: Schema<'Readings'>): string[] {
  const earlier = items.filter((one) => one.state === 'held' && one.day !== null && one.day < day);
  if (earlier.length === 0 || (state !== 'recorded' && state !== 'preview')) return [];
  return [
    '',
    state === 'recorded'
      ? 'Still held, and of an earlier day: as a later reading is recorded, they can only be discarded.'
      : 'Held, and of an earlier day: decide on them first. Once this document is recorded, they can only be discarded.',
    ...earlier.map(({ id, day: of }) => `- ${of ?? ''}, reading ${id}`),
  ];
}
