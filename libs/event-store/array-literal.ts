/**
 * Values as PostgreSQL writes an array. The driver would do the same for an array it is given, but for all the columns of
 * a statement at one go; written one by one, a large append leaves room between them.
 */
export const arrayLiteral = (values: readonly (string | number | null)[]): string =>
  `{${values.map(elementLiteral).join()}}`;

function elementLiteral(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? 'NULL' : String(value);
  return `"${SPECIAL.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
}

const SPECIAL = /["\\]/;
