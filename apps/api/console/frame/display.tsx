import type { ComponentChildren } from 'preact';
import type { PartialDate } from '#domain/date/partial-date.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms, type Source } from '#domain/source/source.js';
import { isWebAddress } from '#domain/text/text.js';
import { capitalized, writtenDate, writtenInstant } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { sourceInWords } from '#language/describe-event.js';
import { schemeName, statusWord } from '#language/describe-standing.js';
import { type PageContext, currentUrlWith } from './page.js';

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

/** A status in the scheme's terms, with its source label. */
export function StatusBadge({ status, confirmed, scheme, language }: StandingProps) {
  return (
    <>
      <Badge tone={TONES[status]}>{capitalized(statusWord(status, scheme, language))}</Badge>
      {confirmed === undefined || status === 'unknown' ? null : (
        <>
          {' '}
          <span class="soft small">{phrases(language).standing.confirmation(confirmed, 'status')}</span>
        </>
      )}
    </>
  );
}

/** A coloured label. The colour adds no information to the text. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

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

interface TableProps {
  caption?: ComponentChildren;
  /** Caption for screen readers only. */
  label?: string;
  /** Headings; those of numbers are aligned to the right. */
  columns: readonly (string | { number: string })[];
  class?: string;
  children: ComponentChildren;
}

/** A table; on a narrow screen its rows become blocks. */
export const Table = ({ caption, label, columns, class: looks = '', children }: TableProps) => (
  <table class={`lines ${looks}`.trim()}>
    {label === undefined ? <caption>{caption}</caption> : <caption class="unseen">{label}</caption>}
    <thead>
      <tr>
        {columns.map((column, index) => (
          <th key={index} scope="col" class={typeof column === 'string' ? undefined : 'number'}>
            {typeof column === 'string' ? column : column.number}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

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

interface CursorPagerProps {
  page: PageContext;
  /** Name of the cursor parameter. */
  cursor: string;
  /** Absent on the last page. */
  next: string | number | null | undefined;
  words: { first: string; next: string };
}

/** Links to the first and the next page of a list that is read by cursor. */
export function CursorPager({ page, cursor, next = null, words }: CursorPagerProps) {
  const isFirst = !page.query.has(cursor);
  if (isFirst && next === null) return null;
  return (
    <nav class="pager" aria-label={phrases(page.language).console.frame.pages.label}>
      {isFirst ? null : <a href={currentUrlWith(page, { [cursor]: undefined })}>{words.first}</a>}
      {next === null ? null : (
        <a rel="next" href={currentUrlWith(page, { [cursor]: next })}>
          {words.next}
        </a>
      )}
    </nav>
  );
}

/** Links to the previous and next page of a list. @param number counted from 1 */
export function Pager({
  page,
  number,
  size,
  total,
}: {
  page: PageContext;
  number: number;
  size: number;
  total: number;
}) {
  const words = phrases(page.language).console.frame.pages;
  if (total <= size && number === 1) return null;
  const last = Math.max(1, Math.ceil(total / size));
  return (
    <nav class="pager" aria-label={words.label}>
      {number > 1 ? (
        <a rel="prev" href={currentUrlWith(page, { page: number === 2 ? undefined : number - 1 })}>
          {words.previous}
        </a>
      ) : null}
      <span>{words.shown(Math.min(total, (number - 1) * size + 1), Math.min(total, number * size), total)}</span>
      {number < last ? (
        <a rel="next" href={currentUrlWith(page, { page: number + 1 })}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}

export function dossierTitle(
  { provider, service, scheme }: Pick<DossierView, 'provider' | 'service' | 'scheme'>,
  schemes: Schemes,
  language: Language,
): string {
  const names = service === null ? provider.name : `${provider.name}, ${service.name}`;
  return `${names} (${schemeName(scheme, schemes, language)})`;
}
