import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announced, csv } from '#test/importing.js';
import { previewFile } from '../../../apps/cli/import/import-command.js';

const previewed = { recorded: 0, replayed: 0, providers: 0, dossiers: 0, position: 0 };

const messages = { events: 0, digests: 0, summaries: 0 };

let server: Server;
let folder: string;
let pieces: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-dry-run-'));
  pieces = [];
  server = createServer((request, response) => {
    void text(request).then((file) => {
      pieces.push(file.trimEnd().split('\n').length - 1);
      response.end(JSON.stringify({ ...previewed, asOf: '2026-11-25', changes: [], touched: 0, messages }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

it.each([
  ['as a whole', 10_000, [10_000]],
  ['in the pieces of an import when it is longer than the api takes', 10_001, [2500, 2500, 2500, 2500, 1]],
])('a preview judges a file %s', async (_, rows, sent) => {
  const file = join(folder, 'file.csv');
  await writeFile(file, csv(...Array.from({ length: rows }, () => announced('Bleu'))));
  await previewFile({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: undefined }, file);
  expect(pieces).toEqual(sent);
});
