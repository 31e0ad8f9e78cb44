import type { ComponentChildren } from 'preact';
import { addDays, type Day, daysBetween, earlier } from '#domain/date/day.js';
import type { PartialDate } from '#domain/date/partial-date.js';
import { confirms, type Source } from '#domain/source/source.js';
import { isWebAddress, type Bilingual } from '#domain/text/text.js';
import { sourceInWords } from '#language/describe-event.js';
import { shortDate, shortInstant, writtenDate, writtenInstant, capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { isInBothLanguages, schemeText } from '#language/scheme-text.js';
import { addressOf, type Page, type Query } from './page.js';
import { entryId } from './timeline-entries.js';
import { type Deadline, daysLeft, type DaysLeft, daysOfGrace } from '#domain/deadline/deadline.js';
import type { GrantState } from '#domain/dossier/grant.js';
import type { GrantView } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { statusWord } from '#language/describe-standing.js';
import { NEAR_DAYS, STATUS_TONES, type Tone, toneOfDays, toneOfDeadline, URGENT_DAYS } from '#language/tones.js';
import { isClaimed, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';

/** A partial date; as a `time` element where HTML allows its precision. @param isShort in lists */
export function DateText({ page, date, isShort = false }: { page: Page; date: PartialDate; isShort?: boolean }) {
  const written = (isShort ? shortDate : writtenDate)(date, page.language);
  return /^\d{4}(-\d\d){0,2}$/.test(date) ? <time dateTime={date}>{written}</time> : <span>{written}</span>;
}

/** Date and time in the time zone of this installation. @param isShort in lists */
export function Timestamp({ page, at, isShort = false }: { page: Page; at: Date; isShort?: boolean }) {
  const written = writtenInstant(at, page.zone, page.language);
  return (
    <time dateTime={at.toISOString()} title={isShort ? written : undefined}>
      {isShort ? shortInstant(at, page.zone, page.language) : written}
    </time>
  );
}

/** A definition list. Entries without a value are left out. */
export function Facts({
  facts,
}: {
  facts: readonly (readonly [label: ComponentChildren, value: ComponentChildren])[];
}) {
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

export const buttonTo = (href: string, label: ComponentChildren, looks: 'primary' | 'second' = 'second') => (
  <a class={looks === 'second' ? 'button second' : 'button'} href={href}>
    {label}
  </a>
);

/** To a page of the console, at the point in time of this one. */
export const linkTo = (page: Page, path: string, text: ComponentChildren, query?: Query) => (
  <a href={addressOf(page, path, query)}>{text}</a>
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

export const Done = ({ children }: { children: ComponentChildren }) => (
  <p class="note good" role="status">
    {children}
  </p>
);

/** Confirmation of the last action, named by the parameter `done`, with a link to its event. Unknown values are ignored. */
export function DoneNote({ page, words }: { page: Page; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  const event = page.query.get('event');
  return said === undefined ? null : (
    <Done>
      {said}{' '}
      {event === null ? null : <a href={`#${entryId(event)}`}>{phrases(page.language).console.recording.savedLink}</a>}
    </Done>
  );
}

export const More = ({ page, count }: { page: Page; count: number }) =>
  count > 0 ? <p class="soft">{phrases(page.language).console.terms.more(count)}</p> : null;

/** The source of an event and whether it is official. */
export function LabelledSource({ page, source }: { page: Page; source: Named & Partial<Source> }) {
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
export function SchemeText({ page, text }: { page: Page; text: string | Bilingual }) {
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

/** A milestone: half of it is on record, half is claimed. Also in `favicon.svg` and at the head of mails. */
export const Mark = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="currentColor" />
    <path class="mark" d="M16 6.5 25.5 16 16 25.5 6.5 16z" fill="none" stroke-width="2.5" stroke-linejoin="round" />
    <path class="mark filled" d="M16 6.5 6.5 16 16 25.5z" />
  </svg>
);

const ICONS = {
  search: 'M11 11l3.5 3.5M12.5 7.25a5.25 5.25 0 1 1-10.5 0 5.25 5.25 0 0 1 10.5 0Z',
  calendar: 'M2.5 4.5h11v9h-11zM2.5 7.5h11M5.5 2.5v3M10.5 2.5v3',
  menu: 'M2 4h12M2 8h12M2 12h12',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
} as const;

export const Icon = ({ name }: { name: keyof typeof ICONS }) => (
  <svg class={`icon ${name}`} viewBox="0 0 16 16" aria-hidden="true">
    <path d={ICONS[name]} stroke-linecap="round" stroke-linejoin="round" />
  </svg>
);

export { type Tone, toneOfDays, toneOfDeadline };

/** A coloured label. Its colour adds no information to the text. */
export const Badge = ({ tone, children }: { tone: Tone; children: string }) => (
  <span class={`badge ${tone}`}>{children}</span>
);

interface StatusProps {
  status: Status;
  /** Absent: the source is not shown. */
  confirmed?: boolean | undefined;
  scheme: Scheme | undefined;
  language: Language;
  /** Whether it is said in words, too, who speaks. Otherwise only to screen readers and under the pointer. */
  isTold?: boolean;
  isLarge?: boolean;
}

/** A status after its mark: filled if its authority says so, hollow if it is claimed. */
export function StatusMark({ status, confirmed, scheme, language, isTold = false, isLarge = false }: StatusProps) {
  const said = status === 'unknown' ? undefined : confirmed;
  const who = said === undefined ? undefined : phrases(language).standing.confirmation(said, 'status');
  return (
    <>
      <Marked tone={STATUS_TONES[status]} confirmed={said} title={who} isLarge={isLarge}>
        {capitalized(statusWord(status, scheme, language))}
      </Marked>
      {who === undefined ? null : <span class={isTold ? 'soft small' : 'unseen'}> {who}</span>}
    </>
  );
}

export const GRANT_TONES: Record<GrantState, Tone> = {
  'in-force': 'good',
  suspended: 'bad',
  withdrawn: 'bad',
  expired: 'plain',
  refuted: 'bad',
  'not-yet-valid': 'plain',
};

export const grantMark = ({ state, confirmed }: Pick<GrantView, 'state' | 'confirmed'>, language: Language) => (
  <Marked tone={GRANT_TONES[state]} confirmed={confirmed}>
    {phrases(language).standing.grantStates[state]}
  </Marked>
);

interface MarkedProps {
  tone: Tone;
  confirmed: boolean | undefined;
  title?: string | undefined;
  isLarge?: boolean;
  children?: ComponentChildren;
}

function Marked({ tone, confirmed, title, isLarge = false, children }: MarkedProps) {
  const shape = confirmed === undefined ? 'of-none' : confirmed ? 'confirmed' : 'claimed';
  return (
    <span class={`status ${tone} ${shape}${isLarge ? ' large' : ''}`} title={title}>
      {children}
    </span>
  );
}

/** Hollow before the name of a deadline that rests on a claim: a list may cut the words that say so. */
export const ClaimMark = ({ page: { language }, deadline }: { page: Page; deadline: Deadline }) =>
  isClaimed(deadline) ? (
    <Marked tone="plain" confirmed={false} title={phrases(language).standing.confirmation(false, 'grant')} />
  ) : null;

/** Of an end: `in 5 days`. */
export const timeLeft = (end: Day, today: Day, language: Language): string => whenDue(endOf(end, today), language);

export const endOf = (end: Day, today: Day) =>
  ({ kind: 'grant-end', due: end, lapses: null, daysLeft: daysLeft(end, today) }) as const;

export const endTone = (end: Day, today: Day): Tone => (daysBetween(today, end) <= URGENT_DAYS ? 'bad' : 'warn');

/** A date and the days left, or until when one can still act, coloured by urgency. */
export function DueMark({ page, deadline }: { page: Page; deadline: DaysLeft & Pick<Deadline, 'kind'> }) {
  const { language } = page;
  const { due, lapses } = deadline;
  const isPossible = lapses !== null && daysOfGrace(deadline) !== undefined;
  return (
    <span class={`due ${toneOfDeadline(deadline)}`}>
      <DateText page={page} date={due} isShort />{' '}
      <span class="left">
        {isPossible
          ? `${phrases(language).console.agenda.lapses} ${shortDate(lapses, language)}`
          : whenDue(deadline, language)}
      </span>
    </span>
  );
}

/** `passed`: reached or skipped, before a later one that is reached. */
export type Step = 'confirmed' | 'claimed' | 'passed' | 'missing';

/** The stages of a scheme as dots on one line. @param label says in words what they show */
export const Dots = ({ steps, label }: { steps: readonly Step[]; label: string }) => (
  <span class="dots" role="img" aria-label={label} title={label}>
    {steps.map((step) => (
      <i class={step} />
    ))}
  </span>
);

interface ValidityProps {
  page: Page;
  from: Day;
  startClaim: string;
  /** Before that day, it is only claimed. */
  confirmedFrom: Day;
  until: Day;
  confirmed: boolean;
}

/** A validity from its first to its last day, with how much of it has passed and what is left. */
export function ValidityBar({ page, from, startClaim, confirmedFrom, until, confirmed }: ValidityProps) {
  const { asOf } = page.at;
  const left = daysBetween(asOf, until);
  const passed = (to: Day) => {
    const share = Math.min(1, Math.max(0, daysBetween(from, to) / Math.max(1, daysBetween(from, until))));
    return { class: 'passed', width: `${(share * 100).toFixed(1)}%`, height: 8 };
  };
  const tone = left > NEAR_DAYS ? 'good' : toneOfDays(left);
  return (
    <figure class={`validity ${tone} ${confirmed ? 'confirmed' : 'claimed'}`}>
      <svg width="100%" height="8" aria-hidden="true">
        <rect class="track" width="100%" height="8" />
        <rect {...passed(asOf)} />
        {confirmedFrom > from ? <rect {...passed(earlier(asOf, confirmedFrom))} class="passed claimed" /> : null}
      </svg>
      <figcaption>
        <span>
          {writtenDate(from, page.language)}
          {startClaim}
        </span>
        <strong>{timeLeft(until, asOf, page.language)}</strong>
        <span>{writtenDate(until, page.language)}</span>
      </figcaption>
    </figure>
  );
}

interface FigureProps {
  count: number | string;
  label: string;
  /** Its list; absent: the number leads nowhere. */
  href?: string | undefined;
  tone?: Tone | undefined;
  isChosen?: boolean;
}

/** Numbers, each leading to what it counts. */
export const Figures = ({ label, figures }: { label: string; figures: readonly FigureProps[] }) => (
  <ul class="figures" aria-label={label}>
    {figures.map(({ count, label: what, href, tone, isChosen = false }) => (
      <li>
        {href === undefined ? (
          <span class={`figure ${tone ?? ''}`}>
            <strong>{count}</strong> {what}
          </span>
        ) : (
          <a class={tone} href={href} {...(isChosen && { 'aria-current': 'true' })}>
            <strong>{count}</strong> {what}
          </a>
        )}
      </li>
    ))}
  </ul>
);
