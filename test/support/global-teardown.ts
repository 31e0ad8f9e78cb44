/** Ends the run's server and takes its folder away. */
// eslint-disable-next-line no-restricted-exports -- where jest looks for it
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestPostgres?.();
  globalThis.stopTestPostgres = undefined;
}
