import { afterAll, beforeAll, beforeEach, describe, expect, it, afterEach } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { announced, csv } from '#test/importing.js';
import { temporaryFolder } from '#test/temporary-folder.js';
import { portOf } from '#test/port-of.js';
import { importFile, previewFile } from '../../../apps/cli/import/import-command.js';
import { text } from 'node:stream/consumers';

const imported = { recorded: 2500, replayed: 0, providers: 1, dossiers: 0, position: 2501 };
const problem = { code: 'import-invalid', title: 'No', status: 422, detail: 'nothing was recorded' };

type Answer = (response: ServerResponse) => void;
const json =
  (status: number, body: object, type = 'application/json'): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
const gateway =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end('<h1>Gateway</h1>');
const hangUp: Answer = (response) => response.destroy();
const cut: Answer = (response) => {
  response.writeHead(200, { 'content-length': 1000 }).write('{"recorded":', () => response.destroy());
};
const outage = json(503, { code: 'unavailable', title: 'Away', status: 503 }, 'application/problem+json');
const refused = json(
  422,
  { ...problem, problems: [{ row: 3, field: 'title', reason: 'is required' }] },
  'application/problem+json',
);

describe('an import over a bad connection', () => {
  let server: Server;
  let address: string;
  const folder = temporaryFolder();
  let answers: Answer[];

  beforeAll(async () => {
    const rows = (count: number) => csv(...Array.from({ length: count }, (_, n) => announced('Bleu', `News ${n}`)));
    await writeFile(join(folder, 'short.csv'), rows(2));
    await writeFile(join(folder, 'long.csv'), rows(2600));
    server = createServer((request, response) => {
      request.resume().on('end', () => answers.shift()?.(response));
    });
    address = `http://127.0.0.1:${await portOf(server)}`;
  });

  beforeEach(() => {
    answers = [];
  });

  afterAll(() => void server.close());

  const said = async (file: string, ...given: Answer[]): Promise<string> => {
    answers = given;
    return importFile({ url: address }, join(folder, file)).then(
      () => 'no error',
      (error: unknown) => (error as Error).message,
    );
  };

  it.each([
    ['a gateway that finds nobody', gateway(502)],
    ['a gateway that has waited for too long', gateway(504)],
    ['a gateway that says no', gateway(413)],
    ['an outage', outage],
    ['a connection that is lost', hangUp],
    ['an answer that is cut', cut],
    ['an answer of something else', json(200, {})],
  ])('is not told to have recorded nothing after %s', async (_, answer) => {
    const first = await said('short.csv', answer);
    expect(first).not.toContain('Nothing was recorded');
    expect(first).toMatch(
      /\n2 rows had been sent: either all of them were recorded or none\. Send the same file again/,
    );
    const second = await said('long.csv', json(200, imported), answer);
    expect(second).toMatch(
      /\nThe first 2,500 rows were recorded\. 100 more rows had been sent: either all .* or none\./,
    );
  });

  it('is told to have recorded nothing when Jalon refuses, with the lines of the file', async () => {
    expect(await said('short.csv', refused)).toBe(
      'Error 422: nothing was recorded\nline 3, title: is required\nNothing was recorded.',
    );
    expect(await said('long.csv', json(200, imported), refused)).toMatch(
      /\nline 2503, title: is required\nThe first 2,500 rows were recorded\. The others were not recorded\. Correct the file and send it again/,
    );
  });

  it('is told to have recorded nothing when nobody is there', async () => {
    const nobody = createServer();
    const port = await portOf(nobody);
    await new Promise((resolve) => nobody.close(resolve));
    const away = importFile({ url: `http://127.0.0.1:${port}` }, join(folder, 'short.csv'));
    await expect(away).rejects.toThrow(
      /^Cannot connect to .*: .*ECONNREFUSED.* Check that Jalon is running.*\nNothing was recorded\.$/,
    );
  });

  it('says of a preview that nothing was recorded, whatever was answered', async () => {
    answers = [gateway(502)];
    const preview = previewFile({ url: address }, join(folder, 'short.csv'));
    await expect(preview).rejects.toThrow(/502.*\nNothing was recorded: this was a preview\.$/s);
  });
});

describe('a preview on the command line', () => {
  const previewed = { recorded: 0, replayed: 0, providers: 0, dossiers: 0, position: 0 };

  const messages = { events: 0, digests: 0, summaries: 0 };

  let server: Server;
  const folder = temporaryFolder();
  let pieces: number[];

  beforeEach(() => {
    pieces = [];
    server = createServer((request, response) => {
      void text(request).then((file) => {
        pieces.push(file.trimEnd().split('\n').length - 1);
        response.end(JSON.stringify({ ...previewed, asOf: '2026-11-25', changes: [], touched: 0, messages }));
      });
    });
  });

  afterEach(() => void server.close());

  it.each([
    ['as a whole', 10_000, [10_000]],
    ['in the pieces of an import when it is longer than the api takes', 10_001, [2500, 2500, 2500, 2500, 1]],
  ])('a preview judges a file %s', async (_, rows, sent) => {
    const file = join(folder, 'file.csv');
    await writeFile(file, csv(...Array.from({ length: rows }, () => announced('Bleu'))));
    await previewFile({ url: `http://127.0.0.1:${await portOf(server)}` }, file);
    expect(pieces).toEqual(sent);
  });
});
