import { z } from 'zod';
import { DaySchema } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import { LadderSchema } from '../reminder/ladder.js';
import { SourceSchema } from '../source/source.js';
import { Name, Prose } from '../text/text.js';
import { because } from '../validation.js';

const Words = z.strictObject({ fr: Name, en: Name });
const Sentences = z.strictObject({ fr: Prose, en: Prose });
const months = z.int().positive().max(600);

const Milestone = z.strictObject({
  code: Name,
  name: Words,
  /** What reaching it means. */
  means: Sentences.optional(),
  /** What the code is easily mistaken for. */
  isNot: Words.optional(),
  /** The status a dossier has once it stands here. `granted` marks the outcome itself. */
  gives: z.enum(['applied', 'in-progress', 'granted']),
  /** The codes of those that come before it. */
  after: z.array(Name).max(50).optional(),
});

const Referential = z.strictObject({
  version: Name,
  published: DaySchema,
  draft: z.boolean().optional(),
  optionalFrom: DaySchema.optional(),
  requiredForNew: DaySchema.optional(),
  requiredForAll: DaySchema.optional(),
  /** The last day on which a grant under this version can be in force, whatever end is printed on it. */
  graceEnds: DaySchema.optional(),
  source: SourceSchema.optional(),
  /** What other sources say about its publication. */
  otherwise: z
    .array(z.strictObject({ published: PartialDateSchema, source: SourceSchema }))
    .max(20)
    .optional(),
});

const LabelRule = z.strictObject({
  slug: Name,
  name: Words,
  from: DaySchema,
  until: DaySchema.optional(),
  basis: Prose,
});

const Duty = z.strictObject({
  code: Name,
  name: Words,
  everyMonths: months,
  /** Days after which a duty that was not kept up is over. */
  graceDays: z.int().nonnegative().max(3660).optional(),
});

/** The fields of a scheme; `SchemeSchema` adds what they may not say together. */
export const SchemeShape = z.strictObject({
  slug: z
    .string()
    .max(100)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: because('scheme-slug-format') }),
  name: Words,
  authority: Name,
  country: Name,
  outcome: Words,
  /** A `decision` ends, a `report` goes stale, a `duty` lapses when it is not kept up. */
  family: z.enum(['decision', 'report', 'duty']),
  milestones: z.array(Milestone).max(50),
  /** Names that a grant's `level` can have; any, where left out. */
  levels: z.array(Name).max(50).optional(),
  /** Longer validities are flagged, never refused. `toleranceDays` covers windows that real decisions have. */
  maximalValidity: z
    .strictObject({ years: z.int().positive().max(50), toleranceDays: z.int().nonnegative().max(366) })
    .optional(),
  /** What has to be done again and again while a grant is in force. */
  duties: z.array(Duty).max(20).optional(),
  /** Of a report: how long it counts as current after the end of the period that it covers. */
  currentForMonths: months.optional(),
  warningDays: z.int().positive().max(3660),
  renewalDays: z.int().positive().max(3660).optional(),
  staleAfterDays: z.int().positive().max(3660),
  /** When people are reminded of its deadlines, unless they asked for other days; the usual ones, where left out. */
  ladder: LadderSchema.optional(),
  /** In their true order, which is not that of their names. */
  referentials: z.array(Referential).max(100),
  /** Labels that rest on the outcome. One label may have several rules, each for a time of its own. */
  labels: z.array(LabelRule).max(50),
  sources: z.array(Prose).max(50),
});

export type Scheme = z.infer<typeof SchemeShape>;
