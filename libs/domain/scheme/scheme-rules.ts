import type { Day } from '../date/day.js';
import type { Scheme } from './scheme-shape.js';

/** What is wrong with a scheme as a whole, and where. */
export interface SchemeProblem {
  path: (string | number)[];
  message: string;
}

/** Everything that the fields of a scheme may not say together. Empty when it makes sense. */
export const problemsOfScheme = (scheme: Scheme): SchemeProblem[] => [
  ...repeated(scheme),
  ...unknownStages(scheme),
  ...orderProblems(scheme),
  ...noOutcome(scheme),
  ...datesOutOfOrder(scheme),
  ...overlappingLabels(scheme),
  ...againstFamily(scheme),
];

const repeated = ({ milestones, referentials, duties = [], levels = [] }: Scheme): SchemeProblem[] => [
  ...twice(
    'milestones',
    'code',
    milestones.map(({ code }) => code),
  ),
  ...twice(
    'referentials',
    'version',
    referentials.map(({ version }) => version),
  ),
  ...twice(
    'duties',
    'code',
    duties.map(({ code }) => code),
  ),
  ...twice('levels', '', levels),
];

const twice = (list: string, field: string, names: readonly string[]): SchemeProblem[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: [list, index, ...(field === '' ? [] : [field])], message: `${name} is there twice` }]
      : [],
  );

function unknownStages({ milestones }: Scheme): SchemeProblem[] {
  const codes = milestones.map(({ code }) => code);
  return afters(milestones, ({ code, path }) =>
    codes.includes(code) ? [] : [{ path, message: `no milestone ${code}; there are ${codes.join(', ')}` }],
  );
}

/** A circle has no order; what has one stands in it, for the furthest stage is the last of the list. */
function orderProblems(scheme: Scheme): SchemeProblem[] {
  const circles = cycles(scheme);
  if (circles.length > 0) return circles;
  const codes = scheme.milestones.map(({ code }) => code);
  return afters(scheme.milestones, ({ code, path, index }) =>
    codes.indexOf(code) > index ? [{ path, message: `${code} must stand before this one in the list` }] : [],
  );
}

const afters = (
  milestones: Scheme['milestones'],
  problemOf: (at: { code: string; path: SchemeProblem['path']; index: number }) => SchemeProblem[],
): SchemeProblem[] =>
  milestones.flatMap(({ after = [] }, index) =>
    after.flatMap((code, place) => problemOf({ code, index, path: ['milestones', index, 'after', place] })),
  );

/** One problem per milestone that comes before itself. */
function cycles({ milestones }: Scheme): SchemeProblem[] {
  const before = new Map(milestones.map(({ code, after = [] }) => [code, after]));
  return milestones.flatMap(({ code }, index) => {
    const way = wayBack(code, before);
    return way
      ? [{ path: ['milestones', index, 'after'], message: `goes round in a circle: ${[...way, code].join(' after ')}` }]
      : [];
  });
}

/** The codes from a milestone back to itself, if there is such a way. */
function wayBack(code: string, before: ReadonlyMap<string, readonly string[]>): string[] | undefined {
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

const noOutcome = ({ milestones }: Scheme): SchemeProblem[] =>
  milestones.some(({ gives }) => gives === 'granted')
    ? []
    : [{ path: ['milestones'], message: 'must hold one that gives granted: the outcome' }];

/** A later version may be optional before it is published, and is over only afterwards. */
const DATES = ['optionalFrom', 'requiredForNew', 'requiredForAll', 'graceEnds'] as const;

/** Within a version in the order of `DATES`; from version to version none goes back, so that periods do not overlap. */
function datesOutOfOrder({ referentials }: Scheme): SchemeProblem[] {
  const latest: Partial<Record<'published' | (typeof DATES)[number], { day: Day; version: string }>> = {};
  const problems: SchemeProblem[] = [];
  for (const [index, referential] of referentials.entries()) {
    const given = DATES.filter((name) => referential[name] !== undefined);
    for (const [place, name] of given.entries()) {
      const before = given[place - 1];
      if (before && (referential[before] ?? '') > (referential[name] ?? ''))
        problems.push({ path: ['referentials', index, name], message: `must not come before ${before}` });
    }
    if (referential.graceEnds !== undefined && referential.graceEnds < referential.published)
      problems.push({ path: ['referentials', index, 'graceEnds'], message: 'must not come before published' });
    for (const name of ['published', ...given] as const) {
      const [day, last] = [referential[name] ?? '', latest[name]];
      if (last && last.day > day)
        problems.push({
          path: ['referentials', index, name],
          message: `overlaps version ${last.version}, which stands before it and has ${last.day}: list versions in their order`,
        });
      latest[name] = { day, version: referential.version };
    }
  }
  return problems;
}

function overlappingLabels({ labels }: Scheme): SchemeProblem[] {
  return labels.flatMap((rule, index) => {
    if (rule.until !== undefined && rule.until < rule.from)
      return [{ path: ['labels', index, 'until'], message: 'must not come before from' }];
    const other = labels.slice(0, index).find(({ slug, from, until }) => {
      const apart = (until !== undefined && until < rule.from) || (rule.until !== undefined && rule.until < from);
      return slug === rule.slug && !apart;
    });
    return other
      ? [{ path: ['labels', index, 'from'], message: `overlaps the rule of ${rule.slug} from ${other.from}` }]
      : [];
  });
}

function againstFamily({ family, duties = [], currentForMonths, maximalValidity }: Scheme): SchemeProblem[] {
  const problems: SchemeProblem[] = [];
  if (family === 'report' && currentForMonths === undefined)
    problems.push({ path: ['currentForMonths'], message: 'is required of a report' });
  if (family !== 'report' && currentForMonths !== undefined)
    problems.push({ path: ['currentForMonths'], message: `is for reports, and this is a ${family}` });
  if (family === 'report' && duties.length > 0)
    problems.push({ path: ['duties'], message: 'are for decisions and duties, and this is a report' });
  if (family === 'duty' && duties.length === 0)
    problems.push({ path: ['duties'], message: 'must hold at least one: a duty lapses when it is not kept up' });
  if (family !== 'decision' && maximalValidity)
    problems.push({ path: ['maximalValidity'], message: `is for decisions, and this is a ${family}` });
  return problems;
}
