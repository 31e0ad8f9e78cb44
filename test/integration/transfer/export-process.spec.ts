import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { built } from '#test/built.js';
import { ledgerFile, registration } from '#test/transferring.js';
import { until } from '#test/until.js';

const whole = ledgerFile(Array.from({ length: 1000 }, (_, index) => registration(index + 1)));

describe('"jalon export" as a process', () => {
  let folder: string;
  let server: Server;
  let answer: (response: ServerResponse) => void;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-export-'));
    server = createServer((_, response) => {
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  });

  const command = (target: string) => [
    built('apps/cli/main.ts'),
    ...['export', target, '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`],
  ];

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind when it is ended by %s', async (signal) => {
    answer = (response) => response.write(whole.slice(0, 100_000));
    const child = spawn(process.execPath, command(join(folder, 'a.ndjson')), { stdio: 'ignore' });
    await until(async () => (await readdir(folder)).some((name) => name.includes('unfinished')));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes to what it is given for output, be it a pipe or a file', async () => {
    answer = (response) => response.end(whole);
    const run = promisify(execFile);
    expect((await run(process.execPath, command('/dev/stdout'))).stdout).toBe(whole);
    const file = join(folder, 'b.ndjson');
    await run('sh', ['-c', `"$0" "$@" > ${file}`, process.execPath, ...command('/dev/fd/1')]);
    expect(await readFile(file, 'utf8')).toBe(whole);
    await rm(file);
  });

  it('writes to a named pipe, which stays one', async () => {
    answer = (response) => response.end(whole);
    const run = promisify(execFile);
    const pipe = join(folder, 'pipe');
    await run('mkfifo', [pipe]);
    const [{ stdout }] = await Promise.all([run('cat', [pipe]), run(process.execPath, command(pipe))]);
    expect(stdout).toBe(whole);
    expect((await readdir(folder)).filter((name) => name !== 'pipe')).toEqual([]);
  });
});
