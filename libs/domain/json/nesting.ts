/** Deeper than anything that a schema here describes; validating deeper input would exhaust the stack. */
export const DEEPEST = 32;

/** Whether lists and objects stand within each other beyond `DEEPEST`. Level by level: no recursion, whatever it is given. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((part): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}
