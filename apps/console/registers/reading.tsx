import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import type { Day } from '#domain/date/day.js';
import { type Problem, reason as why } from '#domain/refusal.js';
import { type Difference, type Figures as Counts, hasMoved, type ListedAs } from '#domain/register/judgement.js';
import type { Hold } from '#domain/register/register-events.js';
import { DEFAULT_LIMITS, type Register } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { isWebAddress, Prose } from '#domain/text/text.js';
import { fieldLabel } from '#language/describe-event.js';
import { milestoneName, statusWord } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import type { AttemptSummary, ReadingAttempt, ReadingOutcome } from '#registers/attempts.js';
import type { Readings, RegisterView } from '#registers/register-views.js';
import { DateText, MaybeLink, Section, Badge, Figures, type Tone } from '../frame/display.js';
import type { FieldData } from '../frame/fields.js';
import { addressOf, type Page, problemsUnder } from '../frame/page.js';
import { Pager, Table } from '../frame/table.js';

const PAGE_SIZE = 50;

/** Of the changes, the gravest first; then what else is counted. */
const CHANGES = [
  ['gone', 'bad'],
  ['unreadable', 'bad'],
  ['changed', 'warn'],
  ['moved', 'warn'],
  ['added', 'good'],
] as const;
const REST = ['unchanged', 'entries', 'before', 'ignored'] as const;

interface FoundProps {
  page: Page;
  scheme: Scheme | undefined;
  reading: Pick<ReadingOutcome, 'differences' | 'unreadable'> & { figures: Counts };
  /** Page of the differences, from 1. */
  number: number;
}

/** What a reading found or would record, the gravest first. */
export function Found({ page, scheme, reading: { figures, differences, unreadable }, number }: FoundProps) {
  const { readings: words, terms } = phrases(page.language).console;
  const { differences: d, unreadable: u } = words;
  const counted = (figure: keyof Counts): string => figures[figure].toLocaleString(page.language);
  const total = figures.added + figures.changed + figures.gone;
  const inOrder = differences.toSorted((a, b) => gravity(a) - gravity(b));
  const from = (number - 1) * PAGE_SIZE;
  return (
    <>
      {total + figures.unreadable === 0 ? null : (
        <Figures
          label={words.reading.figures}
          figures={CHANGES.filter(([figure]) => figures[figure] > 0).map(([figure, tone]) => ({
            ...{ count: counted(figure), label: words.figures[figure], tone },
            href: figure === 'unreadable' ? '#unreadable' : '#differences',
          }))}
        />
      )}
      <p class="soft">
        {REST.filter((figure) => figure !== 'ignored' || figures.ignored > 0)
          .map((figure) => `${counted(figure)} ${words.figures[figure]}`)
          .join(' · ')}
      </p>
      {unreadable.length === 0 ? null : (
        <Section id="unreadable" title={u.title}>
          <Table
            caption={u.text}
            columns={[{ name: terms.entry }, { number: u.number }, u.field, u.problem]}
            rows={unreadable.map(({ number: nth, key, field, problem }) => ({
              tone: 'bad' as const,
              cells: [key ?? '–', nth, <code>{field}</code>, say(problem, page.language)],
            }))}
          />
          {figures.unreadable > unreadable.length ? (
            <p class="soft">{u.more(figures.unreadable - unreadable.length)}</p>
          ) : null}
        </Section>
      )}
      <Section id="differences" title={d.title}>
        <Table
          isList
          label={d.caption}
          columns={[
            { first: terms.modification },
            { name: terms.entry },
            terms.before,
            terms.after,
            { wide: d.fields },
          ]}
          rows={inOrder.slice(from, from + PAGE_SIZE).map((one) => lineOf(page, scheme, one))}
          empty={d.none}
        />
        <Pager page={page} number={number} size={PAGE_SIZE} total={differences.length} />
        {total > differences.length ? <p class="soft">{d.more(total - differences.length)}</p> : null}
      </Section>
    </>
  );
}

/** What an officer has to look at first: entries that are gone, then those at another stage. */
function gravity({ kind, from, to }: Difference): number {
  if (kind === 'gone') return 0;
  if (kind === 'added') return 3;
  return from && to && hasMoved(from, to) ? 1 : 2;
}

const TONES: readonly Tone[] = ['bad', 'warn', 'warn', 'good'];

function lineOf(page: Page, scheme: Scheme | undefined, difference: Difference) {
  const { kinds } = phrases(page.language).console.readings.differences;
  const { kind, entry, provider, service, dossier, from, to, fields } = difference;
  const tone = TONES[gravity(difference)] ?? 'plain';
  const cells = [
    <Badge tone={tone}>{kinds[kind]}</Badge>,
    <>
      <MaybeLink href={dossier === null ? undefined : addressOf(page, `/dossiers/${dossier}`)}>
        {service === null ? provider : `${provider}, ${service}`}
      </MaybeLink>{' '}
      <span class="soft small">{entry}</span>
    </>,
    from && listed(page, scheme, from),
    to && (
      <>
        {from ? <span aria-hidden="true">→ </span> : null}
        {listed(page, scheme, to)}
      </>
    ),
    kind === 'changed' ? fields.map((field) => fieldLabel(field, page.language)).join(', ') : null,
  ];
  return { cells, tone };
}

const LISTING_TONES: Record<ListedAs['listing'], Tone> = {
  granted: 'good',
  'in-progress': 'warn',
  absent: 'plain',
  suspended: 'warn',
  withdrawn: 'bad',
  expired: 'plain',
};

export function listed({ language }: Page, scheme: Scheme | undefined, as: ListedAs) {
  const { listing, milestone, level, validFrom } = as;
  const { since } = phrases(language).console.readings.differences;
  const isFurthest = listing === 'granted' && scheme?.milestones.at(-1)?.code === milestone;
  const word =
    listing === 'absent'
      ? phrases(language).events.listings.absent
      : milestone === undefined || isFurthest
        ? statusWord(listing, scheme, language)
        : milestoneName(milestone, scheme, language);
  return (
    <>
      <Badge tone={LISTING_TONES[listing]}>{capitalized(word)}</Badge>
      {level === undefined ? null : <span class="small"> {schemeText(level, language)}</span>}
      {validFrom === undefined ? null : <span class="small soft"> {since(writtenDate(validFrom, language))}</span>}
    </>
  );
}

interface WhyProps {
  title: string;
  sentences: readonly string[];
  text: string | undefined;
  children: ComponentChildren;
}

export const WhyHeld = ({ title, sentences, text, children }: WhyProps) => (
  <Section id="holds" title={title} class="note warn">
    <ul>
      {sentences.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
    {text === undefined ? null : <p>{text}</p>}
    {children}
  </Section>
);

const NOTHING = { entries: 0, before: 0, gone: 0, moved: 0, unreadable: 0 };

/** Why a reading waits, one sentence for each reason; of an older one, nothing else matters. */
export function holdSentences(
  { holds, figures }: { holds: readonly Hold[]; figures: Counts | null },
  { limits = DEFAULT_LIMITS }: Register,
  { language }: Page,
): string[] {
  const words = phrases(language).console.readings.holds;
  const told: readonly Hold[] = holds.includes('older') ? ['older'] : holds;
  return told.map((hold) =>
    words[hold]({
      ...(figures ?? NOTHING),
      percent: hold === 'moved' || hold === 'keys' ? limits.movedPercent : limits.gonePercent,
    }),
  );
}

export function heldTable(page: Page, register: Register, held: readonly AttemptSummary[]) {
  const { onHold } = phrases(page.language).console.registers;
  const { terms } = phrases(page.language).console;
  return (
    <Table
      label={onHold.title}
      columns={[{ nowrap: terms.documentOf }, { plain: onHold.why }, { act: onHold.review }]}
      rows={held.map((attempt) => [
        attempt.day === null ? '–' : <DateText page={page} date={attempt.day} />,
        holdSentences(attempt, register, page).join(' '),
        <a class="button second" href={addressOf(page, `/registers/${register.slug}/readings/${attempt.id}`)}>
          {onHold.review}
        </a>,
      ])}
    />
  );
}

/** Readings on hold that are shown; nobody leaves as many. */
const HELD_SHOWN = 200;

/** The readings on hold, in order of their days. */
export async function heldReadings(
  all: Readings,
  { register: { slug }, held, lastRead }: RegisterView,
): Promise<AttemptSummary[]> {
  if (held === 0) return [];
  const { readings } = await all.page(slug, { state: 'held', limit: HELD_SHOWN });
  return readings.map((attempt) => asOfNow(attempt, lastRead));
}

/** A reading on hold with its reasons as they are now: once a later one is recorded, it can only be discarded. */
export const asOfNow = <A extends Pick<AttemptSummary, 'state' | 'day' | 'holds'>>(
  attempt: A,
  lastRead: Day | null,
): A =>
  attempt.state === 'held' && attempt.day !== null && lastRead !== null && attempt.day < lastRead
    ? { ...attempt, holds: ['older'] }
    : attempt;

const Decision = z.object({ reason: Prose });

/** @param reason for which an officer records a reading that would be held, or discards it */
export const problemsOfReason = async (reason: string): Promise<readonly Problem[]> =>
  reason === '' ? [{ field: 'reason', ...why('required') }] : problemsUnder(Decision, { reason });

export function reasonField({ language }: Page): FieldData {
  const { reasonHint: hint } = phrases(language).console.readings.decide;
  const { reason: label } = phrases(language).console.terms;
  return { name: 'reason', kind: 'textarea', label, hint, required: true, input: { maxLength: 2000, rows: 2 } };
}

type Why = NonNullable<ReadingAttempt['problem']>;

export function ProblemList({ page, why: { why: whole, problems } }: { page: Page; why: Why }) {
  const isOnlyOne = problems.length === 1 && problems[0]?.code === whole.code;
  return (
    <>
      <p>{capitalized(say(whole, page.language))}.</p>
      {isOnlyOne || problems.length === 0 ? null : (
        <ul>
          {problems.map((problem) => (
            <li>
              <code>{problem.field}</code> {say(problem, page.language)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const STATE_TONES: Record<AttemptSummary['state'], Tone> = {
  applying: 'warn',
  recorded: 'good',
  held: 'warn',
  discarded: 'plain',
  same: 'plain',
  refused: 'bad',
  failed: 'bad',
};

export const StateBadge = ({ page, state }: { page: Page; state: AttemptSummary['state'] }) => (
  <Badge tone={STATE_TONES[state]}>{phrases(page.language).console.registers.states[state]}</Badge>
);

export const Address = ({ url }: { url: string }) =>
  isWebAddress(url) ? (
    <a href={url} rel="noopener noreferrer external">
      {url}
    </a>
  ) : (
    <>{url}</>
  );
