/** Argument of the api into which `jalon start` loads the sample ledger: it is not ready before `SAMPLE_LOADED`. */
export const AWAITS_SAMPLE = '--awaits-sample';

/** Message over IPC: the sample ledger is loaded, and the lists include it. */
export const SAMPLE_LOADED = 'sample-loaded';
