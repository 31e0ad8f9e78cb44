/** The board as a follower of the ledger: under this name and version its checkpoint says how far it has come. */
export const board = { name: 'board', version: 2 } as const;

/** Its deadlines, and its lines that tell of them, follow by themselves: they turn more often than a status does, and are not to hold it up. */
export const dues = { name: 'dues', version: 2 } as const;
