import type { Figures } from '#domain/register/judgement.js';
import type { Register } from '#domain/register/register.js';
import type { Hold } from '#domain/register/register-events.js';
import { phrases } from '#language/phrases.js';
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
