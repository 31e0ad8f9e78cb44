import { builtInSchemes, type Publication, type SchemeHistory } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { phrases } from '#language/phrases.js';
import { Timestamp } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';

interface HistoryProps {
  page: PageContext;
  slug: string;
  history: SchemeHistory;
}

/** Revisions shown; REST returns all of them. */
const MOST = 30;

export function HistoryOfScheme({ page, slug, history }: HistoryProps) {
  const words = phrases(page.language).console.schemes.history;
  const builtIn = builtInSchemes.get(slug);
  const publications = history.filter(({ scheme, register }) => scheme.slug === slug && register === undefined);
  const told = publications.map((publication, index) => ({
    publication,
    before: publications[index - 1]?.scheme ?? builtIn,
  }));
  return (
    <section>
      <h2>{words.title}</h2>
      <ul>
        {told
          .reverse()
          .slice(0, MOST)
          .map(({ publication, before }) => (
            <li key={publication.position}>
              <Published {...{ page, publication, before }} />
            </li>
          ))}
        {builtIn && told.length < MOST ? <li>{words.builtIn}</li> : null}
      </ul>
    </section>
  );
}

interface PublishedProps {
  page: PageContext;
  publication: Publication;
  before: Scheme | undefined;
}

function Published({ page, publication: { recordedAt, scheme }, before }: PublishedProps) {
  const words = phrases(page.language).console.schemes.history;
  const changes = before && changesBetween(before, scheme);
  return (
    <>
      {words.published} <Timestamp page={page} at={recordedAt} />
      {'. '}
      {changes === undefined ? words.first : null}
      {changes?.length === 0 ? words.same : null}
      {changes && changes.length > 0 ? (
        <ul>
          {changes.map((change) => (
            <li key={change.field}>{changeInWords(change, page)}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function changeInWords({ field, added, gone }: SchemeChange, { language }: PageContext): string {
  const words = phrases(language).console.schemes.history;
  const named = [
    ...(added.length > 0 ? [`${words.added} ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${words.gone} ${gone.join(', ')}`] : []),
  ];
  return named.length === 0
    ? words.changed[field]
    : `${words.changed[field]} (${named.join(language === 'fr' ? '\u202f; ' : '; ')})`;
}

type ChangedField = Exclude<keyof Scheme, 'slug' | 'readings'>;

interface SchemeChange {
  field: ChangedField;
  /** For lists of named items: those added and those removed. */
  added: string[];
  gone: string[];
}

const FIELDS: readonly ChangedField[] = [
  'name',
  'authority',
  'publishers',
  'country',
  'outcome',
  'family',
  'milestones',
  'levels',
  'maximalValidity',
  'duties',
  'onSurveillanceFailed',
  'currentForMonths',
  'warningDays',
  'renewalDays',
  'staleAfterDays',
  'ladder',
  'referentials',
  'labels',
  'sources',
];

/** Fields in which two revisions of a scheme differ. */
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

/** Canonical JSON: independent of the order of fields. */
const canonical = (value: unknown): string =>
  JSON.stringify([value], (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
