import { type Day, daysBetween } from '#domain/date/day.js';
import { daysLeft } from '#domain/deadline/deadline.js';
import type { GrantState } from '#domain/dossier/grant.js';
import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { whenDue } from '#notifications/mail/reminder-letter.js';
import { statusWord } from '#language/describe-standing.js';

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
