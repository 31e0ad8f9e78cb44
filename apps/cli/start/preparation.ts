import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeWhole } from '#database/embedded/home-folder.js';
import type { StartSettings } from '#programs/program-settings.js';
import { inPackage } from '#settings/in-package.js';
import type { Environment } from '#settings/settings.js';
import type { Shutdown } from './shutdown.js';

/** What a start asks of the program that prepares the database. */
export type Preparation =
  | { step: 'database'; isEmbedded: boolean; loadsSample: boolean }
  /** `address`: of the API. */
  | { step: 'sample'; address: string };

/** A newly created admin key, to be shown once, and where it is stored, if the output is not a terminal. */
export interface CreatedKey {
  newKey?: string | undefined;
  keyFile?: string;
}

/** A step failed, and has said why. */
export class StepFailed extends Error {}

/** Runs a step in a process of its own, which stops with the start. @throws StepFailed */
export async function prepared(asked: Preparation, env: Environment, shutdown: Shutdown): Promise<CreatedKey> {
  shutdown.signal.throwIfAborted();
  const child = spawn(process.execPath, [inPackage('dist/apps/cli/start/prepare.js'), JSON.stringify(asked)], {
    ...{ env, detached: true }, // not reached by Ctrl-C
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let created: CreatedKey = {};
  child.on('message', (message) => (created = message as CreatedKey));
  const ended = once(child, 'close');
  const stop = (): boolean => child.kill('SIGTERM');
  shutdown.signal.addEventListener('abort', stop);
  const [code, signal] = (await ended) as [number | null, string | null];
  shutdown.signal.removeEventListener('abort', stop);
  shutdown.signal.throwIfAborted();
  if (code === 0) return created;
  if (signal !== null) console.error(`The preparation of the database ended on ${signal}.`);
  throw new StepFailed();
}

/** A file in the home that says that the sample was loaded or declined. */
export const sampleMarker = (home: string): string => join(home, 'sample');

/** Whether the sample ledger is still to be loaded. Once declined, it is not loaded by later starts either. */
export async function isSampleDue({ JALON_HOME: home, JALON_SAMPLE }: StartSettings): Promise<boolean> {
  if (existsSync(sampleMarker(home))) return false;
  if (!JALON_SAMPLE) await writeWhole(sampleMarker(home), 'declined\n');
  return JALON_SAMPLE;
}
