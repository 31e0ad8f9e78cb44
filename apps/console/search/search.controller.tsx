import { z } from 'zod';
import { type LedgerEvent, typeInRole } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { fold, Name } from '#domain/text/text.js';
import { dossierTitle } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import {
  type Found,
  type FoundDossier,
  type FoundKind,
  MOST_COUNTED,
  type SearchKind,
  Search,
  SEARCH_KINDS,
} from '#projections/search/search.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { linkTo, DateText, StatusMark } from '../frame/display.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { addressOf, may, Page, queryOf } from '../frame/page.js';
import { searchForm } from '../frame/menu.js';
import { entryId } from '../frame/timeline-entries.js';

interface ResultsProps {
  page: Page;
  query: string;
  kind?: SearchKind | undefined;
  kinds: readonly FoundKind[];
  schemes: Schemes;
}

function SearchResults({ page, query, kind, kinds, schemes }: ResultsProps) {
  const words = phrases(page.language).console.search;
  if (query === '') return <p class="soft">{words.hint}</p>;
  if (kinds.length === 0)
    return (
      <p role="status">
        {words.none(query)} {words.advice}
      </p>
    );
  const isSimilar = kinds.some(({ found }) => found.some((one) => 'similar' in one && one.similar));
  const totalOf = ({ total }: FoundKind): string =>
    total >= MOST_COUNTED ? words.many(MOST_COUNTED) : words.results(total);
  const of = (one?: SearchKind): string => addressOf(page, '/search', { q: query, kind: one });
  return (
    <div class="search-results">
      {page.at.isNow ? null : <p class="soft">{words.past}</p>}
      {isSimilar ? <p role="status">{words.similar(query)}</p> : null}
      {kind === undefined ? null : (
        <p>
          <a href={of()}>{words.allOf}</a>
        </p>
      )}
      {kinds.map((group) => (
        <section aria-label={words.kinds[group.kind]}>
          <h2>
            {words.kinds[group.kind]} <span class="soft small">{totalOf(group)}</span>
          </h2>
          <ul>
            {group.found.map((found) => (
              <li>{result(page, query, found, schemes)}</li>
            ))}
          </ul>
          {group.total <= group.found.length ? null : kind === undefined ? (
            <p>
              <a href={of(group.kind)}>{words.all(totalOf(group))}</a>
            </p>
          ) : (
            <p class="soft">{words.first(group.found.length)}</p>
          )}
        </section>
      ))}
    </div>
  );
}

/** What was found, around what, and what may be done with it. */
function result(page: Page, query: string, found: Found, schemes: Schemes) {
  const { language } = page;
  const words = phrases(language).console.search;
  const link = (text: string) => <a href={placeOf(page, found)}>{text}</a>;
  if (found.kind === 'scheme') {
    const { name, milestone } = found;
    if (!milestone) return link(name[language]);
    return link(`${name[language]}, ${words.stage} ${milestone.code} (${milestone.name[language]})`);
  }
  const { provider, dossier, text, kind } = found;
  const around = dossier ? dossierTitle({ ...dossier, provider }, schemes, language) : provider.name;
  const standing = dossier ? <Standing {...{ page, dossier, schemes }} /> : null;
  switch (kind) {
    case 'provider':
      return (
        <>
          {link(provider.name)} {text === provider.name ? null : <span class="soft">{words.alias(text)}</span>}
        </>
      );
    case 'service':
      return (
        <>
          {link(around)} {standing}
        </>
      );
    case 'decision':
      return (
        <>
          {link(words.decision(text))} <span class="soft">{around}</span> {standing}
        </>
      );
    case 'party':
    case 'technology':
      return (
        <>
          {link(text)} <span class="soft">– {around}</span>{' '}
          {kind === 'technology' ? linkTo(page, '/dossiers', words.board, { technology: text }) : null}
        </>
      );
    case 'statement':
      return (
        <>
          {link(capitalized(phrases(language).events.types[found.type as LedgerEvent['type']].name))}{' '}
          <span class="soft">
            {around}
            {found.occurred === null ? null : (
              <>
                , <DateText page={page} date={found.occurred} />
              </>
            )}
          </span>
          <div class="small excerpt">{marked(excerptOf(text, query), query)}</div>
        </>
      );
  }
}

function Standing({ page, dossier, schemes }: { page: Page; dossier: FoundDossier; schemes: Schemes }) {
  const { language } = page;
  const { search: words, terms } = phrases(language).console;
  const { id, status, confirmed } = dossier;
  const scheme = schemes.get(dossier.scheme);
  const following = nextMilestone(dossier, schemes);
  const path = `/dossiers/${id}/record`;
  const given = new URLSearchParams({ milestone: following ?? '', occurred: page.today });
  return (
    <>
      {status === null ? null : <StatusMark {...{ status, confirmed, scheme, language }} />}{' '}
      {may(page, 'record') && page.at.isNow ? (
        <span class="acts">
          {following === undefined ? (
            <a href={`${path}/${typeInRole('decision')}`}>{words.grant}</a>
          ) : (
            <a href={`${path}/${typeInRole('milestone')}?${given.toString()}#f-occurred`}>{words.next(following)}</a>
          )}{' '}
          <a href={path}>{terms.record}</a>
        </span>
      ) : null}
    </>
  );
}

/** The milestone after the furthest one; absent if a decision comes next. Its form suggests today, which the preview shows. */
function nextMilestone({ scheme, milestone }: FoundDossier, schemes: Schemes): string | undefined {
  const milestones = schemes.get(scheme)?.milestones ?? [];
  const following = milestones[milestones.findIndex(({ code }) => code === milestone) + 1];
  return following?.gives === 'granted' ? undefined : following?.code;
}

/** The page of the scheme, provider or dossier, at the entry of the event in its timeline. */
function placeOf(page: Page, found: Found): string {
  if (found.kind === 'scheme') return addressOf(page, `/schemes/${encodeURIComponent(found.slug)}`);
  const { provider, dossier, event, kind } = found;
  const path = dossier ? `/dossiers/${dossier.id}` : `/providers/${encodeURIComponent(provider.slug)}`;
  if (event === null || kind === 'decision') return addressOf(page, path);
  return `${addressOf(page, path, { event })}#${entryId(event)}`;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BEFORE = 60;
const LENGTH = 220;

const wordsOf = (query: string): string[] => fold(query).split(' ').filter(Boolean);

const begins = (words: readonly string[], word: string): boolean => {
  const folded = fold(word);
  return words.some((one) => folded.startsWith(one));
};

/** The part of a text around the first word that begins as one of a query. */
function excerptOf(text: string, query: string): string {
  if (text.length <= LENGTH) return text;
  const words = wordsOf(query);
  const first = [...text.matchAll(WORD)].find(([word]) => begins(words, word))?.index ?? 0;
  const from = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
  const end = text.lastIndexOf(' ', from + LENGTH);
  const to = text.length - from <= LENGTH ? text.length : end > from ? end : from + LENGTH;
  return `${from > 0 ? '… ' : ''}${text.slice(from, to).toWellFormed()}${to < text.length ? ' …' : ''}`;
}

function marked(text: string, query: string) {
  const words = wordsOf(query);
  const parts = text.split(/([\p{L}\p{N}\p{M}]+)/u);
  return <>{parts.map((part, at) => (at % 2 === 1 && begins(words, part) ? <mark>{part}</mark> : part))}</>;
}

const Asked = z.object({ q: Name.optional(), kind: z.enum(SEARCH_KINDS).optional(), go: z.literal('1').optional() });

/** Results of each kind; of the only kind shown; as one types. */
const FEW = 6;
const MANY = 100;
const AT_ONCE = 4;

@Pages()
export class SearchPages {
  constructor(
    private readonly entries: Search,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** `go`, as the dialog sends it, leads straight to an only result. */
  @ConsoleGet('search', 'public-read')
  async search(@Page() page: Page): Promise<PageAnswer> {
    const { q = '', kind, go } = await queryOf(page, Asked);
    const kinds = await this.#found(page, q, { kind, limit: kind ? MANY : FEW });
    const [only] = kinds.length === 1 && kinds[0]?.total === 1 ? kinds[0].found : [];
    if (go && only && !('similar' in only && only.similar)) return { redirect: placeOf(page, only) };
    const { title } = phrases(page.language).console.search;
    const schemes = await this.schemes.at();
    const children = (
      <>
        {searchForm(page, 'search', q)}
        <SearchResults {...{ page, query: q, kind, kinds, schemes }} />
      </>
    );
    return {
      title: q === '' ? title : title + colon(page.language) + q,
      menuEntry: 'search',
      timeless: true,
      children,
    };
  }

  /** For the dialog, as one types. */
  @ConsoleGet('search/suggestions', 'public-read')
  async suggest(@Page() page: Page): Promise<PageAnswer> {
    const { q = '' } = await queryOf(page, Asked);
    const kinds = await this.#found(page, q, { limit: AT_ONCE });
    const schemes = await this.schemes.at();
    return { fragment: <SearchResults {...{ page, query: q, kinds, schemes }} /> };
  }

  async #found(page: Page, q: string, asked: { kind?: SearchKind | undefined; limit: number }): Promise<FoundKind[]> {
    if (q === '') return [];
    return this.entries.find({ ...asked, text: q, asOf: page.at.asOf });
  }
}
