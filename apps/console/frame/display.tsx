import type { ComponentChildren } from 'preact';
import { type Day, daysBetween, addDays } from '#domain/date/day.js';
import type { PartialDate } from '#domain/date/partial-date.js';
import { daysLeft } from '#domain/deadline/deadline.js';
import type { GrantState } from '#domain/dossier/grant.js';
import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms, type Source } from '#domain/source/source.js';
import { isWebAddress, type Bilingual } from '#domain/text/text.js';
import { sourceInWords } from '#language/describe-event.js';
import { statusWord } from '#language/describe-standing.js';
import { writtenDate, writtenInstant, capitalized, english, french } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { isInBothLanguages, schemeText } from '#language/scheme-text.js';
import { whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { type PageContext, currentUrlWith } from './page.js';

/** A partial date; as a `time` element where HTML allows its precision. */
export function DateText({ page, date }: { page: PageContext; date: PartialDate }) {
  const written = writtenDate(date, page.language);
  return /^\d{4}(-\d\d){0,2}$/.test(date) ? <time dateTime={date}>{written}</time> : <span>{written}</span>;
}

/** Date and time in the time zone of this installation. */
export function Timestamp({ page, at }: { page: PageContext; at: Date }) {
  return <time dateTime={at.toISOString()}>{writtenInstant(at, page.zone, page.language)}</time>;
}

/** A definition list. Entries without a value are left out. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ComponentChildren])[] }) {
  const told = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (told.length === 0) return null;
  return (
    <dl class="facts">
      {told.map(([label, value]) => (
        <>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

interface SectionProps {
  id: string;
  title: string;
  class?: string;
  children: ComponentChildren;
}

export const Section = ({ id, title, class: looks, children }: SectionProps) => (
  <section aria-labelledby={id} class={looks}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);

/** The id of the table that a page is about; a link at the top of the page skips to it. */
export const MAIN_TABLE = 'table';

/** The heading of a column; an object says how its cells are set: `name` names the row, `plain` has no label on phones. */
type Column = string | { [K in ColumnKind]: Record<K, string> }[ColumnKind];
type ColumnKind = 'name' | 'number' | 'nowrap' | 'act' | 'plain';

type Row = readonly ComponentChildren[];

interface TableProps {
  isMain?: boolean;
  caption?: ComponentChildren;
  /** Caption for screen readers only. */
  label?: string;
  columns: readonly Column[];
  /** The cells of each; the first names the row, unless a column does. */
  rows: readonly Row[];
  /** Said instead of a table without rows. */
  empty?: ComponentChildren;
  class?: string;
  /** Rows of other cells, at the end. */
  children?: ComponentChildren;
}

/** With so many columns, rows become blocks on tablets already. */
const MANY = 6;

/** A table; on a narrow screen its rows become blocks. */
export function Table({ isMain = false, caption, label, columns, rows, empty, class: looks, children }: TableProps) {
  if (rows.length === 0 && empty !== undefined) return <p class="empty">{empty}</p>;
  const heads = columns.map(headOf);
  const named = Math.max(
    0,
    heads.findIndex(({ kind }) => kind === 'name'),
  );
  const classes = ['lines', columns.length >= MANY && 'many', looks].filter(Boolean).join(' ');
  return (
    <table class={classes} {...(isMain && { id: MAIN_TABLE, tabIndex: -1 })}>
      {label === undefined ? <caption>{caption}</caption> : <caption class="unseen">{label}</caption>}
      <thead>
        <tr>
          {heads.map(({ kind, text }) => (
            <th scope="col" class={kind === 'nowrap' ? undefined : CLASSES[kind]}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, index) => {
              const { kind, text } = heads[index] ?? NO_HEAD;
              const isEmpty = cell === null || cell === undefined || (Array.isArray(cell) && cell.length === 0);
              return index === named ? (
                <th scope="row" class={CLASSES[kind]}>
                  {cell}
                </th>
              ) : (
                <td class={CLASSES[kind]} data-label={kind === 'plain' || isEmpty ? undefined : text}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
        {children}
      </tbody>
    </table>
  );
}

interface Head {
  kind: ColumnKind | 'usual';
  text: string;
}

const CLASSES: Partial<Record<Head['kind'], string>> = { number: 'number', nowrap: 'nowrap', act: 'no-print' };

const NO_HEAD: Head = { kind: 'plain', text: '' };

function headOf(column: Column): Head {
  if (typeof column === 'string') return { kind: 'usual', text: column };
  const [[kind, text] = ['plain' as const, '']] = Object.entries(column) as [ColumnKind, string][];
  return { kind, text };
}

/** A link if there is a target, otherwise plain text. */
export function MaybeLink({
  href,
  small = false,
  children,
}: {
  href: string | undefined;
  small?: boolean;
  children: ComponentChildren;
}) {
  const looks = small && { class: 'small' };
  return href === undefined ? (
    <span {...looks}>{children}</span>
  ) : (
    <a href={href} {...looks}>
      {children}
    </a>
  );
}

/** Confirmation of the last action, named by the parameter `done`. Unknown values are ignored. */
export function DoneNote({ page, words }: { page: PageContext; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="note good" role="status">
      {said}
    </p>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

const TONES: Record<Status, Tone> = {
  granted: 'good',
  'granted-with-reservations': 'good',
  suspended: 'bad',
  renewing: 'warn',
  expired: 'bad',
  lapsed: 'bad',
  withdrawn: 'bad',
  refused: 'bad',
  abandoned: 'plain',
  'in-progress': 'warn',
  applied: 'warn',
  announced: 'plain',
  unknown: 'plain',
};

interface StandingProps {
  status: Status;
  /** Absent: the source is not shown. */
  confirmed?: boolean;
  scheme: Scheme | undefined;
  language: Language;
}

export function StatusBadge({ status, confirmed, scheme, language }: StandingProps) {
  return (
    <>
      <Badge tone={TONES[status]} confirmed={status === 'unknown' ? undefined : confirmed}>
        {capitalized(statusWord(status, scheme, language))}
      </Badge>
      {confirmed === undefined || status === 'unknown' ? null : (
        <>
          {' '}
          <span class="soft small">{phrases(language).standing.confirmation(confirmed, 'status')}</span>
        </>
      )}
    </>
  );
}

const GRANT_TONES: Record<GrantState, Tone> = {
  'in-force': 'good',
  suspended: 'bad',
  withdrawn: 'bad',
  expired: 'plain',
  refuted: 'bad',
  'not-yet-valid': 'plain',
};

export const GrantBadge = ({
  state,
  confirmed,
  language,
}: {
  state: GrantState;
  confirmed: boolean;
  language: Language;
}) => (
  <Badge tone={GRANT_TONES[state]} confirmed={confirmed}>
    {phrases(language).standing.grantStates[state]}
  </Badge>
);

/** An end within as many days is urgent. */
const URGENT_DAYS = 30;

/** Of an end: `in 5 days`. */
export const timeLeft = (end: Day, today: Day, language: Language): string =>
  whenDue({ kind: 'grant-end', due: end, daysLeft: daysLeft(end, today) }, language);

/** Of an end that is near. */
export const endTone = (end: Day, today: Day): Tone => (daysBetween(today, end) <= URGENT_DAYS ? 'bad' : 'warn');

interface BadgeProps {
  tone: Tone;
  /** By the authority: filled with a check mark, otherwise a dashed outline. Absent: neither. */
  confirmed?: boolean | undefined;
  children: string;
}

/** A coloured label. Colour and outline add no information to the text and what follows it. */
export function Badge({ tone, confirmed, children }: BadgeProps) {
  const word = confirmed === undefined ? '' : confirmed ? ' confirmed' : ' claimed';
  return <span class={`badge ${tone}${word}`}>{children}</span>;
}

/** Beyond this, a list says that it has more. */
export const MOST_COUNTED = 10_000;

interface CursorPagerProps {
  page: PageContext;
  /** Name of the cursor parameter. */
  cursor: string;
  /** Absent on the last page. */
  next: string | number | null | undefined;
  words: { first: string; next: string };
  shown?: number;
  /** Of all that match, up to one more than `MOST_COUNTED`; absent: unknown. */
  total?: number;
}

/** Links to the first and the next page of a list that is read by cursor. */
export function CursorPager({ page, cursor, next = null, words, shown = 0, total }: CursorPagerProps) {
  const isFirst = !page.query.has(cursor);
  if (isFirst && next === null) return null;
  const { some, someOfMany } = phrases(page.language).console.frame.pages;
  return (
    <nav class="pager" aria-label={phrases(page.language).console.frame.pages.label}>
      {isFirst ? null : <a href={currentUrlWith(page, { [cursor]: undefined })}>{words.first}</a>}
      {total === undefined ? null : (
        <span>{total > MOST_COUNTED ? someOfMany(shown, MOST_COUNTED) : some(shown, total)}</span>
      )}
      {next === null ? null : (
        <a rel="next" href={currentUrlWith(page, { [cursor]: next })}>
          {words.next}
        </a>
      )}
    </nav>
  );
}

interface PagerProps {
  page: PageContext;
  number: number;
  size: number;
  total: number;
}

export function Pager({ page, number, size, total }: PagerProps) {
  const words = phrases(page.language).console.frame.pages;
  if (total <= size && number === 1) return null;
  const to = (one: number): string => currentUrlWith(page, { page: one === 1 ? undefined : one });
  const last = Math.max(1, Math.ceil(total / size));
  const formatted = (one: number): string => (page.language === 'fr' ? french : english).number(one);
  return (
    <nav class="pager" aria-label={words.label}>
      {number > 1 ? (
        <a rel="prev" href={to(number - 1)}>
          {words.previous}
        </a>
      ) : null}
      <ol class="pages">
        {pagesAround(number, last).map((one, index, all) => (
          <li class={one - (all[index - 1] ?? 0) > 1 ? 'after-gap' : undefined}>
            {one === number ? (
              <strong aria-current="page" aria-label={words.page(one, last)}>
                {formatted(one)}
              </strong>
            ) : (
              <a href={to(one)} aria-label={words.page(one, last)}>
                {formatted(one)}
              </a>
            )}
          </li>
        ))}
      </ol>
      <span>{words.shown(Math.min(total, (number - 1) * size + 1), Math.min(total, number * size), total)}</span>
      {number < last ? (
        <a rel="next" href={to(number + 1)}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}

const pagesAround = (number: number, last: number): number[] =>
  [...new Set([1, number - 1, number, number + 1, last])]
    .filter((one) => one >= 1 && one <= last)
    .sort((a, b) => a - b);

export const More = ({ page, count }: { page: PageContext; count: number }) =>
  count > 0 ? <p class="soft">{phrases(page.language).console.frame.sources.more(count)}</p> : null;

/** The source of an event and whether it is official. */
export function LabelledSource({
  page,
  source,
}: {
  page: PageContext;
  source: Pick<Source, 'kind' | 'publisher'> & Partial<Source>;
}) {
  const { authority, claim } = phrases(page.language).console.frame.sources;
  return (
    <span class="small">
      <SourceLine source={source} language={page.language} />{' '}
      <span class="soft">({confirms(source) ? authority : claim})</span>
    </span>
  );
}

type Named = Pick<Source, 'kind' | 'publisher'> & Partial<Pick<Source, 'url' | 'title'>>;

/** A source; its address is a link if it is a web address. */
export function SourceLine({ source, language }: { source: Named; language: Language }) {
  const words = sourceInWords(source, language);
  if (source.url === undefined) return <span>{words}</span>;
  if (!isWebAddress(source.url)) return <span>{`${words} ${source.url}`}</span>;
  return (
    <a href={source.url} rel="noopener noreferrer external">
      {words}
    </a>
  );
}

const ADDRESS = /(https?:\/\/[^\s<>"«»]+)/;

export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {text.split(ADDRESS).map((part, index) => {
        if (index % 2 === 0) return part;
        const address = withoutEnd(part);
        return isWebAddress(address) ? (
          <>
            <a href={address} rel="noopener noreferrer">
              {address}
            </a>
            {part.slice(address.length)}
          </>
        ) : (
          part
        );
      })}
    </>
  );
}

/** Strips trailing punctuation in one pass: the text is untrusted and may hold thousands of dots. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (end > 0 && ".,;:!?)]}'’".includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}

/** Horizontal time axis; positions in percent of the width. */
export interface Axis {
  at: (day: Day) => string;
  width: (from: Day, to: Day) => string;
  /** Year marks, thinned out to fit. */
  years: { year: string; day: Day }[];
}

const MARGIN = 4;
const MOST_YEARS = 7;

/** @param days dates to cover; at least one */
export function axisOver(days: readonly Day[]): Axis {
  const inOrder = days.toSorted();
  const first = inOrder[0] ?? '';
  const last = inOrder.at(-1) ?? first;
  const whole = Math.max(30, daysBetween(first, last));
  const share = (count: number): number => (count / whole) * (100 - 2 * MARGIN);
  return {
    at: (day) => `${(MARGIN + share(daysBetween(first, day))).toFixed(2)}%`,
    width: (from, to) => `${Math.max(0.6, share(daysBetween(from, to))).toFixed(2)}%`,
    years: yearsBetween(first, addDays(first, whole)),
  };
}

function yearsBetween(first: Day, last: Day): Axis['years'] {
  const from = Number(first.slice(0, 4)) + (first.endsWith('-01-01') ? 0 : 1);
  const to = Number(last.slice(0, 4));
  const step = Math.max(1, Math.ceil((to - from + 1) / MOST_YEARS));
  const years: Axis['years'] = [];
  for (let year = from; year <= to; year += step) years.push({ year: String(year), day: `${year}-01-01` });
  return years;
}

/** Text of a scheme or register ; web addresses are links, names of fields are code. */
export function SchemeText({ page, text }: { page: PageContext; text: string | Bilingual }) {
  if (typeof text === 'string' && isWebAddress(text))
    return (
      <a href={text} rel="noopener noreferrer external">
        {text}
      </a>
    );
  const parts = schemeText(text, page.language).split('`');
  return (
    <span {...(!isInBothLanguages(text) && { lang: '' })}>
      {parts.map((part, index) => (index % 2 === 1 && index < parts.length - 1 ? <code>{part}</code> : part))}
    </span>
  );
}
