import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbedded } from '#database/embedded/embedded.js';
import { stageOf } from '#database/embedded/home-folder.js';
import { isRoot, temporaryHome } from '#test/temporary-home.js';

/** Only root can mount a file system. Its server has all of its files there: programs of 60 MB, and data. */
(isRoot ? describe : describe.skip)('a first start on a small disk (skipped unless root, who can mount one)', () => {
  const place = temporaryHome();
  const stage = stageOf(place.home);
  beforeAll(() => {
    mkdirSync(stage, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m,mode=755', 'tmpfs', stage]);
  });
  const resize = (size: string) => execFileSync('mount', ['-o', `remount,size=${size}`, stage]);
  afterAll(async () => {
    execFileSync('umount', [stage]);
    await place.remove();
  });

  it.each([
    { size: '30m', while: 'the programs are copied', folder: 'native.new/' },
    { size: '75m', while: 'initdb runs', folder: 'postgres' },
    { size: '105m', while: 'the database is created', folder: 'postgres' },
  ])('of $size, which is full while $while, says so in one sentence and leaves no data', async ({ size, folder }) => {
    resize(size);
    const said = await startEmbedded(place.home).catch((error: unknown) => (error as Error).message);
    expect(said).toMatch(/^Not enough space in \S+.*: free at least 200 MB and start again\.$/);
    expect(said).toContain(join(stage, folder));
    expect((await readdir(join(stage, 'postgres'))).filter((name) => name !== 'postgres.log')).toEqual([]);
  });

  it('works once there is space', async () => {
    resize('300m');
    const server = await startEmbedded(place.home);
    expect(server.adopted).toBe(false);
    await server.stop();
  });
});
