import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '#domain/date/day.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { followedTo } from '#event-store/checkpoint.js';
import { uuidOf } from '#event-store/encoding.js';
import type { PortfolioLedger } from './portfolio-ledger.js';
import { TODAY } from './today.js';

/**
 * Moves the ends of grants, each ledger in turn, so that a noisy machine is as unfair to one as to another: how many ms
 * pass, each time, from the call that records it until its new reminders are planned. A planner is at work in each.
 */
export async function movedEnds(ledgers: readonly PortfolioLedger[], moves: number): Promise<number[][]> {
  const times = ledgers.map((): number[] => []);
  for (let move = -5; move < moves; move++)
    for (const [index, ledger] of ledgers.entries()) {
      const ms = await moveOne(ledger, move + 5);
      if (move >= 0) times[index]?.push(ms); // those before warm up
    }
  for (const ledger of ledgers) await assertPlanned(ledger, Math.min(moves, ledger.grants.length));
  return times;
}

/** To a day whose reminder thirty days before is within the horizon; a grant whose turn comes again moves again. */
async function moveOne({ database, events, grants }: PortfolioLedger, move: number): Promise<number> {
  const { stream, event } = grants[move % grants.length]!;
  const validUntil = addDays(TODAY, 40 + (move % 20) + Math.floor(move / grants.length));
  const correction = {
    type: 'EventCorrected',
    data: { event, changes: { data: { validUntil } }, reason: 'the end was misread' },
  } as const;
  const id = uuidOf('bench move', stream, String(move));
  const start = performance.now();
  const { recorded } = await events.append([{ stream, expected: 'any', events: [{ id, event: correction }] }], {
    actor: 'bench',
  });
  const position = recorded[0]!.position;
  while ((await followedTo(database.app, planningCheckpoint)) < position) await sleep(1);
  return performance.now() - start;
}

/** The checkpoint is committed with the rows; that there are such rows is seen to here. */
async function assertPlanned({ database, grants }: PortfolioLedger, moved: number): Promise<void> {
  const keys = grants.slice(0, moved).map(({ event }) => `grant-end/${event}`);
  const { count } = await database.app
    .selectFrom('reminder')
    .select((select) => select.fn.count<number>('deadline_key').distinct().as('count'))
    .where('deadline_key', 'in', keys)
    .where('deadline_version', '>', 1)
    .where('state', '=', 'planned')
    .executeTakeFirstOrThrow();
  if (count < moved) throw new Error(`of ${moved} ends that moved, ${count} have reminders for their new day`);
}
