import type { Phrases } from '#language/phrases.js';

type Words = Phrases['console']['activity'];

/** What people do besides recording; the words are in `libs/language/{en,fr}/console-activity.ts`. */
export const ACTS = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'session-ended',
  'account-invited',
  'account-changed',
  'account-erased',
  'key-created',
  'key-revoked',
  'exported',
  'evidence-read',
  'evidence-removed',
  'setting-changed',
  'suppression-lifted',
  'proposal-made',
  'proposal-decided',
  'view-shared',
  'backup-made',
  'backup-restored',
] as const satisfies readonly (keyof Words['acts'])[];

export type Act = (typeof ACTS)[number];

/** What the ledger itself says of who recorded. */
export const LEDGER_ACTS = ['recorded', 'corrected', 'retracted'] as const satisfies readonly (keyof Words['acts'])[];

export type LedgerAct = (typeof LEDGER_ACTS)[number];

/**
 * Particulars of an act, by the keys that have words. Rows cannot be changed: ids, codes and settings only, never the name or
 * address of a person.
 */
export type Details = Partial<Record<keyof Words['details'], string | number | boolean | readonly string[]>>;

/** The actor of what was done before anybody was identified, such as a sign-in that failed. */
export const SOMEBODY = 'unknown';
