import type { importsReasons as English } from '../en/imports-reasons.js';

/** Reasons of CSV import, export and restore. */
export const importsReasons: typeof English = {};
