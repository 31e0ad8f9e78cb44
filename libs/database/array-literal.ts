/**
 * An array literal of PostgreSQL. The driver would serialize all columns of a statement in one go; doing it per column
 * lets a caller with many rows yield in between.
 */
export const arrayLiteral = (values: readonly (string | number | null)[]): string =>
  `{${values.map(elementLiteral).join()}}`;

function elementLiteral(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? 'NULL' : String(value);
  if (!SPECIAL.test(value)) return `"${value}"`;
  // For a text without control characters, JSON has the same escapes, and is three times as fast.
  return CONTROL.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : JSON.stringify(value);
}

const SPECIAL = /["\\]/;
const CONTROL = /[\p{Cc}\p{Cs}]/u;
