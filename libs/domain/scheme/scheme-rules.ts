import type { Day } from '../date/day.js';
import { reason } from '../refusal.js';
import type { PlacedReason } from '../validation.js';
import type { Scheme } from './scheme.js';

/** Contradictions between the fields of a scheme. */
export const problemsOfScheme = (scheme: Scheme): PlacedReason[] => [
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
