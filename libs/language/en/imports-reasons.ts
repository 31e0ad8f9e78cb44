/** Reasons of CSV import, export and restore. */
export const importsReasons = {};
