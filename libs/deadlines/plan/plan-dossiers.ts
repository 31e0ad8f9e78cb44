import { prefetch } from '#concurrency/async-iteration.js';
import { dependencyEnds, dependentsOf } from '../keeping/dependencies.js';
import { dropReminders } from './drop-reminders.js';
import { outlooksOf, type Outlook } from '../keeping/outlook.js';
import { keptPlans, storePlans } from '../keeping/kept-plans.js';
import { owedSince } from '../keeping/owed-since.js';
import { planNews, type Prompted } from './plan-news.js';
import { planTransferred } from './plan-transferred.js';
import type { Round } from '../round.js';
import { endsIn, newsIn, overIn, storeDeadlines } from '../keeping/store-deadlines.js';

const CHUNK = 500;

/**
 * Brings dossiers' deadlines to how they stand today, those of the dossiers that build on them too, and the reminders with
 * them: those of dates that moved are superseded, those of deadlines met or gone are cancelled, new ones are planned, and
 * those of a service that changed hands go to whoever follows its holder. Doing it again changes nothing.
 */
export async function planDossiers(round: Round, dossiers: readonly string[]): Promise<void> {
  let wave: Wave = { dossiers, prompt: { heard: 0, since: round.now } };
  while (wave.dossiers.length > 0) {
    const changed = await planAll(round, wave);
    wave = { dossiers: await dependentsOf(round.tx, changed.dossiers), prompt: changed.prompt };
  }
}

interface Wave {
  dossiers: readonly string[];
  /** What made them be looked at, where that was recorded elsewhere. */
  prompt: Prompted;
}

/** @returns those of which the end of a grant is not what it was; it is a deadline of others, too */
async function planAll(round: Round, { dossiers, prompt }: Wave): Promise<{ dossiers: Set<string>; prompt: Prompted }> {
  const changed = { dossiers: new Set<string>(), prompt };
  for await (const outlooks of prefetch(dossiers, CHUNK, (some) => outlooksOf(round, some))) {
    if (outlooks.length === 0) continue;
    const { ends, prompts } = await planSome(round, outlooks, prompt);
    for (const dossier of ends) {
      changed.dossiers.add(dossier);
      changed.prompt = both(changed.prompt, prompts.get(dossier));
    }
  }
  return changed;
}

const both = (one: Prompted, other: Prompted = one): Prompted => ({
  heard: Math.max(one.heard, other.heard),
  since: one.since < other.since ? one.since : other.since,
});

async function planSome(
  round: Round,
  outlooks: readonly Outlook[],
  prompt: Prompted,
): Promise<{ ends: Set<string>; prompts: Map<string, Prompted> }> {
  const { tx, now } = round;
  const before = await keptPlans(tx, outlooks);
  await storePlans(round, outlooks);
  const ends = await dependencyEnds(tx, outlooks);
  const changes = await storeDeadlines(
    tx,
    outlooks.map(({ dossier, deadlines }) => ({ dossier, deadlines: [...deadlines, ...(ends.get(dossier) ?? [])] })),
    now,
  );
  await dropReminders(tx, overIn(changes), now);
  const prompts = new Map(
    outlooks.map((outlook) => {
      const { dossier, heard } = outlook;
      return [dossier, both(prompt, { heard, since: owedSince(outlook, before.get(dossier), round) })];
    }),
  );
  await planNews(round, newsIn(changes), { outlooks, prompts });
  await planTransferred(round, changes, { outlooks, before, prompts });
  return { ends: endsIn(changes), prompts };
}
