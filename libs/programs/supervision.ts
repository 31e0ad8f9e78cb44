/** Argument of the api into which `jalon start` loads the sample ledger: it is not ready before `SAMPLE_LOADED`. */
export const AWAITS_SAMPLE = '--awaits-sample';

/** Message over IPC: the sample ledger is loaded, and the lists include it. */
export const SAMPLE_LOADED = 'sample-loaded';

/** How often the worker reports to `jalon start` that its event loop runs, and after how many missing reports it is ended. */
export const [REPORT_MS, REPORTS_MISSED] = [5_000, 6] as const;
