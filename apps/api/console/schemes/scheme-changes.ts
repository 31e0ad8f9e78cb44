import type { Scheme } from '#domain/scheme/scheme.js';

export type ChangedField = Exclude<keyof Scheme, 'slug'>;

export interface SchemeChange {
  field: ChangedField;
  /** Of a list with names: those that came, and those that went. */
  added: string[];
  gone: string[];
}

const FIELDS: readonly ChangedField[] = [
  'name',
  'authority',
  'country',
  'outcome',
  'family',
  'milestones',
  'levels',
  'maximalValidity',
  'duties',
  'currentForMonths',
  'warningDays',
  'renewalDays',
  'staleAfterDays',
  'ladder',
  'referentials',
  'labels',
  'sources',
];

/** In which fields a version of a scheme differs from the one before it. */
export const changesBetween = (before: Scheme, after: Scheme): SchemeChange[] =>
  FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field])).map((field) => {
    const [had, has] = [namesIn(before, field), namesIn(after, field)];
    return {
      field,
      added: has.filter((name) => !had.includes(name)),
      gone: had.filter((name) => !has.includes(name)),
    };
  });

function namesIn(scheme: Scheme, field: ChangedField): string[] {
  if (field === 'milestones') return scheme.milestones.map(({ code }) => code);
  if (field === 'referentials') return scheme.referentials.map(({ version }) => version);
  if (field === 'duties') return (scheme.duties ?? []).map(({ code }) => code);
  return field === 'levels' ? (scheme.levels ?? []) : [];
}

/** Equal for values that say the same, in whatever order their fields were written. */
const canonical = (value: unknown): string =>
  JSON.stringify([value], (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
