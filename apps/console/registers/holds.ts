import type { QueryBus } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import type { Figures } from '#domain/register/judgement.js';
import type { Register } from '#domain/register/register.js';
import type { Hold } from '#domain/register/register-events.js';
import { phrases } from '#language/phrases.js';
import type { AttemptSummary } from '#registers/attempts.js';
import { ListReadings } from '#registers/get-reading.js';
import type { RegisterView } from '#registers/get-register.js';
import type { PageContext } from '../frame/page.js';

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
