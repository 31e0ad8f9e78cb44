import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#domain/date/day.js';
import { LABELLED, labelRulesOn } from '#domain/dossier/standing.js';
import type { Outline } from '#domain/dossier/spans.js';
import { PROFILE_FIELDS, type ProfileField, type ProviderProfile } from '#domain/provider/provider-profile.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { fold } from '#domain/text/text.js';
import { type BitemporalPoint, holdsAt } from './bitemporal-point.js';

/** Facts about a provider by which it and its dossiers are found. Each matches a whole name or consecutive words of it. */
export type ProviderFacets = Partial<Record<ProfileField, string | undefined>>;

/** The facts of a dossier by which it is found; each matches whole values only: version 3.2 is not 3.2.a. */
const DOSSIER_FACETS = ['serviceKind', 'level', 'referential'] as const;

export type DossierFacets = Partial<Record<(typeof DOSSIER_FACETS)[number], string | undefined>>;

/** A rule of a label: dossiers of a scheme, under versions of it (absent: any). */
export interface LabelRule {
  scheme: string;
  referentials?: readonly string[] | undefined;
}

/** The rules that give a label on a day; empty for an unknown label. Rules have dates of their own, which close no span. */
export const rulesOfLabel = (schemes: Schemes, label: string, day: Day): LabelRule[] =>
  [...schemes].flatMap(([slug, scheme]) =>
    labelRulesOn(scheme, day)
      .filter((rule) => fold(rule.slug) === fold(label))
      .map(({ referentials }) => ({ scheme: slug, referentials })),
  );

const term = (field: string, value: string): string => `${field}: ${fold(value)} `;

/** What a provider is found by: its names in full, folded. */
export const profileTerms = (profile: ProviderProfile): string[] => [
  ...new Set(PROFILE_FIELDS.flatMap((field) => profile[field].map((name) => term(field, name)))),
];

/** The words of terms: those that the index holds. */
export const wordsOf = (terms: readonly string[]): string[] => [
  ...new Set(
    terms.flatMap((one) => {
      const [field = '', ...words] = one.trim().split(' ');
      return words.map((word) => field + word);
    }),
  ),
];

/** The version of a standard that a label can rest on. */
const basis = (referential: string | null): string => term('basis', referential ?? '');

/** What a dossier is found by on a day: its kinds of service, and of its grants in force their levels, versions and bases of labels. */
export function outlineTerms({ status, service, grants }: Outline): string[] {
  const inForce = grants.filter(({ state }) => state === 'in-force');
  const bases = LABELLED.includes(status) ? inForce.filter(({ confirmed }) => confirmed) : [];
  return [
    ...new Set([
      ...(service?.kinds ?? []).map((kind) => term('serviceKind', kind)),
      ...inForce.flatMap(({ level }) => (level === null ? [] : [term('level', level)])),
      ...inForce.flatMap(({ referential }) => (referential === null ? [] : [term('referential', referential)])),
      ...bases.map(({ referential }) => basis(referential)),
    ]),
  ];
}

const given = <F extends string>(fields: readonly F[], facets: Partial<Record<F, string | undefined>>) =>
  fields.flatMap((field): [F, string][] => {
    const value = facets[field];
    return value === undefined ? [] : [[field, value]];
  });

const textArray = (texts: readonly string[]): RawBuilder<unknown> => sql`${[...texts]}::text[]`;

/** The ids of the providers with some facts at a point, as a subquery; `undefined` if no fact is asked for. */
export function providersWith(facets: ProviderFacets, point: BitemporalPoint): RawBuilder<unknown> | undefined {
  const asked = given(PROFILE_FIELDS, facets);
  if (asked.length === 0) return undefined;
  const words = wordsOf(asked.map(([field, value]) => term(field, value)));
  const named = asked.map(
    ([field, value]) => sql`exists (
      select from unnest(profile.terms) as term
      where starts_with(term, ${`${field}:`}) and strpos(term, ${` ${fold(value)} `}) > 0
    )`,
  );
  return sql`
    select profile.provider from provider_profile as profile
    where profile.words @> ${textArray(words)} and ${holdsAt('profile', point)} and ${sql.join(named, sql` and `)}
  `;
}

/** Conditions on `span`: a dossier with some facts. */
export const hasFacets = (span: string, facets: DossierFacets): RawBuilder<boolean>[] => {
  const asked = given(DOSSIER_FACETS, facets);
  if (asked.length === 0) return [];
  return [sql`${sql.ref(`${span}.terms`)} @> ${textArray(asked.map(([field, value]) => term(field, value)))}`];
};

/** Whether the terms of a span allow any of these rules; their schemes are not compared. */
export const mayHaveLabel = (span: string, rules: readonly LabelRule[]): RawBuilder<boolean> =>
  rules.length === 0
    ? sql`false`
    : rules.some(({ referentials }) => referentials === undefined)
      ? sql`${sql.ref(`${span}.status`)} = any(${textArray(LABELLED)})`
      : sql`${sql.ref(`${span}.terms`)} && ${textArray([basis(null), ...rules.flatMap(({ referentials = [] }) => referentials.map(basis))])}`;

/** Whether a dossier of a scheme has a label by one of its rules. */
export function hasLabel(span: string, scheme: string, rules: readonly LabelRule[]): RawBuilder<boolean> {
  if (rules.length === 0) return sql`false`;
  const each = rules.map((rule) => sql`(${sql.ref(scheme)} = ${rule.scheme} and ${allows(span, rule)})`);
  return sql`(${sql.join(each, sql` or `)})`;
}

const allows = (span: string, { referentials }: LabelRule): RawBuilder<boolean> => {
  const terms = sql.ref(`${span}.terms`);
  return referentials === undefined
    ? sql`exists (select from unnest(${terms}) as term where starts_with(term, 'basis:'))`
    : sql`${terms} && ${textArray([basis(null), ...referentials.map(basis)])}`;
};
