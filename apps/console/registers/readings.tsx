import type { Register } from '#domain/register/register.js';
import { phrases } from '#language/phrases.js';
import { writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import type { AttemptSummary } from '#registers/attempts.js';
import type { AttemptPage } from '#registers/get-reading.js';
import type { RegisterView } from '#registers/get-register.js';
import { Badge, type Tone } from '../frame/badges.js';
import { DateText, Section, Table, Timestamp } from '../frame/display.js';
import { CursorPager, More } from '../frame/pagers.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { holdSentences } from './holds.js';

const TONES: Record<AttemptSummary['state'], Tone> = {
  applying: 'warn',
  recorded: 'good',
  held: 'warn',
  discarded: 'plain',
  same: 'plain',
  refused: 'bad',
  failed: 'bad',
};

export const StateBadge = ({ page, state }: { page: PageContext; state: AttemptSummary['state'] }) => (
  <Badge tone={TONES[state]}>{phrases(page.language).console.registers.states[state]}</Badge>
);

const HELD_SHOWN = 10;

interface HeldProps {
  page: PageContext;
  view: RegisterView;
  held: readonly AttemptSummary[];
}

/** What waits for an officer, with the reasons. */
export function HeldReadings({ page, view, held }: HeldProps) {
  const { onHold } = phrases(page.language).console.registers;
  if (held.length === 0) return null;
  const shown = held.slice(0, HELD_SHOWN);
  return (
    <Section id="held" title={onHold.title} class="note warn">
      <p>{onHold.text}</p>
      <HeldList page={page} register={view.register} held={shown} />
      <More page={page} count={view.held - shown.length} />
    </Section>
  );
}

interface HeldListProps {
  page: PageContext;
  register: Register;
  held: readonly AttemptSummary[];
}

export function HeldList({ page, register, held }: HeldListProps) {
  const { onHold } = phrases(page.language).console.registers;
  return (
    <ul class="spaced">
      {held.map((attempt) => (
        <li>
          <strong>{onHold.of(attempt.day === null ? '' : writtenDate(attempt.day, page.language))}</strong>
          {colon(page.language)}
          {holdSentences(attempt, register, page).join(' ')}{' '}
          <a href={addressOf(page, `/registers/${register.slug}/readings/${attempt.id}`)}>{onHold.review}</a>
        </li>
      ))}
    </ul>
  );
}

interface ReadingsProps {
  page: PageContext;
  /** Slug. */
  register: string;
  attempts: AttemptPage;
}

/** Every attempt to read the register, newest first. */
export function Readings({ page, register, attempts: { readings, next } }: ReadingsProps) {
  const { readings: words } = phrases(page.language).console.registers;
  return (
    <Section id="readings" title={words.title}>
      <Table
        caption={words.caption}
        columns={[words.day, words.state, words.figures, words.at, words.how]}
        rows={readings.map((attempt) => attemptOf({ page, register, attempt }))}
        empty={words.none}
      />
      <CursorPager page={page} cursor="reading" next={next} words={{ first: words.newest, next: words.older }} />
    </Section>
  );
}

function attemptOf({ page, register, attempt }: { page: PageContext; register: string; attempt: AttemptSummary }) {
  const words = phrases(page.language).console.registers;
  const { id, day, state, figures, at, how } = attempt;
  return [
    <a href={addressOf(page, `/registers/${register}/readings/${id}`)}>
      {day === null ? <Timestamp page={page} at={at} /> : <DateText page={page} date={day} />}
    </a>,
    <StateBadge page={page} state={state} />,
    figures && state !== 'same' ? words.changes(figures) : null,
    <Timestamp page={page} at={at} />,
    words.how[how],
  ];
}
