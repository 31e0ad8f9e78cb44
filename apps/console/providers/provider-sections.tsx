import { earliest } from '#domain/date/partial-date.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Ownership, Sourced } from '#domain/provider/provider-facts.js';
import type { Source } from '#domain/source/source.js';
import { fieldValue, summaryOf } from '#language/describe-event.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { DateText, Facts, LabelledSource, MaybeLink, More, Section, SourceLine } from '../frame/display.js';
import type { Page } from '../frame/page.js';
import { Table } from '../frame/table.js';
import { QuoteBegins } from '../frame/timeline.js';
import type { ProviderData } from './providers.controller.js';

interface Props {
  page: Page;
  data: ProviderData;
  hrefOf: (id: string) => string | undefined;
  eventOf: (id: string) => LedgerEvent | undefined;
}

const sourceWithQuote = (page: Page, source: Source) => (
  <>
    <LabelledSource page={page} source={source} />
    {source.quote === undefined ? null : <QuoteBegins page={page} text={source.quote} />}
  </>
);

const MOST = 6;

type Line = Sourced<{ title?: string | undefined; also?: string | undefined }>;

/** Events of the provider itself. None of them changes a status. */
export function Declarations({ page, data: { provider }, hrefOf, eventOf }: Props) {
  const { language } = page;
  const { providers: words, terms } = phrases(language).console;
  const { authorizations, validations, statements, announcements, created, launches } = provider;
  /** With the titles of what fulfils it or a part of it. */
  const expectation = (one: (typeof authorizations.expected)[number], metBy: (title: string) => string): Line => {
    const titles = authorizations.obtained.filter(({ event }) => one.fulfilledBy.includes(event));
    return { ...one, also: joined(one.authority, titles.length > 0 && metBy(titles.map((by) => by.title).join(', '))) };
  };
  const lists: [keyof typeof words.said, Line[], string?][] = [
    ['expected', authorizations.expected.map((one) => expectation(one, words.partlyMetBy)), words.expectedHint],
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
    ['fulfilled', authorizations.fulfilled.map((one) => expectation(one, words.metBy))],
    ['validations', validations.map((one) => ({ ...one, also: one.authority })), words.validationsHint],
    [
      'statements',
      statements.map((one) => ({ ...one, also: joined(one.speaker, one.about && words.about(one.about)) })),
    ],
    ['news', [...announcements, ...created, ...launches]],
  ];
  const lineOf = ({ event, occurred, source, also, title }: Line) => {
    const told = eventOf(event);
    return (
      <li>
        <MaybeLink href={hrefOf(event)}>
          {title ?? (told ? capitalized(summaryOf(told, language)) : source.publisher)}
        </MaybeLink>
        {', '}
        {occurred === null ? terms.undated : <DateText page={page} date={occurred} />}
        {also === undefined || also === '' ? null : ` · ${also}`}
        <br />
        {sourceWithQuote(page, source)}
      </li>
    );
  };
  return lists.map(([name, lines, hint]) =>
    lines.length === 0 ? null : (
      <Section id={`said-${name}`} title={words.said[name]}>
        {hint === undefined ? null : <p class="soft">{hint}</p>}
        <ul>{latestFirst(lines).slice(0, MOST).map(lineOf)}</ul>
        {lines.length > MOST ? <p class="soft">{words.more(lines.length - MOST)}</p> : null}
      </Section>
    ),
  );
}

const joined = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(' · ');

/** Latest first, undated on top; on the same date, the last recorded first. */
const latestFirst = (lines: readonly Line[]): Line[] =>
  lines.toReversed().sort((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? 1 : -1));

const dayOf = ({ occurred }: Line): string => (occurred === null ? '9999' : earliest(occurred));

const MOST_NAMES = 20;

export function Names({ page, data: { provider }, hrefOf }: Props) {
  const { names: words } = phrases(page.language).console.providers;
  const { terms } = phrases(page.language).console;
  return (
    <Section id="names" title={words.title}>
      <Table
        isList
        label={words.caption}
        columns={[terms.name, terms.since, words.until, terms.source]}
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

/** Ownership and technology: the latest declaration, then earlier ones. */
export function Owners({ page, data: { provider }, hrefOf }: Props) {
  const { language } = page;
  const { owners: words } = phrases(language).console.providers;
  const [latest, ...former] = provider.ownershipHistory;
  const declared = ({ holders, technology, hosting, occurred, until, event, source }: Ownership) => {
    const day = occurred === null ? phrases(language).console.terms.undated : writtenDate(occurred, language);
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
        {sourceWithQuote(page, source)}
      </div>
    );
  };
  if (!latest) return null;
  return (
    <Section id="owners" title={words.title}>
      {declared(latest)}
      {former.length === 0 ? null : <h3>{words.former}</h3>}
      {former.slice(0, MOST_FORMER).map(declared)}
      <More page={page} count={former.length - MOST_FORMER} />
    </Section>
  );
}
