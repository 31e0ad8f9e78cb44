import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokenHistories } from './broken-histories.js';
import { collectHistory } from './collected.js';
import type { Fault } from './faults.js';
import { type Figures, figuresOf } from './figures.js';
import type { History } from './history.js';
import { observe, PATIENCE_MS } from './observe.js';
import type { FaultSettings } from './settings.js';
import { startSystem } from './system.js';
import { violationsIn, type Violation } from './violations.js';

export interface Run {
  violations: Violation[];
  /** What the checker should have reported and did not. */
  missed: string[];
  figures: Figures;
}

/**
 * Runs writers, readers and faults against all processes of Jalon, and checks what they observed. The history must keep every
 * guarantee; with a writer that acknowledges before it sends, and in every mutation of `brokenHistories`, it must not.
 *
 * @param folder for logs and records; the caller removes it
 * @throws Error when the run cannot be completed
 */
export async function runFaults(settings: FaultSettings, folder: string, say: (line: string) => void): Promise<Run> {
  const system = await startSystem(settings, folder);
  try {
    await system.whole(PATIENCE_MS);
    const observed = await observe(system, settings, folder, say);
    await system.stopPrograms();
    const history = await collectHistory(system, observed);
    await keep(folder, { ...observed, ledger: history.ledger });
    return { ...judge(history), figures: figuresOf(history, observed) };
  } finally {
    await system.close();
  }
}

function judge(history: History): Omit<Run, 'figures'> {
  const sound = {
    ...history,
    operations: history.operations.map((it) => (it.early ? { ...it, outcome: 'unknown' as const } : it)),
  };
  const violations = violationsIn(sound);
  if (violations.length > 0) return { violations, missed: [] };
  const missed = brokenHistories(sound)
    .filter((it) => !violationsIn(it.history).some(({ broken }) => broken === it.broken))
    .map(({ name }) => name);
  const early = violationsIn(history).map(({ broken }) => broken);
  if (!early.includes('lost') && !early.includes('order')) missed.push('a writer that acknowledges before it sends');
  return { violations, missed };
}

async function keep(folder: string, { faults, ledger }: { faults: Fault[]; ledger: History['ledger'] }): Promise<void> {
  const lines = (all: readonly object[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(join(folder, 'faults.jsonl'), lines(faults));
  await writeFile(join(folder, 'ledger.jsonl'), lines(ledger));
}
