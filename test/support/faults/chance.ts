/** Of everything random in the tests of faults. `FAULTS_SEED=<seed>` repeats the instants of a run. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export type Chance = () => number;

/** Runs something by chance, and says how to repeat it when it fails. */
export async function byChance(run: (chance: Chance) => Promise<void>): Promise<void> {
  try {
    await run(chanceFrom(SEED));
  } catch (error) {
    process.stdout.write(`FAULTS_SEED=${SEED}\n`);
    throw error;
  }
}

function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
