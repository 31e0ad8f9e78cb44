import { earliest } from '#domain/date/partial-date.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Ownership, Sourced } from '#domain/provider/provider-facts.js';
import { fieldValue, summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { DateText, Facts, MaybeLink, Section, LabelledSource, SourceLine, More } from '../frame/display.js';
import { Badge } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { type PageContext, addressOf, currentUrlWith } from '../frame/page.js';
import { entryId } from '../frame/timeline-entries.js';
import { QuoteBegins } from '../frame/timeline.js';
import type { ProviderData, StoryPage } from './providers.controller.js';

const MOST = 6;

interface Props {
  page: PageContext;
  provider: ProviderData['provider'];
  eventOf: (id: string) => LedgerEvent | undefined;
  hrefOf: (id: string) => string | undefined;
}

type Line = Sourced<{ title?: string | undefined; also?: string | undefined }>;

/** Events of the provider itself. None of them changes a status. */
export function Declarations({ page, provider, ...rest }: Props) {
  const words = phrases(page.language).console.providers;
  const { authorizations, validations, statements, announcements, created, launches } = provider;
  const lists: [keyof typeof words.said, Line[], string?][] = [
    [
      'expected',
      authorizations.expected.map((one) => expectation(one, authorizations, words.partlyMetBy)),
      words.expectedHint,
    ],
    [
      'obtained',
      authorizations.obtained.map((one) => ({
        ...one,
        also: joined(
          one.authority,
          one.fulfils.length > 0 && words.fulfils,
          one.partlyFulfils.length > 0 && words.partlyFulfils,
        ),
      })),
    ],
    ['fulfilled', authorizations.fulfilled.map((one) => expectation(one, authorizations, words.metBy))],
    ['validations', validations.map((one) => ({ ...one, also: one.authority })), words.validationsHint],
    [
      'statements',
      statements.map((one) => ({ ...one, also: joined(one.speaker, one.about && words.about(one.about)) })),
    ],
    ['news', [...announcements, ...created, ...launches]],
  ];
  return lists.map(([name, lines, hint]) =>
    lines.length === 0 ? null : (
      <Section id={`said-${name}`} title={words.said[name]}>
        {hint === undefined ? null : <p class="soft">{hint}</p>}
        <ul class="spaced">
          {latestFirst(lines)
            .slice(0, MOST)
            .map((line) => (
              <DeclarationLine page={page} line={line} {...rest} />
            ))}
        </ul>
        {lines.length > MOST ? <p class="soft">{words.more(lines.length - MOST)}</p> : null}
      </Section>
    ),
  );
}

const joined = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(' · ');

type Authorizations = ProviderData['provider']['authorizations'];

/** An expected authorization, with the titles of what fulfils it or a part of it. */
function expectation(
  one: Authorizations['expected'][number],
  { obtained }: Authorizations,
  metBy: (title: string) => string,
): Line {
  const titles = obtained.filter(({ event }) => one.fulfilledBy.includes(event)).map(({ title }) => title);
  return { ...one, also: joined(one.authority, titles.length > 0 && metBy(titles.join(', '))) };
}

function DeclarationLine({ page, line, eventOf, hrefOf }: Omit<Props, 'provider'> & { line: Line }) {
  const { event, occurred, source, also } = line;
  const told = eventOf(event);
  const text = line.title ?? (told ? capitalized(summaryOf(told, page.language)) : source.publisher);
  return (
    <li>
      <MaybeLink href={hrefOf(event)}>{text}</MaybeLink>
      {', '}
      {occurred === null ? phrases(page.language).console.providers.undated : <DateText page={page} date={occurred} />}
      {also === undefined || also === '' ? null : ` · ${also}`}
      <br />
      <LabelledSource page={page} source={source} />
      {source.quote === undefined ? null : <QuoteBegins page={page} text={source.quote} />}
    </li>
  );
}

/** Latest first, undated on top; on the same date, the last recorded first. */
const latestFirst = (lines: readonly Line[]): Line[] =>
  lines.toReversed().sort((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? 1 : -1));

const dayOf = ({ occurred }: Line): string => (occurred === null ? '9999' : earliest(occurred));

const MOST_NAMES = 20;

interface NamesProps {
  page: PageContext;
  provider: ProviderData['provider'];
  hrefOf: (id: string) => string | undefined;
}

export function Names({ page, provider, hrefOf }: NamesProps) {
  const { names: words } = phrases(page.language).console.providers;
  return (
    <Section id="names" title={words.title}>
      <Table
        label={words.caption}
        columns={[words.name, words.since, words.until, words.word]}
        rows={provider.names
          .slice(0, MOST_NAMES)
          .map(({ name, since, until, event, source }) => [
            <MaybeLink href={hrefOf(event)}>{name}</MaybeLink>,
            since === null ? words.always : <DateText page={page} date={since} />,
            until === null ? words.still : <DateText page={page} date={until} />,
            source ? <SourceLine source={source} language={page.language} /> : null,
          ])}
      />
      <More page={page} count={provider.names.length - MOST_NAMES} />
    </Section>
  );
}

const MOST_FORMER = 5;

interface OwnersProps {
  page: PageContext;
  provider: ProviderData['provider'];
  hrefOf: (id: string) => string | undefined;
}

/** Ownership and technology: the latest declaration, then earlier ones. */
export function Owners({ page, provider: { ownershipHistory }, hrefOf }: OwnersProps) {
  const { owners: words } = phrases(page.language).console.providers;
  const [latest, ...former] = ownershipHistory;
  if (!latest) return null;
  return (
    <Section id="owners" title={words.title}>
      <Declared page={page} declared={latest} hrefOf={hrefOf} />
      {former.length === 0 ? null : (
        <>
          <h3>{words.former}</h3>
          {former.slice(0, MOST_FORMER).map((one) => (
            <Declared page={page} declared={one} hrefOf={hrefOf} />
          ))}
          <More page={page} count={former.length - MOST_FORMER} />
        </>
      )}
    </Section>
  );
}

function Declared({ page, declared, hrefOf }: Pick<OwnersProps, 'page' | 'hrefOf'> & { declared: Ownership }) {
  const { language } = page;
  const { owners: words } = phrases(language).console.providers;
  const { holders, technology, hosting, occurred, until, event, source } = declared;
  const day = occurred === null ? words.undated : writtenDate(occurred, language);
  const end = until === null ? '' : ` (${words.until} ${writtenDate(until, language)})`;
  return (
    <div class="card">
      <Facts
        facts={[
          [words.holders, fieldValue('holders', holders, language)],
          [words.technology, technology?.join(', ')],
          [words.hosting, hosting],
          [words.since, <MaybeLink href={hrefOf(event)}>{`${day}${end}`}</MaybeLink>],
        ]}
      />
      <p>
        <LabelledSource page={page} source={source} />
      </p>
      {source.quote === undefined ? null : <QuoteBegins page={page} text={source.quote} />}
    </div>
  );
}

interface StoryProps {
  page: PageContext;
  data: ProviderData;
  hrefOf: (id: string) => string | undefined;
}

export function StorySection({ page, data, hrefOf }: StoryProps) {
  const words = phrases(page.language).console.providers.story;
  const { storyLeftOut } = data.provider;
  const { shown, number, count } = data.story;
  if (shown.length === 0) return null;
  return (
    <Section id="story" title={words.title}>
      <p class="soft">
        {words.intro} {number === count && storyLeftOut > 0 ? words.leftOut(storyLeftOut) : null}
      </p>
      <Table
        label={words.caption}
        columns={[{ nowrap: words.day }, { name: words.what }, words.about, words.word]}
        rows={shown.map(({ told, event }) => storyLineOf({ page, data, told, event, hrefOf }))}
      />
      <StoryPager page={page} number={number} count={count} />
    </Section>
  );
}

function storyLineOf({ page, data, told, event, hrefOf }: StoryProps & StoryPage['shown'][number]) {
  const { language } = page;
  const words = phrases(language).console.providers.story;
  const { about, occurred, source } = told;
  const path = `/dossiers/${about.id}`;
  const isOfDossier = about.kind === 'dossier';
  const there = `${addressOf(page, path, { event: told.event })}#${entryId(told.event)}`;
  const name =
    about.kind === 'dossier'
      ? [about.service, schemeName(about.scheme, data.schemes, language)].filter(Boolean).join(', ')
      : words.itself;
  const scheme = isOfDossier ? data.schemes.get(about.scheme) : undefined;
  const phrase = capitalized(summaryOf(event ?? told.said, language, scheme));
  return [
    occurred === null ? words.undated : <DateText page={page} date={occurred} />,
    <>
      <MaybeLink href={isOfDossier ? there : hrefOf(told.event)}>{phrase}</MaybeLink>
      {told.title === null ? null : <div class="small told">{told.title}</div>}{' '}
      {told.corrected ? <Badge tone="warn">{words.corrected}</Badge> : null}
    </>,
    <MaybeLink href={isOfDossier ? addressOf(page, path) : undefined}>{name}</MaybeLink>,
    source ? <LabelledSource page={page} source={source} /> : null,
  ];
}

function StoryPager({ page, number, count }: { page: PageContext; number: number; count: number }) {
  const words = phrases(page.language).console.providers.story;
  if (count <= 1) return null;
  const hrefOf = (other: number): string => `${currentUrlWith(page, { story: other === 1 ? undefined : other })}#story`;
  return (
    <nav class="pager" aria-label={words.pages}>
      {number > 1 ? (
        <a rel="prev" href={hrefOf(number - 1)}>
          {words.later}
        </a>
      ) : null}
      <span>{words.page(number, count)}</span>
      {number < count ? (
        <a rel="next" href={hrefOf(number + 1)}>
          {words.earlier}
        </a>
      ) : null}
    </nav>
  );
}
