import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure } from '#test/faults/silent-proxy.js';
import { runFaults } from './run.js';
import { SHORT } from './system.js';

describe('writers, readers and projections while api, worker and PostgreSQL are killed and cut off', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-faults-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('leave a history without a flaw, and every flaw put into it is found', async () => {
    const { violations, missed, figures } = await runFaults(SHORT, folder, () => undefined);
    expect({ violations, missed }).toEqual({ violations: [], missed: [] });
    figure('a short run with faults', figures);
  }, 300_000);
});
