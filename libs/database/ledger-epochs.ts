import type pg from 'pg';

/** A position as a client knows it: of an event in the history of that epoch. */
export interface EpochPosition {
  position: number;
  epoch: number;
}

export const FIRST_EPOCH = 1;

interface Epoch {
  epoch: number;
  /** The last position that it has in common with the epoch before: never less than that of an earlier one. */
  position: number;
}

const UNDEFINED_FUNCTION = '42883';

/**
 * The epochs of the ledger, as of the last connection that this process opened. A ledger is rewound by another server, or by a
 * server that was stopped, so a process that reads a rewound ledger has opened a connection to it before.
 *
 * After a rewind, positions are given out a second time. An event of an earlier epoch is on record as long as no later epoch
 * began before its position.
 */
export class LedgerEpochs {
  #later: readonly Epoch[] = [];

  get current(): number {
    return this.#later.at(-1)?.epoch ?? FIRST_EPOCH;
  }

  /** Begins an epoch, if this is another server, and learns of all. Does nothing before the migration that knows epochs. */
  async compare(client: { query(text: string): Promise<pg.QueryResult<Epoch>> }): Promise<void> {
    try {
      const { rows } = await client.query('select epoch, position from ledger_epochs()');
      this.#later = rows.filter(({ epoch }) => epoch > FIRST_EPOCH);
    } catch (error) {
      if ((error as { code?: string }).code !== UNDEFINED_FUNCTION) throw error;
    }
  }

  /** The last position up to which the ledger is what it was in an epoch; infinite if nothing was lost since. */
  sharedWith(epoch: number): number {
    return this.#later.find((later) => later.epoch > epoch)?.position ?? Infinity;
  }

  /** `130`, or `130-1795809600` for a position of a later epoch. */
  written(position: number): string {
    const epoch = this.#later.findLast((later) => later.position < position)?.epoch;
    return epoch === undefined ? String(position) : `${position}-${epoch}`;
  }
}

/** A position as `written` gives it, of up to 15 digits. */
export const WRITTEN_POSITION = /^(\d{1,15})(?:-([1-9]\d{0,14}))?$/;

/** @returns `undefined` for anything else */
export function positionIn(text: string): EpochPosition | undefined {
  const [, position, epoch = FIRST_EPOCH] = WRITTEN_POSITION.exec(text) ?? [];
  return position === undefined ? undefined : { position: Number(position), epoch: Number(epoch) };
}
