/** The board as a follower of the ledger: under this name and version its checkpoint says how far it has come. */
export const board = { name: 'board', version: 1 } as const;
