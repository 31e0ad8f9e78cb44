import type { rulesReasons as English } from '../en/rules-reasons.js';

/** Reasons of the rules of providers, dossiers, corrections and schemes. */
export const rulesReasons: typeof English = {};
