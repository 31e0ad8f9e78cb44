import { z } from 'zod';
import { DaySchema } from '../date/day.js';
import { SourceSchema } from '../source/source.js';
import { EventCorrected, EventRetracted } from '../event/corrections.js';
import { asks, fixed, housekeeping } from '../event/describe.js';
import { Name, Prose } from '../text/text.js';
import { RegisterShape } from './register.js';

const EntryKeys = z.array(Name).max(100_000);
const count = z.int().nonnegative();

/** The type of what a reading of a register records. */
export const READING = 'RegisterRead';

export const isReading = <E extends { type: string }>(event: E): event is Extract<E, { type: typeof READING }> =>
  event.type === READING;

/** A register, or a new version of it. */
const RegisterPublished = housekeeping(
  'RegisterPublished',
  { effect: 'none', summary: ['register'] },
  { register: asks(RegisterShape) },
);

/** For what a reading was held and accepted, as its event says. */
const RECORDED_HOLDS = [
  ...(['gone', 'moved', 'smaller', 'section', 'column', 'keys', 'older', 'again', 'contradictory'] as const),
  ...(['unreadable', 'head'] as const),
] as const;
export type RecordedHold = (typeof RECORDED_HOLDS)[number];

/** Why a reading is held for an officer; `four-eyes`: it changes a status that a second person has to look at. */
export const HOLDS = [...RECORDED_HOLDS, 'four-eyes'] as const;
export type Hold = (typeof HOLDS)[number];

/**
 * What a register said on a day. It confirms every entry that it lists and that is not among the differences. The differences
 * are on record before it, with its id in their cause.
 */
const Read = z.strictObject({
  type: z.literal(READING),
  occurred: DaySchema,
  source: SourceSchema,
  data: z.strictObject({
    register: Name,
    scheme: Name,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: count,
    content: z.string().optional().describe('Stands for what it lists, whatever else the document says.'),
    /** Entries that say something; `ignored` and `unreadable` ones are not among them. */
    entries: count,
    ignored: count,
    unreadable: count,
    /** Keys of entries. */
    added: EntryKeys,
    changed: EntryKeys,
    gone: EntryKeys,
    /** Known entries that could not be read: they are neither gone nor confirmed. */
    unconfirmed: EntryKeys.optional(),
    frozen: DaySchema.optional().describe(
      'Since when its entries are the same, which is too long: it confirms none of them.',
    ),
    nextUpdate: DaySchema.optional().describe('When the register is updated next, as the document says.'),
    /** Version of the stream whose profile it was read by. */
    profile: count,
    /** For what an officer accepted it, and why. */
    accepted: z.strictObject({ holds: z.array(z.enum(RECORDED_HOLDS)).max(20), reason: Prose }).optional(),
    note: Prose.optional(),
  }),
});

/**
 * An officer's answer to a proposal: entries of this provider's name belong to a provider on record, or (`null`) are of
 * another one.
 */
const EntryMatched = housekeeping(
  'EntryMatched',
  { effect: 'none', summary: ['name', 'candidate', 'provider'] },
  {
    name: fixed(Name.describe('Name of the provider, as the register writes it.')),
    candidate: fixed(z.uuid().describe('The provider that was proposed.')),
    provider: fixed(z.uuid().nullable()),
  },
);

/** What is described of the events of registers. */
export const registerEvents = [
  RegisterPublished,
  { type: READING, summary: ['register', 'scheme', 'entries', 'added', 'changed', 'gone'] },
  EntryMatched,
] as const;

/** Stored events are validated by their shape only, so that later rules do not make them unreadable. */
export const RegisterEventSchema = z.discriminatedUnion('type', [
  RegisterPublished.schema,
  Read,
  EntryMatched.schema,
  EventCorrected,
  EventRetracted,
]);

export type RegisterEvent = z.infer<typeof RegisterEventSchema>;
export type RegisterReading = z.infer<typeof Read>;
