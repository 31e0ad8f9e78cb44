import process from 'node:process';
import { isLong } from './long.js';

/** In seconds, of a file: what needs no server, and what does. */
const BUDGETS = { unit: 2, others: 10 };

/** Names at the end what took longer than its budget, as advice: nothing fails for it. */
export default class Budgets {
  onRunComplete(_contexts, { testResults }) {
    if (isLong()) return;
    const over = testResults
      .map(({ testFilePath, displayName, perfStats: { start, end } }) => {
        const budget = BUDGETS[displayName?.name] ?? BUDGETS.others;
        return { file: testFilePath.slice(process.cwd().length + 1), seconds: (end - start) / 1000, budget };
      })
      .filter(({ seconds, budget }) => seconds > budget)
      .sort((one, other) => other.seconds / other.budget - one.seconds / one.budget);
    if (over.length === 0) return;
    const lines = over.map(
      ({ file, seconds, budget }) => `${seconds.toFixed(1).padStart(6)} s of ${budget} s  ${file}`,
    );
    process.stderr.write(`\nOver budget; mark what takes long by nature as (long):\n${lines.join('\n')}\n`);
  }
}
