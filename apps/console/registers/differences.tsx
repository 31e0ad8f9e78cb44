import type { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Day } from '#domain/date/day.js';
import { type Problem, reason as why } from '#domain/refusal.js';
import type { UnreadableEntry } from '#domain/register/entry.js';
import type { Difference, Figures, ListedAs } from '#domain/register/judgement.js';
import type { Hold } from '#domain/register/register-events.js';
import type { Register } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Prose } from '#domain/text/text.js';
import { fieldLabel } from '#language/describe-event.js';
import { milestoneName, statusWord } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import type { AttemptSummary } from '#registers/attempts.js';
import { ListReadings } from '#registers/get-reading.js';
import type { RegisterView } from '#registers/get-register.js';
import { Field } from '../frame/controls.js';
import { Facts, MaybeLink, Section } from '../frame/display.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Table, Pager } from '../frame/table.js';
import { addressOf, type PageContext, problemsUnder } from '../frame/page.js';

const PAGE_SIZE = 50;

const TONES: Record<Difference['kind'], Tone> = { added: 'good', changed: 'warn', gone: 'bad' };

const FIGURES = [
  'entries',
  'before',
  'unchanged',
  'added',
  'changed',
  'moved',
  'gone',
  'ignored',
  'unreadable',
] as const satisfies readonly (keyof Figures)[];

/** Of those, the figures that say nothing where they are nought. */
const ONLY_IF_ANY: ReadonlySet<keyof Figures> = new Set(['moved', 'ignored', 'unreadable']);

export function FigureList({ page, figures }: { page: PageContext; figures: Figures }) {
  const { figures: words } = phrases(page.language).console.readings;
  const shown = FIGURES.filter((figure) => figures[figure] > 0 || !ONLY_IF_ANY.has(figure));
  return <Facts facts={shown.map((figure) => [words[figure], figures[figure].toLocaleString(page.language)])} />;
}

interface DifferencesProps {
  page: PageContext;
  scheme: Scheme | undefined;
  figures: Figures;
  differences: readonly Difference[];
  /** Page of the table, from 1. */
  number: number;
}

/** What an officer has to look at first: entries that are gone, then those at another stage. */
function urgency({ kind, from, to }: Difference): number {
  if (kind === 'gone') return 0;
  if (kind === 'added') return 2;
  return from?.listing !== to?.listing || from?.milestone !== to?.milestone ? 1 : 3;
}

export function Differences({ page, scheme, figures, differences, number }: DifferencesProps) {
  const { differences: words } = phrases(page.language).console.readings;
  const total = figures.added + figures.changed + figures.gone;
  const inOrder = differences.toSorted((a, b) => urgency(a) - urgency(b));
  const shown = inOrder.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
  return (
    <Section id="differences" title={words.title}>
      {total === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          caption={words.caption}
          columns={[{ plain: words.kind }, { name: words.entry }, words.from, words.to, words.fields]}
          rows={shown.map((difference) => lineOf({ page, scheme, difference }))}
        />
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={differences.length} />
      {total > differences.length ? <p class="soft">{words.more(total - differences.length)}</p> : null}
    </Section>
  );
}

interface LineProps extends Pick<DifferencesProps, 'page' | 'scheme'> {
  difference: Difference;
}

function lineOf({ page, scheme, difference }: LineProps) {
  const { differences: words } = phrases(page.language).console.readings;
  const { kind, entry, provider, service, dossier, from, to, fields } = difference;
  const name = service === null ? provider : `${provider}, ${service}`;
  return [
    <Badge tone={TONES[kind]}>{words.kinds[kind]}</Badge>,
    <>
      <MaybeLink href={dossier === null ? undefined : addressOf(page, `/dossiers/${dossier}`)}>{name}</MaybeLink>{' '}
      <span class="soft small told">{entry}</span>
    </>,
    from ? <Listed page={page} scheme={scheme} as={from} /> : null,
    to ? <Listed page={page} scheme={scheme} as={to} /> : null,
    kind === 'changed' && fields.length > 0 ? fields.map((field) => fieldLabel(field, page.language)).join(', ') : null,
  ];
}

interface UnreadableProps {
  page: PageContext;
  total: number;
  unreadable: readonly UnreadableEntry[];
}

export function Unreadable({ page, total, unreadable }: UnreadableProps) {
  const { unreadable: words } = phrases(page.language).console.readings;
  if (unreadable.length === 0) return null;
  return (
    <Section id="unreadable" title={words.title}>
      <p>{words.text}</p>
      <Table
        caption={words.caption}
        columns={[words.number, words.entry, words.field, words.problem]}
        rows={unreadable.map(({ number, key, field, problem }) => [
          <>
            <span class="import-line-word">{words.number} </span>
            {number}
          </>,
          key,
          <code>{field}</code>,
          say(problem, page.language),
        ])}
      />
      {total > unreadable.length ? <p class="soft">{words.more(total - unreadable.length)}</p> : null}
    </Section>
  );
}

const LISTING_TONES: Record<ListedAs['listing'], Tone> = {
  granted: 'good',
  'in-progress': 'warn',
  absent: 'plain',
};

interface Props {
  page: PageContext;
  scheme: Scheme | undefined;
  as: ListedAs | null;
}

export function Listed({ page: { language }, scheme, as }: Props) {
  if (!as) return null;
  const { validFrom, level } = as;
  const { since } = phrases(language).console.readings.differences;
  return (
    <>
      <Badge tone={LISTING_TONES[as.listing]}>{capitalized(listingWord(as, scheme, language))}</Badge>
      {level === undefined ? null : <span class="small"> {schemeText(level, language)}</span>}
      {validFrom === undefined ? null : <span class="small soft"> {since(writtenDate(validFrom, language))}</span>}
    </>
  );
}

function listingWord({ listing, milestone }: ListedAs, scheme: Scheme | undefined, language: PageContext['language']) {
  if (listing === 'absent') return phrases(language).events.listings.absent;
  const isFurthest = listing === 'granted' && scheme?.milestones.at(-1)?.code === milestone;
  if (milestone === undefined || isFurthest) return statusWord(listing, scheme, language);
  return milestoneName(milestone, scheme, language);
}

const NOTHING = { entries: 0, before: 0, gone: 0, moved: 0, unreadable: 0 };

/** Why a reading waits, one sentence for each reason; of an older one, nothing else matters. */
export function holdSentences(
  { holds, figures }: { holds: readonly Hold[]; figures: Figures | null },
  { limits }: Register,
  { language }: PageContext,
): string[] {
  const words = phrases(language).console.readings.holds;
  const told: readonly Hold[] = holds.includes('older') ? ['older'] : holds;
  return told.map((hold) =>
    words[hold]({
      ...(figures ?? NOTHING),
      percent: hold === 'moved' ? limits.movedPercent : limits.gonePercent,
    }),
  );
}

/** Readings on hold that are shown; nobody leaves as many. */
const HELD_SHOWN = 200;

/** The readings on hold, newest first. */
export async function heldReadings(
  queries: QueryBus,
  { register: { slug }, held, lastRead }: RegisterView,
): Promise<AttemptSummary[]> {
  if (held === 0) return [];
  const { readings } = await queries.execute(new ListReadings(slug, { state: 'held', limit: HELD_SHOWN }));
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

interface ReasonProps {
  page: PageContext;
  reason: string;
  problems: readonly Problem[];
}

export function ReasonField({ page, reason, problems }: ReasonProps) {
  const { decide } = phrases(page.language).console.readings;
  return (
    <Field page={page} name="reason" label={decide.reason} hint={decide.reasonHint} required problems={problems}>
      {(input) => (
        <textarea {...input} required maxLength={2000} rows={3}>
          {reason === '' ? '' : `\n${reason}`}
        </textarea>
      )}
    </Field>
  );
}
