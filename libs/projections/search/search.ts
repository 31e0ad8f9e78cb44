import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { ProviderRef, Service } from '#domain/dossier/standing.js';
import { STATUSES } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { fold } from '#domain/text/text.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type BitemporalPoint, providerRefAt, spanAt } from '../bitemporal-point.js';
import { foldedWords } from './search-entries.js';

const MOST_WORDS = 20;

/** What is typed before the number of a decision. */
const BEFORE_NUMBER = /^(?:(?:decision|certificat|certificate|numero|number|no|n|nr) )+(?=[^ ]*\d)/;

/** A query as entries are compared with it: `Décision n° 2118` is `2118`. */
function queryOf(text: string): string {
  const folded = foldedWords(text);
  return folded.replace(BEFORE_NUMBER, '').split(' ').slice(0, MOST_WORDS).join(' ');
}

const quoted = (word: string): string => `'${word}':*`;

/** Each word of a query is the beginning of a word of the entry, or all of them have the stems of words of a statement. */
const matching = (query: string): RawBuilder<unknown> =>
  sql`(${beginnings(query)} || plainto_tsquery('english', ${query}) || plainto_tsquery('french', ${query}))`;

/** Folded words are letters and digits only. */
const beginnings = (query: string): RawBuilder<unknown> => sql`${query.split(' ').map(quoted).join(' & ')}::tsquery`;

export const SEARCH_KINDS = [
  ...(['provider', 'service', 'decision', 'scheme', 'party', 'technology', 'statement'] as const),
];
export type SearchKind = (typeof SEARCH_KINDS)[number];

interface SearchAsked {
  text: string;
  /** Absent: all. */
  kind?: SearchKind | undefined;
  /** Results per kind. */
  limit: number;
  /** The day of the names and statuses shown with the results. */
  asOf: Day;
}

const Words = z.strictObject({ fr: z.string(), en: z.string() });

export const FoundScheme = z
  .strictObject({
    kind: z.literal('scheme'),
    slug: z.string(),
    name: Words,
    milestone: z
      .strictObject({ code: z.string(), name: Words })
      .nullable()
      .describe('The stage that was found; `null`: the scheme itself.'),
  })
  .meta({ id: 'FoundScheme' });

export type FoundScheme = z.infer<typeof FoundScheme>;

export const FoundDossier = z
  .strictObject({
    id: z.uuid(),
    scheme: z.string(),
    service: Service.nullable(),
    status: z.enum(STATUSES).nullable().describe('On the day; `null` before the first event of the dossier.'),
    confirmed: z.boolean(),
    milestone: z.string().nullable().describe('The furthest milestone reached by then.'),
    milestoneConfirmed: z.boolean().nullable().describe('By the authority; `null` without a milestone.'),
  })
  .meta({ id: 'FoundDossier' });

export type FoundDossier = z.infer<typeof FoundDossier>;

export const FoundEntry = z
  .strictObject({
    kind: z.enum(['provider', 'service', 'decision', 'party', 'technology', 'statement']),
    text: z
      .string()
      .describe(
        'What was found, as recorded: a name, a number, or what an event says. Empty for a dossier without service.',
      ),
    similar: z.boolean().describe('Nothing matches the query; this is written like it.'),
    provider: ProviderRef,
    dossier: FoundDossier.nullable().describe('`null` if it belongs to the provider itself.'),
    event: z.uuid().nullable().describe('The event that states it.'),
    type: z.string().nullable().describe('Of the event.'),
    occurred: PartialDateSchema.nullable(),
  })
  .meta({ id: 'FoundEntry' });

export type FoundEntry = z.infer<typeof FoundEntry>;

export type Found = FoundEntry | FoundScheme;

export interface FoundKind {
  kind: SearchKind;
  /** Of all results of the kind; `MOST_COUNTED`: or more. */
  total: number;
  /** Best first. */
  found: Found[];
}

/** So many results are compared and counted: a search for one letter takes no longer than others. */
export const MOST_COUNTED = 1000;

interface Ranked {
  kind: FoundEntry['kind'];
  stream: string;
  key: string;
  tier: number;
  total: number;
}

const SHORTEST_SIMILAR = 4;

/** Kinds that an exact match does not put before others. */
const FURTHER: readonly SearchKind[] = ['party', 'technology', 'statement'];

/** The last tier of exact matches, and that of similar ones. */
const EXACT = 1;
const SIMILAR = 9;

/**
 * Finds what the record says now, former names included, without retracted events. Results by kind, kinds with an exact match
 * first; kinds without results are left out.
 */
@Injectable()
export class Search {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async find(asked: SearchAsked): Promise<FoundKind[]> {
    const query = queryOf(asked.text);
    if (query === '') return [];
    const schemes = isAsked(asked, 'scheme') ? schemesLike(query, await this.schemes.at()) : [];
    const ranked = asked.kind === 'scheme' ? [] : await this.#ranked(query, asked, schemes.length > 0);
    const entries = await this.#entries(ranked, asked.asOf);
    const groups = new Map<SearchKind, FoundKind & { tier: number }>();
    for (const { kind, tier, total, ...at } of ranked) {
      const group = groups.get(kind) ?? { kind, tier, total: Math.min(total, MOST_COUNTED), found: [] };
      groups.set(kind, group);
      const entry = entries.get(`${at.stream} ${at.key}`);
      if (entry) group.found.push({ ...entry, similar: tier === SIMILAR });
    }
    const [first] = schemes;
    if (first)
      groups.set('scheme', {
        ...{ kind: 'scheme', tier: first.exact ? EXACT : SIMILAR, total: schemes.length },
        found: schemes.slice(0, asked.limit).map(({ exact: _, ...scheme }) => scheme),
      });
    const order = ({ tier, kind }: { tier: number; kind: SearchKind }): number =>
      (tier > EXACT || FURTHER.includes(kind) ? EXACT + 1 : tier) * SEARCH_KINDS.length + SEARCH_KINDS.indexOf(kind);
    const kinds = [...groups.values()].filter(({ found }) => found.length > 0).sort((a, b) => order(a) - order(b));
    return kinds.map(({ tier: _, ...group }) => group);
  }

  /** The places of the best entries of each kind; where nothing is found, of similar ones. */
  async #ranked(query: string, asked: SearchAsked, isFound: boolean): Promise<Ranked[]> {
    const { rows } = await rankedOf(query, asked).execute(this.db);
    if (isFound || rows.length > 0 || query.length < SHORTEST_SIMILAR) return rows;
    return this.db.transaction().execute(async (tx) => {
      await sql`select set_config('pg_trgm.word_similarity_threshold', '0.35', true)`.execute(tx);
      return (await similarTo(query, asked).execute(tx)).rows;
    });
  }

  /** Entries with their provider and dossier on a day, by stream and key. */
  async #entries(ranked: readonly Ranked[], asOf: Day): Promise<ReadonlyMap<string, Omit<FoundEntry, 'similar'>>> {
    if (ranked.length === 0) return new Map();
    const point: BitemporalPoint = { asOf, position: null };
    const { rows } = await sql<Omit<FoundEntry, 'similar'> & { stream: string; key: string }>`
      select entry.stream, entry.key, entry.kind, entry.text, entry.event, entry.type, entry.occurred,
        ${providerRefAt('provider', point)} as provider,
        case when dossier.id is not null then jsonb_build_object('id', dossier.id, 'scheme', dossier.scheme,
          'service', span.body -> 'service', 'status', span.status,
          'confirmed', coalesce(span.confirmed, false),
          'milestone', span.body -> 'stage' -> 'milestone',
          'milestoneConfirmed', span.body -> 'stage' -> 'confirmed') end as dossier
      from unnest(${ranked.map(({ stream }) => stream)}::text[], ${ranked.map(({ key }) => key)}::text[]) as asked (stream, key)
      join search_entry as entry on entry.stream = asked.stream and entry.key = asked.key
      join provider on provider.id = entry.provider
      left join dossier on dossier.id = case when starts_with(entry.stream, 'dossier-') then substr(entry.stream, 9)::uuid end
      left join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span on true
    `.execute(this.db);
    return new Map(rows.map(({ stream, key, ...entry }) => [`${stream} ${key}`, entry]));
  }
}

const isAsked = ({ kind }: SearchAsked, one: SearchKind): boolean => kind === undefined || kind === one;

const ofKind = ({ kind }: SearchAsked) => (kind === undefined ? sql`true` : sql`kind = ${kind}`);

/**
 * Best first: the exact number of a decision; the exact name; the beginning of a name; all words in the text itself; all words
 * in the text or the names around it.
 */
export const rankedOf = (query: string, asked: SearchAsked) => {
  const beginning = query.slice(0, 60);
  return sql<Ranked>`
    with found as (
      (select stream, key, kind, folded from search_entry
        where kind <> 'statement' and left(folded, 60) like ${`${beginning}%`} and ${ofKind(asked)}
        order by left(folded, 60) limit ${MOST_COUNTED})
      union
      (select stream, key, kind, folded from search_entry
        where words @@ ${beginnings(query)} and kind <> 'statement' and ${ofKind(asked)} limit ${MOST_COUNTED})
      union
      (select stream, key, kind, left(folded, 1000) from search_entry
        where words @@ ${matching(query)} and kind = 'statement' and ${ofKind(asked)} limit ${MOST_COUNTED})
    ),
    judged as (
      select stream, key, kind, folded, case
        when folded = ${query} then case kind when 'decision' then 0 else 1 end
        when kind <> 'statement' and starts_with(folded, ${query}) then 2
        when array_to_tsvector(array_remove(string_to_array(folded, ' '), '')) @@ ${beginnings(query)} then 3
        else 4 end as tier
      from found
    ),
    best as (${bestOf(sql`judged`, sql`tier`)})
    ${firstOfEach(asked)}
  `;
};

/** Names with a word that is written like the query. */
export const similarTo = (query: string, asked: SearchAsked) => sql<Ranked>`
  with found as (
    select stream, key, kind, folded, ${SIMILAR}::int as tier, 1 - word_similarity(${query}, folded) as distance
    from search_entry where ${query} <% folded and kind <> 'statement' and ${ofKind(asked)}
    order by distance, length(folded) limit 20
  ),
  best as (${bestOf(sql`found`, sql`distance`)})
  ${firstOfEach(asked, sql`distance,`)}
`;

/** A provider has one result, whichever of its names was found. */
const bestOf = (found: RawBuilder<unknown>, rank: RawBuilder<unknown>) => sql`
  select distinct on (kind, stream, case kind when 'provider' then '' else key end) * from ${found}
  order by kind, stream, case kind when 'provider' then '' else key end, ${rank}, length(folded), key
`;

const firstOfEach = ({ limit }: SearchAsked, first = sql``) => sql`
  select kind, stream, key, tier, total from (
    select *, count(*) over (partition by kind)::int as total,
      row_number() over (partition by kind order by tier, ${first} length(folded), folded, stream, key) as nth
    from best
  ) as numbered
  where nth <= ${limit} order by tier, kind, nth
`;

/** Schemes are few and in memory: found by name, slug, authority, and by the code or name of a milestone. */
function schemesLike(query: string, schemes: Schemes): (FoundScheme & { exact: boolean })[] {
  const words = query.split(' ');
  const has = (...texts: readonly string[]): boolean => {
    const folded = ` ${texts.map(fold).join(' ')}`;
    return words.every((word) => folded.includes(` ${word}`));
  };
  const found = [...schemes.values()].flatMap(
    ({ slug, name, authority, milestones }): (FoundScheme & { exact: boolean })[] => {
      const exact = [slug, name.fr, name.en].some((one) => fold(one).startsWith(query));
      const scheme = { kind: 'scheme' as const, slug, name };
      if (has(slug, name.fr, name.en, authority)) return [{ ...scheme, milestone: null, exact }];
      return milestones
        .filter(
          (milestone) => fold(milestone.code) === query || has(slug, name.fr, milestone.name.fr, milestone.name.en),
        )
        .map(({ code, name: called }) => ({
          ...scheme,
          milestone: { code, name: called },
          exact: fold(code) === query,
        }));
    },
  );
  return found.sort((a, b) => Number(b.exact) - Number(a.exact));
}
