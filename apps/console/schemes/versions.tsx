import { canonicalJson } from '#event-store/encoding.js';
import type { Day } from '#domain/date/day.js';
import { builtInSchemes, type SchemeHistory, type SchemeView } from '#domain/scheme/catalogue.js';
import { type Scheme, SchemeShape } from '#domain/scheme/scheme.js';
import { typeset } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { schemeSource, schemeText } from '#language/scheme-text.js';
import { DateText, Section, SourceLine, Timestamp, Badge, type Tone } from '../frame/display.js';
import type { Page } from '../frame/page.js';
import { Table } from '../frame/table.js';

const TONES = { draft: 'plain', 'to-come': 'plain', over: 'bad', latest: 'good', earlier: 'plain' } as const satisfies {
  [state in string]: Tone;
};

const TURNS = ['optionalFrom', 'requiredForNew', 'requiredForAll', 'graceEnds'] as const;

type Referential = SchemeView['referentials'][number];

const turnsOf = (referential: Referential) =>
  TURNS.flatMap((turn) => {
    const day = referential[turn];
    return day === undefined ? [] : [{ turn, day }];
  });

/** Standard versions, their dates of application and conflicting sources. */
export function versions(page: Page, scheme: SchemeView) {
  const { language } = page;
  const t = phrases(language).console.schemes.version;
  const { terms } = phrases(language).console;
  const states = versionStates(scheme, page.at.asOf);
  const hasTurns = scheme.referentials.some((referential) => turnsOf(referential).length > 0);
  const dateOf = ({ source }: Referential, date: string) => (
    <>
      <DateText page={page} date={date} />
      {source ? (
        <div class="small">
          <SourceLine source={schemeSource(source, language)} language={language} />
        </div>
      ) : null}
    </>
  );
  return (
    <Section id="versions" title={t.title}>
      {scheme.warnings.map(({ referential, sides }) => (
        <div class="note warn">
          <p>
            <strong>{typeset(t.differs(referential), language)}</strong>
          </p>
          <ul>
            {sides.map(({ says, source }, index) => (
              <li>
                <DateText page={page} date={says} />
                {source ? ', ' : null}
                {source ? <SourceLine source={schemeSource(source, language)} language={language} /> : null}
                {/* The date used by the scheme comes first. */}
                {index === 0 ? <span class="soft"> ({t.own})</span> : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Table
        label={t.caption}
        columns={[t.version, terms.publishedOn, ...(hasTurns ? [t.rules] : []), { first: terms.stateThen }]}
        rows={scheme.referentials.map((referential, index) => {
          const state = states[index] ?? 'earlier';
          const turns = turnsOf(referential).map(({ turn, day }) => (
            <div>
              {t[turn]} <DateText page={page} date={day} />
            </div>
          ));
          return [
            schemeText(referential.version, language),
            dateOf(referential, referential.published),
            ...(hasTurns ? [turns] : []),
            <Badge tone={TONES[state]}>{t.states[state]}</Badge>,
          ];
        })}
        empty={t.none}
      />
    </Section>
  );
}

export function versionStates({ referentials }: Pick<Scheme, 'referentials'>, day: Day): (keyof typeof TONES)[] {
  const latest = referentials.findLastIndex(({ draft, published }) => !draft && published <= day);
  return referentials.map(({ draft, published, graceEnds }, index) => {
    if (published > day) return 'to-come';
    if (draft) return 'draft';
    if (graceEnds !== undefined && graceEnds < day) return 'over';
    return index === latest ? 'latest' : 'earlier';
  });
}

/** Revisions shown; REST returns all of them. */
const MOST = 30;

/** The publications of a scheme with what each changed, latest first. */
export function revisions(page: Page, slug: string, history: SchemeHistory) {
  const t = phrases(page.language).console.schemes.history;
  const builtIn = builtInSchemes.get(slug);
  const publications = history.filter(({ scheme, register }) => scheme.slug === slug && register === undefined);
  const told = publications.map(({ recordedAt, scheme }, index) => {
    const before = publications[index - 1]?.scheme ?? builtIn;
    const changes = before && changesBetween(before, scheme);
    return (
      <li>
        {phrases(page.language).console.terms.publishedOn} <Timestamp page={page} at={recordedAt} />
        {'. '}
        {changes === undefined ? t.first : changes.length === 0 ? t.same : null}
        {changes && changes.length > 0 ? (
          <ul>
            {changes.map((change) => (
              <li>{changeInWords(change, page)}</li>
            ))}
          </ul>
        ) : null}
      </li>
    );
  });
  return (
    <Section id="revisions" title={t.title}>
      <ul>
        {told.toReversed().slice(0, MOST)}
        {builtIn && told.length < MOST ? <li>{t.builtIn}</li> : null}
      </ul>
    </Section>
  );
}

type ChangedField = Exclude<keyof Scheme, 'slug' | 'readings'>;

interface SchemeChange {
  field: ChangedField;
  /** For lists of named items: those added and those removed. */
  added: string[];
  gone: string[];
}

function changeInWords({ field, added, gone }: SchemeChange, { language }: Page): string {
  const t = phrases(language).console.schemes.history;
  const named = [
    ...(added.length > 0 ? [`${t.added} ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${t.gone} ${gone.join(', ')}`] : []),
  ];
  const between = language === 'fr' ? '\u202f; ' : '; ';
  return named.length === 0 ? t.changed[field] : `${t.changed[field]} (${named.join(between)})`;
}

const FIELDS = (Object.keys(SchemeShape.shape) as (keyof typeof SchemeShape.shape)[]).filter(
  (field) => field !== 'slug',
);

/** Fields in which two revisions of a scheme differ. */
export const changesBetween = (before: Scheme, after: Scheme): SchemeChange[] =>
  FIELDS.filter((field) => canonicalJson([before[field]]) !== canonicalJson([after[field]])).map((field) => {
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
