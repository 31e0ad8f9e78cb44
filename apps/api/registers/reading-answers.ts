import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { Difference, Figures } from '#domain/register/judgement.js';
import { HOLDS } from '#domain/register/register-events.js';
import type { UnreadableEntry } from '#domain/register/entry.js';
import { say } from '#language/phrases.js';
import type { Reason } from '#domain/reasons.js';
import type { Language } from '#language/language.js';
import { ChangesPreview } from '../approvals/proposals.controller.js';
import { type Column, fields } from '../csv/csv.js';
import { Unmatched } from '#registers/identify-providers.js';
import type { AttemptSummary, ReadingAttempt, ReadingOutcome } from '#registers/attempts.js';

const count = z.int().nonnegative();

const Unreadable = z
  .strictObject({
    number: z.int().describe('Of the entry in the document, from 1; the row or line of a table.'),
    key: z.string().optional(),
    field: z.string(),
    code: z.string().describe('Stable, as is `params`.'),
    params: z.record(z.string(), z.unknown()).optional(),
    reason: z.string(),
  })
  .meta({ id: 'UnreadableEntry' });

const details = {
  differences: z.array(Difference).describe('Up to 1,000.'),
  unreadable: z
    .array(Unreadable)
    .describe('Up to 100 entries that cannot be read, then values that were left out of the others.'),
  unmatched: z
    .array(Unmatched)
    .describe('Entries that stay with their provider although the register lists them under another name.'),
  preview: ChangesPreview.optional().describe('Of a held reading that needs an approval: what it would change.'),
};

const holds = z
  .array(z.enum(HOLDS))
  .describe(
    'Why the reading waits: too many entries are gone or moved, less than half of the last reading, older than it, a grant without a date, too many entries that cannot be read.',
  );

export const OutcomeAnswer = z
  .strictObject({
    id: z.uuid().describe('Of the reading.'),
    register: z.string(),
    state: z
      .enum(['recorded', 'held', 'same', 'discarded', 'preview'])
      .describe(
        '`held`: nothing is recorded until it is accepted. `same`: this document was read for this day before.',
      ),
    day: DaySchema.describe('The day that the document is of.'),
    sha256: z.string(),
    holds,
    figures: Figures,
    ...details,
    event: z.uuid().nullable().describe('The event `RegisterRead`; `null` if nothing is recorded.'),
    at: z.iso.datetime(),
    accepted: z.string().optional().describe('The reason for which it was accepted.'),
  })
  .meta({ id: 'ReadingOutcome' });

const summary = {
  id: z.uuid(),
  register: z.string(),
  at: z.iso.datetime(),
  actor: z.string().optional().describe('Only with an API key.'),
  how: z.enum(['upload', 'api', 'command', 'fetch']),
  address: z.string().nullable().describe('Where the document was fetched from. Only with an API key.'),
  sha256: z.string().nullable().describe('Of the document.'),
  day: DaySchema.nullable(),
  state: z
    .enum(['applying', 'recorded', 'held', 'discarded', 'same', 'refused', 'failed'])
    .describe('`refused`: the document cannot be read. `failed`: it could not be fetched.'),
  holds,
  figures: Figures.nullable(),
  problem: z
    .strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()).optional(), reason: z.string() })
    .nullable()
    .describe('Why the document cannot be read or could not be fetched.'),
  event: z.uuid().nullable().describe('The event `RegisterRead`.'),
  progress: z
    .strictObject({ staged: count, events: count })
    .nullable()
    .describe('While it is being recorded: events that are staged, of how many. Then all are recorded at once.'),
  decided: z
    .strictObject({
      decision: z.enum(['accept', 'discard']),
      by: z.string(),
      at: z.iso.datetime(),
      reason: z.string(),
    })
    .nullable()
    .describe('Only with an API key, as `holds`.'),
};

export const ReadingSummary = z.strictObject(summary).meta({ id: 'ReadingSummary' });

export const ReadingAnswer = z.strictObject({ ...summary, ...details }).meta({ id: 'Reading' });

const unreadableOf = ({ problem, ...entry }: UnreadableEntry, language: Language) => ({
  ...entry,
  ...reasonOf(problem, language),
});

const reasonOf = (reason: Reason, language: Language) => ({
  code: reason.code,
  ...('params' in reason && reason.params !== undefined && { params: { ...reason.params } }),
  reason: say(reason, language),
});

export const outcomeAnswerOf = (
  { at, unreadable, accepted, position: _, ...outcome }: ReadingOutcome,
  language: Language,
): z.input<typeof OutcomeAnswer> => ({
  ...outcome,
  unreadable: unreadable.map((entry) => unreadableOf(entry, language)),
  at: at.toISOString(),
  ...(accepted !== undefined && { accepted }),
});

/** @param open without a key: actors are omitted */
export const summaryAnswerOf = (
  { actor, at, problem, decided, ...attempt }: AttemptSummary,
  { language, open }: Reader,
): z.input<typeof ReadingSummary> => ({
  ...attempt,
  at: at.toISOString(),
  ...(!open && { actor }),
  problem: problem && reasonOf(problem.why, language),
  decided: decided && { ...decided, at: decided.at.toISOString() },
});

export interface Reader {
  language: Language;
  /** Reads without a key. */
  open: boolean;
}

export const readingAnswerOf = (
  { differences, unreadable, unmatched, preview, ...attempt }: ReadingAttempt,
  reader: Reader,
): z.input<typeof ReadingAnswer> => ({
  ...summaryAnswerOf(attempt, reader),
  differences,
  unreadable: unreadable.map((entry) => unreadableOf(entry, reader.language)),
  unmatched,
  ...(preview && { preview }),
});

const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const outcomeExample: z.input<typeof OutcomeAnswer> = {
  id: '0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11',
  register: 'fedramp-marketplace',
  state: 'recorded',
  day: '2026-04-01',
  sha256,
  holds: [],
  figures: {
    ...{ entries: 2, before: 1, added: 1, changed: 1, moved: 1 },
    ...{ gone: 0, unchanged: 0, ignored: 0, unreadable: 0 },
  },
  differences: [
    {
      kind: 'changed',
      entry: 'FR2401047002',
      provider: 'Axonius Federal Systems',
      service: 'Axonius Asset Cloud',
      dossier: '5f1c2a52-0d1e-5c1f-9c7e-6f3f8d0c2a11',
      from: { listing: 'in-progress', milestone: 'assessment' },
      to: { listing: 'granted', validFrom: '2025-04-03', level: 'moderate' },
      fields: ['listing', 'validFrom'],
    },
  ],
  unreadable: [],
  unmatched: [],
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  at: '2026-11-25T08:00:00.000Z',
};

export const summaryExample: z.input<typeof ReadingSummary> = {
  id: outcomeExample.id,
  register: 'fedramp-marketplace',
  at: outcomeExample.at,
  actor: 'key:5f0c2a9be771',
  how: 'api',
  address: null,
  sha256,
  day: '2026-04-01',
  state: 'recorded',
  holds: [],
  figures: outcomeExample.figures,
  problem: null,
  event: outcomeExample.event,
  progress: null,
  decided: null,
};

export const readingColumns: readonly Column<z.input<typeof ReadingSummary>>[] = [
  { name: 'reading', description: 'id', of: (reading) => reading.id },
  ...fields('day', 'state', 'at', 'how'),
  ...fields('entries', 'added', 'changed', 'moved', 'gone', 'unchanged', 'ignored', 'unreadable').map(
    ({ name, of }): Column<z.input<typeof ReadingSummary>> => ({ name, of: ({ figures }) => figures && of(figures) }),
  ),
  ...fields('holds'),
  { name: 'problem', description: 'code', of: ({ problem }) => problem?.code },
  { name: 'decision', of: ({ decided }) => decided?.decision },
  { name: 'reason', description: 'of the decision; with an API key only', of: ({ decided }) => decided?.reason },
  ...fields('address', 'sha256'),
  { name: 'event', description: 'id', of: (reading) => reading.event },
  { name: 'actor', description: 'with an API key only', of: (reading) => reading.actor },
];
