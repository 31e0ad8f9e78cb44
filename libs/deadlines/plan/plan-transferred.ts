import { sql } from 'kysely';
import { isSettled } from '#domain/deadline/deadline.js';
import type { KeptPlan } from '../keeping/kept-plans.js';
import { planNews, type Known } from './plan-news.js';
import type { Place, Recipient } from '../planning.js';
import type { Round } from '../round.js';
import type { Changes } from '../keeping/store-deadlines.js';

/**
 * Where a service changed hands: those who follow only who had it are reminded no more, and those who follow who has it now
 * are, as of something new.
 */
export async function planTransferred(
  round: Round,
  { all }: Changes,
  { before, ...known }: Known & { before: ReadonlyMap<string, KeptPlan> },
): Promise<void> {
  const moved = known.outlooks.filter(({ dossier, provider, scheme }) => {
    const was = before.get(dossier);
    return was && (was.provider !== provider || was.scheme !== scheme);
  });
  if (moved.length === 0) return;
  await cancelUnwanted(round, moved);
  const dossiers = new Set(moved.map(({ dossier }) => dossier));
  const theirs = all.filter(({ dossier, deadline }) => dossiers.has(dossier) && !isSettled(deadline.state));
  const recipients = round.recipients.map((recipient): Recipient => {
    const wanted = (dossier: string): boolean => {
      const was = before.get(dossier);
      return was !== undefined && recipient.wants({ dossier, ...was });
    };
    return { ...recipient, wants: (place) => recipient.wants(place) && !wanted(place.dossier) };
  });
  await planNews({ ...round, recipients }, theirs, known);
}

async function cancelUnwanted({ tx, now, recipients }: Round, places: readonly Place[]): Promise<void> {
  const { rows } = await sql<{ id: string; dossier: string; subscription: string }>`
    select id, dossier, subscription from reminder join deadline on key = deadline_key
    where dossier = any(${places.map(({ dossier }) => dossier)}::uuid[]) and reminder.state = 'planned'
    order by id for update of reminder
  `.execute(tx);
  const [placeOf, recipientOf] = [
    new Map(places.map((place) => [place.dossier, place])),
    new Map(recipients.map((recipient) => [recipient.subscription, recipient])),
  ];
  const unwanted = rows.filter(({ dossier, subscription }) => {
    const [place, recipient] = [placeOf.get(dossier), recipientOf.get(subscription)];
    return place && recipient && !recipient.wants(place);
  });
  if (unwanted.length === 0) return;
  await sql`
    update reminder set state = 'cancelled', outcome = 'transferred', changed_at = ${now}
    where id = any(${unwanted.map(({ id }) => id)}::uuid[])
  `.execute(tx);
}
