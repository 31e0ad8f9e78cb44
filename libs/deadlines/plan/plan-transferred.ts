import { sql } from 'kysely';
import { isSettled } from '#domain/deadline/deadline.js';
import type { KeptPlan } from '../keeping/kept-plans.js';
import type { Changes, Stored } from '../keeping/store-deadlines.js';
import { planNews, type Known } from './plan-news.js';
import type { Recipient, Wanted } from '../planning.js';
import type { Round } from '../round.js';

type Before = ReadonlyMap<string, KeptPlan>;

/**
 * Where a service changed hands, or the authority's own word for a deadline came or went: those who follow only what was are
 * reminded no more, and those who follow what is now are, as of something new.
 */
export async function planTransferred(
  round: Round,
  { all }: Changes,
  { before, ...known }: Known & { before: Before },
): Promise<void> {
  const moved = known.outlooks.filter(({ dossier, provider, scheme }) => {
    const was = before.get(dossier);
    return was && (was.provider !== provider || was.scheme !== scheme);
  });
  const dossiers = new Set(moved.map(({ dossier }) => dossier));
  const shifted = all.filter((one) => dossiers.has(one.dossier) || isTurned(one));
  if (shifted.length === 0) return;
  await cancelUnwanted(round, wantedOf(shifted, known), dossiers);
  for (const turned of [false, true]) {
    const theirs = shifted.filter((one) => isTurned(one) === turned && !isSettled(one.deadline.state));
    await planNews({ ...round, recipients: newTo(round.recipients, { before, turned }) }, theirs, known);
  }
}

/** Whether it rests on the authority's own word and did not before, or the other way round. */
const isTurned = ({ before, deadline }: Stored): boolean =>
  before !== undefined && before.body.confirmed !== deadline.confirmed;

/** Recipients who want only what they did not want as it was. */
const newTo = (recipients: readonly Recipient[], { before, turned }: { before: Before; turned: boolean }) =>
  recipients.map((recipient): Recipient => {
    const wanted = (deadline: Wanted): boolean => {
      const was = before.get(deadline.dossier);
      return was !== undefined && recipient.wants({ ...deadline, ...was, confirmed: deadline.confirmed !== turned });
    };
    return { ...recipient, wants: (deadline) => recipient.wants(deadline) && !wanted(deadline) };
  });

/** By key. */
function wantedOf(shifted: readonly Stored[], { outlooks }: Known): Map<string, Wanted> {
  const places = new Map(outlooks.map(({ dossier, provider, scheme }) => [dossier, { dossier, provider, scheme }]));
  return new Map(
    shifted.flatMap(({ dossier, deadline: { key, kind, confirmed } }) => {
      const place = places.get(dossier);
      return place ? [[key, { ...place, kind, confirmed }] as const] : [];
    }),
  );
}

async function cancelUnwanted(
  { tx, now, recipients }: Round,
  wanted: ReadonlyMap<string, Wanted>,
  moved: ReadonlySet<string>,
): Promise<void> {
  const { rows } = await sql<{ id: string; key: string; subscription: string }>`
    select id, deadline_key as key, subscription from reminder
    where deadline_key = any(${[...wanted.keys()]}) and state = 'planned'
    order by id for update
  `.execute(tx);
  const recipientOf = new Map(recipients.map((recipient) => [recipient.subscription, recipient]));
  const unwanted = rows.flatMap(({ id, key, subscription }) => {
    const [deadline, recipient] = [wanted.get(key), recipientOf.get(subscription)];
    if (!deadline || !recipient || recipient.wants(deadline)) return [];
    return [{ id, outcome: moved.has(deadline.dossier) ? 'transferred' : 'unconfirmed' }];
  });
  if (unwanted.length === 0) return;
  await sql`
    update reminder set state = 'cancelled', outcome = unwanted.outcome, changed_at = ${now}
    from unnest(${unwanted.map(({ id }) => id)}::uuid[], ${unwanted.map(({ outcome }) => outcome)}::text[])
      as unwanted (id, outcome)
    where reminder.id = unwanted.id
  `.execute(tx);
}
