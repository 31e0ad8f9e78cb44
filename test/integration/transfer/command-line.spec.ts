import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { startApi, type TestApi } from '#test/api.js';
import { exported, ledgerFile, registration } from '#test/transferring.js';
import { callApi } from '../../../apps/cli/call-api.js';
import { exportTo } from '../../../apps/cli/export-command.js';
import { importLedger, previewLedger } from '../../../apps/cli/import/import-command.js';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { built } from '#test/built.js';
import { until } from '#test/until.js';
import { temporaryFolder } from '#test/temporary-folder.js';
import { portOf } from '#test/port-of.js';

const whole = ledgerFile(Array.from({ length: 3000 }, (_, index) => registration(index + 1)));

describe('on the command line', () => {
  let served: TestApi;
  let liar: Server;
  const folder = temporaryFolder();
  let key: string;
  /** What the liar sends of a ledger before it ends the answer, or the connection. */
  let sent = { text: '', cut: false };

  beforeAll(async () => {
    served = await startApi();
    key = await served.keyWith('admin');
    liar = createServer((_, response) => {
      response.write(sent.text, () => (sent.cut ? response.destroy() : response.end()));
    });
  });
  afterAll(async () => {
    liar.close();
    await served.close();
  });

  const path = (name: string) => join(folder, name);
  const written = async (name: string, text: string) => {
    await writeFile(path(name), text);
    return path(name);
  };
  const said: string[] = [];
  const report = (line: string) => said.push(line);
  const importing = (file: string, as = key) => importLedger({ url: served.url, key: as }, file, report);
  const exporting = async (address: string, file: string) =>
    exportTo(
      file,
      (await callApi({ url: address, key }, 'read', (client) => client.GET('/v1/ledger.ndjson', { parseAs: 'stream' })))
        .response,
      report,
    );

  it('a key that no header can hold is refused without showing it', async () => {
    const call = callApi({ url: served.url, key: 'jalon_1\njalon_2' }, 'read', (client) => client.GET('/v1/schemes'));
    await expect(call).rejects.toThrow(/^(?!.*jalon_).*printable ASCII characters only\.$/s);
  });

  it('a bad ledger file is refused with its line, and nothing is recorded', async () => {
    const cut = await written('cut.ndjson', whole.slice(0, 400_000));
    const line = whole.slice(0, 400_000).split('\n').length;
    await expect(importing(cut)).rejects.toThrow(
      new RegExp(`line ${line}, file: .*incomplete.*\\nNothing was recorded`),
    );
    const officer = await served.keyWith('record');
    await expect(importing(cut, officer)).rejects.toThrow('Set --key or JALON_KEY to an API key with scope admin');
    await expect(importing(path('absent.ndjson'))).rejects.toThrow('Cannot read');
    expect(await exported(served.api)).toBe(ledgerFile([]));
  });

  it('a ledger file is judged in a preview, and nothing is recorded', async () => {
    const file = await written('dry.ndjson', whole);
    await previewLedger({ url: served.url, key }, file, report);
    expect(said.slice(-2)).toEqual([
      'It has 3000 events: 3000 providers and 0 dossiers.',
      'This Jalon is empty: the file can be restored.',
    ]);
    const bad = await written('bad.ndjson', whole.replace('Cloud 77"', 'Cloud 78"'));
    await expect(previewLedger({ url: served.url, key }, bad, report)).rejects.toThrow(
      'line 3002, sha256: does not match the file',
    );
    expect(await exported(served.api)).toBe(ledgerFile([]));
  });

  it.each([
    ['a gateway that gave up waiting', 504, 'text/html', /Error 504.*\nEither all events were recorded or none/s],
    ['a gateway with a problem of its own', 413, 'text/html', /Error 413.*\nEither all events were recorded or none/s],
    ['an api that failed', 500, 'application/problem+json', /Either all events were recorded or none/],
    ['an api that refused', 409, 'application/problem+json', /Error 409: x\nNothing was recorded\.$/],
    ['nobody: the connection is lost', 0, '', /failed before the response.*\nEither all events were recorded or none/s],
    ['an answer that is cut', 200, 'application/json', /Either all events were recorded or none/],
  ])('says of an import no more than is known: %s', async (_, status, type, words) => {
    const gateway = createServer((request, response) => {
      request.resume().on('end', () => {
        if (status === 0) request.socket.destroy();
        else
          response.writeHead(status, { 'content-type': type }).end('{"detail":"x"'.concat(status === 200 ? '' : '}'));
      });
    });
    const file = await written('any.ndjson', whole);
    try {
      await expect(
        importLedger({ url: `http://127.0.0.1:${await portOf(gateway)}`, key }, file, report),
      ).rejects.toThrow(words);
    } finally {
      gateway.close();
      gateway.closeAllConnections();
    }
  });

  it('a ledger goes in once, comes out again, and is the same', async () => {
    const file = await written('whole.ndjson', whole);
    await importing(file);
    expect(said.at(-1)).toMatch(/^Restored 3000 events from .*: 3000 providers and 0 dossiers\.$/);
    await expect(importing(file)).rejects.toThrow('this one has events');
    await exporting(served.url, path('out.ndjson'));
    expect(said.at(-1)).toBe('3000 events exported.');
    const out = await readFile(path('out.ndjson'), 'utf8');
    expect(out).toBe(await exported(served.api));
  });

  it.each([
    ['cut by the connection', whole.slice(0, 500_000), true],
    ['without its last line', `${whole.trimEnd().split('\n').slice(0, -1).join('\n')}\n`, false],
    ['with a changed byte', whole.replace('Cloud 77"', 'Cloud 78"'), false],
  ])('an export %s leaves what was there before, and nothing else', async (_, text, cut) => {
    sent = { text, cut };
    await written('kept.ndjson', 'what was there before');
    await expect(exporting(`http://127.0.0.1:${await portOf(liar)}`, path('kept.ndjson'))).rejects.toThrow();
    expect(await readFile(path('kept.ndjson'), 'utf8')).toBe('what was there before');
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});

describe('in a process of its own', () => {
  const whole = ledgerFile(Array.from({ length: 1000 }, (_, index) => registration(index + 1)));

  describe('"jalon export" as a process', () => {
    const folder = temporaryFolder();
    let server: Server;
    let answer: (response: ServerResponse) => void;
    beforeAll(() => {
      server = createServer((_, response) => {
        answer(response);
      });
    });
    afterAll(() => {
      server.close();
      server.closeAllConnections();
    });

    const command = async (target: string) => [
      built('apps/cli/main.ts'),
      ...['export', target, '--url', `http://127.0.0.1:${await portOf(server)}`],
    ];

    it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind when it is ended by %s', async (signal) => {
      answer = (response) => response.write(whole.slice(0, 100_000));
      const child = spawn(process.execPath, await command(join(folder, 'a.ndjson')), { stdio: 'ignore' });
      await until(async () => (await readdir(folder)).some((name) => name.includes('unfinished')));
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([null, signal]);
      expect(await readdir(folder)).toEqual([]);
    });

    it('writes to what it is given for output, be it a pipe or a file (long)', async () => {
      answer = (response) => response.end(whole);
      const run = promisify(execFile);
      expect((await run(process.execPath, await command('/dev/stdout'))).stdout).toBe(whole);
      const file = join(folder, 'b.ndjson');
      await run('sh', ['-c', `"$0" "$@" > ${file}`, process.execPath, ...(await command('/dev/fd/1'))]);
      expect(await readFile(file, 'utf8')).toBe(whole);
      await rm(file);
    });

    it('writes to a named pipe, which stays one (long)', async () => {
      answer = (response) => response.end(whole);
      const run = promisify(execFile);
      const pipe = join(folder, 'pipe');
      await run('mkfifo', [pipe]);
      const [{ stdout }] = await Promise.all([run('cat', [pipe]), run(process.execPath, await command(pipe))]);
      expect(stdout).toBe(whole);
      expect((await readdir(folder)).filter((name) => name !== 'pipe')).toEqual([]);
    });
  });
});
