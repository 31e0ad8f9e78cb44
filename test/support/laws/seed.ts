/** How often each law is tried. Every run of the specs has another seed, so that their number grows from run to run. */
export const RUNS = Number(process.env['LAWS_RUNS'] ?? 100);

/** Of everything random in the laws. `LAWS_SEED=<seed>` repeats a run, with the same `LAWS_RUNS`. */
export const SEED = Number(process.env['LAWS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Says how to repeat what follows, before it starts. */
export function printSeed(law: string): void {
  process.stdout.write(`LAWS_SEED=${SEED} (${law})\n`);
}

/** For `fc.assert`: a failure is told with the smallest case that fails, and may take as long as finding it takes. */
export const everyRun = { seed: SEED, numRuns: RUNS } as const;
