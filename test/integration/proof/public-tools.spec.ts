import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredCheckpoint } from '#proof/ledger-log.js';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { signLog } from '#test/proof/signing.js';

const run = promisify(execFile);
const GO_PATH = '/usr/share/gocode';

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
const found = async (command: string): Promise<boolean> => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return (await Promise.all(folders.map((folder) => isThere(join(folder, command))))).includes(true);
};

const hasGo = (await found('go')) && (await isThere(join(GO_PATH, 'src/golang.org/x/mod/sumdb/tlog')));

/** Debian: `apt-get install golang-go golang-golang-x-mod-dev`, as `.ci/run` does. */
describe('public tools of transparency logs', () => {
  let served: TestApi;
  let folder = '';

  const signed = async (): Promise<StoredCheckpoint> => {
    const checkpoint = await signLog(served.db, folder);
    if (!checkpoint) throw new Error('nothing was signed');
    return checkpoint;
  };

  beforeAll(async () => {
    served = await startApi({ PUBLIC_READ: 'on' });
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
  });
  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  (hasGo ? it : it.skip)(
    `agree with signature, inclusion and growth${hasGo ? '' : ' (no Go with golang.org/x/mod)'}`,
    async () => {
      await served.api.post('/v1/providers', { name: 'First Cloud' });
      const first = await signed();
      await writeFile(join(folder, 'earlier'), first.note ?? '');
      const { status } = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
      expect(status).toBe(200);
      const { size, key } = await signed();
      const program = resolve('test/support/proof/check.go');
      await mirror(size);
      const env = { ...process.env, GO111MODULE: 'off', GOPATH: GO_PATH, GOFLAGS: '' };
      const { stdout } = await run('go', ['run', program, folder, key ?? ''], { env });
      expect(stdout.trim()).toBe(`1 ${size}`);
    },
  );

  /** The log as files, by the paths of tlog-tiles; a few hundred entries have tiles at two levels. */
  async function mirror(size: number): Promise<void> {
    const [full, rest] = [Math.floor(size / 256), size % 256];
    const of = (level: string) => [
      ...Array.from({ length: full }, (_, index) => `tile/${level}/00${index}`),
      ...(rest > 0 ? [`tile/${level}/00${full}.p/${rest}`] : []),
    ];
    for (const path of ['checkpoint', ...of('0'), ...of('entries'), ...(full > 0 ? [`tile/1/000.p/${full}`] : [])]) {
      const answer = await fetch(`${served.url}/log/${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), Buffer.from(await answer.arrayBuffer()));
    }
  }
});
