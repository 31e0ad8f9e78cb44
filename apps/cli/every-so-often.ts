/** Says yes at most once in a while: for the progress of what is short as a rule, and long at times. */
export function everySoOften(ms = 2_000): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < ms) return false;
    last = performance.now();
    return true;
  };
}
