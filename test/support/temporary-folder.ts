import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Of the specs of a file or of a `describe`, and gone with them. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jalon-spec-'));
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
