import { z } from 'zod';
import { DaySchema, type Day } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import type { Reading } from '../register/reading.js';
import { ReminderScheduleSchema } from '../reminder/preferences.js';
import { SourceSchema } from '../source/source.js';
import { eitherWay, Line, Name, Prose } from '../text/text.js';
import { because, refusedForAll, type PlacedReason } from '../validation.js';
import { reason } from '../refusal.js';

const Words = z.strictObject({ fr: Name, en: Name });
const Sentences = z.strictObject({ fr: Prose, en: Prose });
const names = z.array(Name).max(100).optional();
const months = z.int().positive().max(600);

const Milestone = z.strictObject({
  code: Name,
  name: Words,
  /** What it means to reach the stage. */
  means: Sentences.optional(),
  /** A likely misunderstanding of the code. */
  isNot: Words.optional(),
  /** The status of a dossier at this stage. `granted` marks the outcome. */
  gives: z.enum(['applied', 'in-progress', 'granted']),
  /** The codes of the preceding milestones. */
  after: z.array(Name).max(50).optional(),
});

const Cited = SourceSchema.extend({ title: eitherWay(Line).optional() });
/** A source of which the title may be in both languages. */
export type Cited = z.infer<typeof Cited>;

const Referential = z.strictObject({
  version: Name,
  published: DaySchema,
  draft: z.boolean().optional(),
  optionalFrom: DaySchema.optional(),
  requiredForNew: DaySchema.optional(),
  requiredForAll: DaySchema.optional(),
  /** The last day of validity of any grant under this version, whatever its stated end. */
  graceEnds: DaySchema.optional(),
  source: Cited.optional(),
  /** Differing statements of other sources about its publication. */
  otherwise: z
    .array(z.strictObject({ published: PartialDateSchema, source: Cited }))
    .max(20)
    .optional(),
});

const LabelRule = z.strictObject({
  slug: Name,
  name: Words,
  from: DaySchema,
  until: DaySchema.optional(),
  basis: eitherWay(Prose),
  referentials: names.describe('Versions of the standard that a grant must be under, if known. Default: any.'),
});

const Duty = z.strictObject({
  code: Name,
  name: Words,
  everyMonths: months,
  /** Days after which an unmet duty lapses. */
  graceDays: z.int().nonnegative().max(3660).optional(),
});

const OnSurveillanceFailed = z.enum(['none', 'suspends', 'ends']).optional();

/** The fields of a scheme; `SchemeSchema` adds the checks across fields. */
export const SchemeShape = z.strictObject({
  slug: z
    .string()
    .max(100)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: because('scheme-slug-format') }),
  name: Words,
  authority: Name,
  publishers: names.describe('Who else speaks for the authority. Default: acts are not checked for their publisher.'),
  country: Name,
  outcome: Words,
  /** A `decision` has an end date, a `report` becomes outdated, a `duty` lapses if it is not met. */
  family: z.enum(['decision', 'report', 'duty']),
  milestones: z.array(Milestone).max(50),
  /** Possible values of the `level` of a grant. Default: any. */
  levels: z.array(Name).max(50).optional(),
  /** Longer validities are flagged, not rejected. `toleranceDays` allows for actual decisions that exceed the maximum slightly. */
  maximalValidity: z
    .strictObject({ years: z.int().positive().max(50), toleranceDays: z.int().nonnegative().max(366) })
    .optional(),
  /** Recurring obligations while a grant is in force. */
  duties: z.array(Duty).max(20).optional(),
  onSurveillanceFailed: OnSurveillanceFailed.describe('Effect on the grant in force. Default: `none`.'),
  /** For a report: how long it is current after the end of the period that it covers. */
  currentForMonths: months.optional(),
  warningDays: z.int().positive().max(3660),
  renewalDays: z.int().positive().max(3660).optional(),
  staleAfterDays: z.int().positive().max(3660),
  /** The reminder schedule of its deadlines, unless a subscriber chose another. Default: the general one. */
  ladder: ReminderScheduleSchema.optional(),
  /** In chronological order, which is not the order of their names. */
  referentials: z.array(Referential).max(100),
  /** Labels that are based on the outcome. A label may have several rules, for consecutive periods. */
  labels: z.array(LabelRule).max(50),
  sources: z.array(eitherWay(Prose)).max(50),
});

/** The rules of a scheme, and what was read of its registers. */
export type Scheme = z.infer<typeof SchemeShape> & {
  /** In order of position; never part of a publication. */
  readings?: readonly Reading[];
};

/** Whether two states of a scheme as read from its history differ in readings at most. */
export const hasSameRules = ({ readings: _, ...one }: Scheme, { readings: __, ...other }: Scheme): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([field, value]) => value === other[field as keyof typeof other]);

/** Index of a milestone in its scheme; -1 if the scheme does not have the code. */
export const milestoneIndex = (scheme: Scheme, code: string): number =>
  scheme.milestones.findIndex((milestone) => milestone.code === code);

/** The code of the milestone that certifies. */
export const outcomeIn = ({ milestones }: Scheme): string | undefined =>
  milestones.find(({ gives }) => gives === 'granted')?.code;

/** The codes of all milestones before one, directly or indirectly. */
export function prerequisites(scheme: Scheme, code: string): string[] {
  const found = new Set<string>();
  const open = [code];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const before of scheme.milestones.find((milestone) => milestone.code === next)?.after ?? []) {
      if (!found.has(before)) open.push(before);
      found.add(before);
    }
  return [...found];
}

/** Contradictions between the fields of a scheme. */
const problemsOfScheme = (scheme: Scheme): PlacedReason[] => [
  ...repeatedNames(scheme),
  ...unknownStages(scheme),
  ...orderProblems(scheme),
  ...noOutcome(scheme),
  ...datesOutOfOrder(scheme),
  ...overlappingLabels(scheme),
  ...unknownVersions(scheme),
  ...familyProblems(scheme),
];

const repeatedNames = ({ milestones, referentials, duties = [], levels = [] }: Scheme): PlacedReason[] => [
  ...duplicates(
    'milestones',
    'code',
    milestones.map(({ code }) => code),
  ),
  ...duplicates(
    'referentials',
    'version',
    referentials.map(({ version }) => version),
  ),
  ...duplicates(
    'duties',
    'code',
    duties.map(({ code }) => code),
  ),
  ...duplicates('levels', '', levels),
];

const duplicates = (list: string, field: string, names: readonly string[]): PlacedReason[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: [list, index, ...(field === '' ? [] : [field])], why: reason('listed-twice', { value: name }) }]
      : [],
  );

function unknownStages({ milestones }: Scheme): PlacedReason[] {
  const codes = milestones.map(({ code }) => code);
  return eachPrerequisite(milestones, ({ code, path }) =>
    codes.includes(code)
      ? []
      : [{ path, why: reason('after-unknown-milestone', { milestone: code, milestones: codes }) }],
  );
}

/** Milestones must not be circular, and must be listed in order: the furthest stage reached is the last in the list. */
function orderProblems(scheme: Scheme): PlacedReason[] {
  const circles = cycles(scheme);
  if (circles.length > 0) return circles;
  const codes = scheme.milestones.map(({ code }) => code);
  return eachPrerequisite(scheme.milestones, ({ code, path, index }) =>
    codes.indexOf(code) > index ? [{ path, why: reason('after-later-milestone', { milestone: code }) }] : [],
  );
}

const eachPrerequisite = (
  milestones: Scheme['milestones'],
  problemOf: (at: { code: string; path: PlacedReason['path']; index: number }) => PlacedReason[],
): PlacedReason[] =>
  milestones.flatMap(({ after = [] }, index) =>
    after.flatMap((code, place) => problemOf({ code, index, path: ['milestones', index, 'after', place] })),
  );

/** One problem per milestone that precedes itself. */
function cycles({ milestones }: Scheme): PlacedReason[] {
  const before = new Map(milestones.map(({ code, after = [] }) => [code, after]));
  return milestones.flatMap(({ code }, index) => {
    const way = pathBack(code, before);
    return way
      ? [{ path: ['milestones', index, 'after'], why: reason('after-itself', { cycle: [...way, code] }) }]
      : [];
  });
}

/** The codes of a cycle from a milestone back to itself, if there is one. */
function pathBack(code: string, before: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  const open: string[][] = [[code]];
  for (let way = open.pop(); way; way = open.pop())
    for (const next of before.get(way.at(-1) ?? '') ?? []) {
      if (next === code) return way;
      if (!seen.has(next)) open.push([...way, next]);
      seen.add(next);
    }
  return undefined;
}

const noOutcome = ({ milestones }: Scheme): PlacedReason[] =>
  milestones.some(({ gives }) => gives === 'granted') ? [] : [{ path: ['milestones'], why: reason('no-outcome') }];

/** Without `published`: a version may become optional before it is published. */
const DATES = ['optionalFrom', 'requiredForNew', 'requiredForAll', 'graceEnds'] as const;

/** Dates follow the order of `DATES` within a version and never decrease between versions, so that periods do not overlap. */
function datesOutOfOrder({ referentials }: Scheme): PlacedReason[] {
  const latest: Partial<Record<'published' | (typeof DATES)[number], { day: Day; version: string }>> = {};
  const problems: PlacedReason[] = [];
  for (const [index, referential] of referentials.entries()) {
    const given = DATES.filter((name) => referential[name] !== undefined);
    for (const [place, name] of given.entries()) {
      const before = given[place - 1];
      if (before && (referential[before] ?? '') > (referential[name] ?? ''))
        problems.push({ path: ['referentials', index, name], why: reason('date-before', { field: before }) });
    }
    if (referential.graceEnds !== undefined && referential.graceEnds < referential.published)
      problems.push({ path: ['referentials', index, 'graceEnds'], why: reason('date-before', { field: 'published' }) });
    for (const name of ['published', ...given] as const) {
      const [day, last] = [referential[name] ?? '', latest[name]];
      if (last && last.day > day)
        problems.push({
          path: ['referentials', index, name],
          why: reason('version-overlaps', last),
        });
      latest[name] = { day, version: referential.version };
    }
  }
  return problems;
}

function overlappingLabels({ labels }: Scheme): PlacedReason[] {
  return labels.flatMap((rule, index) => {
    if (rule.until !== undefined && rule.until < rule.from)
      return [{ path: ['labels', index, 'until'], why: reason('date-before', { field: 'from' }) }];
    const other = labels.slice(0, index).find(({ slug, from, until }) => {
      const apart = (until !== undefined && until < rule.from) || (rule.until !== undefined && rule.until < from);
      return slug === rule.slug && !apart;
    });
    return other
      ? [{ path: ['labels', index, 'from'], why: reason('label-overlaps', { slug: rule.slug, from: other.from }) }]
      : [];
  });
}

function unknownVersions({ labels, referentials }: Scheme): PlacedReason[] {
  const versions = referentials.map(({ version }) => version);
  return labels.flatMap(({ referentials: required = [] }, label) =>
    required.flatMap((version, index) =>
      versions.includes(version)
        ? []
        : [
            {
              path: ['labels', label, 'referentials', index],
              why: reason('label-unknown-version', { version, versions }),
            },
          ],
    ),
  );
}

function familyProblems({ family, duties = [], currentForMonths, maximalValidity }: Scheme): PlacedReason[] {
  const problems: PlacedReason[] = [];
  if (family === 'report' && currentForMonths === undefined)
    problems.push({ path: ['currentForMonths'], why: reason('required-for-reports') });
  if (family !== 'report' && currentForMonths !== undefined)
    problems.push({ path: ['currentForMonths'], why: reason('only-for-reports', { family }) });
  if (family === 'report' && duties.length > 0) problems.push({ path: ['duties'], why: reason('not-for-reports') });
  if (family === 'duty' && duties.length === 0) problems.push({ path: ['duties'], why: reason('duties-required') });
  if (family !== 'decision' && maximalValidity)
    problems.push({ path: ['maximalValidity'], why: reason('only-for-decisions', { family }) });
  return problems;
}

/**
 * A scheme is data; no rule refers to one by name. Milestones and `referentials` (versions of the standard) are in
 * chronological order: 3.2.a came before 3.2. Periods and limits are in days.
 */
export const SchemeSchema = SchemeShape.superRefine(refusedForAll(problemsOfScheme)).meta({ id: 'Scheme' });
