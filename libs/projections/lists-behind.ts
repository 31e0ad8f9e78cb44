import type { Look } from '#event-store/ledger-head.js';
import { boardCheckpoint } from './board-projection.js';

/** How many events the lists have followed, of how many. */
export interface ListsBehind {
  followed: number;
  events: number;
}

/** So many are followed within a second or two: nothing to tell readers of. */
const FEW = 1_000;

/** How far the lists are, if they are far behind the ledger: after a large reading, import or restore. */
export function listsBehind(look: Look): ListsBehind | undefined {
  const followed = look.progressOf(boardCheckpoint.name);
  return look.position - followed > FEW ? { followed, events: look.position } : undefined;
}
