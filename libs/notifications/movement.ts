import type { Standing } from './message.js';

/** From where to where a dossier went. */
export interface Movement {
  before: Standing | null;
  after: Standing | null;
}

/** Where a dossier stands of which nothing is on record yet: opening one moves nothing. */
export const NOTHING: Standing = { status: 'unknown', confirmed: false, stage: null };

/** Whether the status, its confirmation or the stage is another one than before. */
export function moves(movement: Movement): boolean {
  const [before, after] = [movement.before ?? NOTHING, movement.after ?? NOTHING];
  return before.status !== after.status || before.confirmed !== after.confirmed || before.stage !== after.stage;
}
