import { z } from 'zod';
import { DaySchema } from '../date/day.js';
import { Name, Prose } from '../text/text.js';

const Words = z.strictObject({ fr: Name, en: Name });

const Milestone = z.strictObject({
  code: Name,
  name: Words,
  /** What the code is easily mistaken for. */
  isNot: Words.optional(),
  /** The status a dossier has once it stands here. `granted` marks the outcome itself. */
  gives: z.enum(['applied', 'in-progress', 'granted']),
});

const Referential = z.strictObject({
  version: Name,
  published: DaySchema,
  draft: z.boolean().optional(),
  optionalFrom: DaySchema.optional(),
  requiredForNew: DaySchema.optional(),
  requiredForAll: DaySchema.optional(),
  graceEnds: DaySchema.optional(),
});

const Label = z.strictObject({ slug: Name, name: Words, from: DaySchema, until: DaySchema.optional(), basis: Prose });

/**
 * A scheme is data. Nothing in the rules knows one by name: milestones stand in their order, `referentials` in
 * theirs (3.2.a came before 3.2), windows and limits in days.
 */
export const SchemeSchema = z
  .strictObject({
    slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'must be lower-case words joined by hyphens' }),
    name: Words,
    authority: Name,
    country: Name,
    outcome: Words,
    family: z.enum(['decision', 'report', 'duty']),
    milestones: z.array(Milestone).max(50),
    /** Longer validities are flagged, never refused. `toleranceDays` covers windows that real decisions have. */
    maximalValidity: z.strictObject({ years: z.int().positive(), toleranceDays: z.int().nonnegative() }).optional(),
    warningDays: z.int().positive(),
    renewalDays: z.int().positive().optional(),
    staleAfterDays: z.int().positive(),
    referentials: z.array(Referential).max(100),
    labels: z.array(Label).max(20),
    sources: z.array(Prose).max(50),
  })
  .meta({ id: 'Scheme' });

export type Scheme = z.infer<typeof SchemeSchema>;

/** Place of a milestone in its scheme, from 0; -1 for a code the scheme does not have. */
export const milestoneIndex = (scheme: Scheme, code: string): number =>
  scheme.milestones.findIndex((milestone) => milestone.code === code);
