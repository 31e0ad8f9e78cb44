import { Dice } from '#test/dice.js';

/** Of everything random in the tests of faults. `FAULTS_SEED=<seed>` repeats the instants of a run. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to 1, the same ones for the same seed. */
export type Chance = () => number;

/** Runs something by chance, and says how to repeat it when it fails. */
export async function byChance(run: (chance: Chance) => Promise<void>): Promise<void> {
  try {
    const dice = Dice.of(SEED);
    await run(() => dice.next());
  } catch (error) {
    process.stdout.write(`FAULTS_SEED=${SEED}\n`);
    throw error;
  }
}
