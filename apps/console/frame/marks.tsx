import type { ComponentChildren } from 'preact';
import { type Day, daysBetween } from '#domain/date/day.js';
import { type Deadline, daysLeft, type DaysLeft, daysOfGrace } from '#domain/deadline/deadline.js';
import type { GrantState } from '#domain/dossier/grant.js';
import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { statusWord } from '#language/describe-standing.js';
import { capitalized, shortDate, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { NEAR_DAYS, STATUS_TONES, type Tone, toneOfDays, toneOfDeadline, URGENT_DAYS } from '#language/tones.js';
import { whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { DateText } from './display.js';
import type { PageContext } from './page.js';

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

export const GrantMark = ({
  state,
  confirmed,
  language,
}: {
  state: GrantState;
  confirmed: boolean;
  language: Language;
}) => (
  <Marked tone={GRANT_TONES[state]} confirmed={confirmed}>
    {phrases(language).standing.grantStates[state]}
  </Marked>
);

interface MarkedProps {
  tone: Tone;
  confirmed: boolean | undefined;
  title?: string | undefined;
  isLarge?: boolean;
  children: ComponentChildren;
}

function Marked({ tone, confirmed, title, isLarge = false, children }: MarkedProps) {
  const shape = confirmed === undefined ? 'of-none' : confirmed ? 'confirmed' : 'claimed';
  return (
    <span class={`status ${tone} ${shape}${isLarge ? ' large' : ''}`} title={title}>
      {children}
    </span>
  );
}

/** Of an end: `in 5 days`. */
export const timeLeft = (end: Day, today: Day, language: Language): string => whenDue(endOf(end, today), language);

export const endOf = (end: Day, today: Day) =>
  ({ kind: 'grant-end', due: end, lapses: null, daysLeft: daysLeft(end, today) }) as const;

/** Of an end that is near. */
export const endTone = (end: Day, today: Day): Tone => (daysBetween(today, end) <= URGENT_DAYS ? 'bad' : 'warn');

interface DueProps {
  page: PageContext;
  deadline: DaysLeft & Pick<Deadline, 'kind'>;
}

/** A date and the days left, or until when one can still act, coloured by urgency. */
export function DueMark({ page: { language }, page, deadline }: DueProps) {
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
export type Step = 'confirmed' | 'claimed' | 'passed' | 'skipped' | 'missing';

/** The stages of a scheme as dots on one line. @param label says in words what they show */
export const Dots = ({ steps, label }: { steps: readonly Step[]; label: string }) => (
  <span class="dots" role="img" aria-label={label} title={label}>
    {steps.map((step) => (
      <i class={step} />
    ))}
  </span>
);

interface ValidityProps {
  page: PageContext;
  from: Day;
  until: Day;
  confirmed: boolean;
}

/** A validity from its first to its last day, with how much of it has passed and what is left. */
export function ValidityBar({ page, from, until, confirmed }: ValidityProps) {
  const { asOf } = page.at;
  const left = daysBetween(asOf, until);
  const passed = Math.min(1, Math.max(0, daysBetween(from, asOf) / Math.max(1, daysBetween(from, until))));
  const tone = left > NEAR_DAYS ? 'good' : toneOfDays(left);
  return (
    <figure class={`validity ${tone} ${confirmed ? 'confirmed' : 'claimed'}`}>
      <svg width="100%" height="8" aria-hidden="true">
        <rect class="track" width="100%" height="8" />
        <rect class="passed" width={`${(passed * 100).toFixed(1)}%`} height="8" />
      </svg>
      <figcaption>
        <span>{writtenDate(from, page.language)}</span>
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
