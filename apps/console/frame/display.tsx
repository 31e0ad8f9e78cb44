import type { ComponentChildren } from 'preact';
import { type Day, daysBetween, addDays } from '#domain/date/day.js';
import type { PartialDate } from '#domain/date/partial-date.js';
import { confirms, type Source } from '#domain/source/source.js';
import { isWebAddress, type Bilingual } from '#domain/text/text.js';
import { sourceInWords } from '#language/describe-event.js';
import { shortDate, shortInstant, writtenDate, writtenInstant } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { isInBothLanguages, schemeText } from '#language/scheme-text.js';
import type { PageContext } from './page.js';
import { entryId } from './timeline-entries.js';

/** A partial date; as a `time` element where HTML allows its precision. @param isShort in lists */
export function DateText({ page, date, isShort = false }: { page: PageContext; date: PartialDate; isShort?: boolean }) {
  const written = (isShort ? shortDate : writtenDate)(date, page.language);
  return /^\d{4}(-\d\d){0,2}$/.test(date) ? <time dateTime={date}>{written}</time> : <span>{written}</span>;
}

/** Date and time in the time zone of this installation. @param isShort in lists */
export function Timestamp({ page, at, isShort = false }: { page: PageContext; at: Date; isShort?: boolean }) {
  const written = writtenInstant(at, page.zone, page.language);
  return (
    <time dateTime={at.toISOString()} title={isShort ? written : undefined}>
      {isShort ? shortInstant(at, page.zone, page.language) : written}
    </time>
  );
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

/** A link that looks like a button. */
export const buttonTo = (href: string, label: ComponentChildren, looks: 'primary' | 'second' = 'second') => (
  <a class={looks === 'second' ? 'button second' : 'button'} href={href}>
    {label}
  </a>
);

interface ShownOnceProps {
  label: string;
  /** A key, a secret or an address that no later page shows. */
  secret: string | null;
  back: readonly [href: string, label: string];
  children: ComponentChildren;
}

export const ShownOnce = ({ label, secret, back, children }: ShownOnceProps) => (
  <>
    {children}
    {secret === null ? null : (
      <pre class="codes" tabIndex={0} role="region" aria-label={label}>
        {secret}
      </pre>
    )}
    <p>{buttonTo(...back)}</p>
  </>
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

/** Confirmation of the last action, named by the parameter `done`, with a link to its event. Unknown values are ignored. */
export function DoneNote({ page, words }: { page: PageContext; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  const event = page.query.get('event');
  return said === undefined ? null : (
    <p class="note good" role="status">
      {said}{' '}
      {event === null ? null : <a href={`#${entryId(event)}`}>{phrases(page.language).console.recording.savedLink}</a>}
    </p>
  );
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
