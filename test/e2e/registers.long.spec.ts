import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi, type TestApi } from '#test/api.js';
import { saysHere } from '#test/jalon.js';
import { registerCommand } from '../../apps/cli/register/register-command.js';
import { marketplace, product, snapshotOf } from '#test/marketplace.js';
import { startRegisterServer } from '#test/register-server.js';
import { temporaryFolder } from '#test/temporary-folder.js';
import { portOf } from '#test/port-of.js';

const snapshots = fileURLToPath(new URL('../data/registers/', import.meta.url));
const slug = 'fedramp-marketplace';

describe('jalon register', () => {
  let api: TestApi;
  const folder = temporaryFolder();

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.close();
  });

  const register = (args: readonly string[], env: Record<string, string> = {}) =>
    saysHere(registerCommand(), args, { JALON_URL: api.url, JALON_KEY: ADMIN_KEY, ...env });

  it('reads packed files, shows what would change, and says what to do about a held one', async () => {
    const snapshot = `${snapshots}${slug}-2026-03-01.json.gz`;
    const dry = await register(['read', slug, snapshot, '--preview']);
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.said).toMatch(/Preview: nothing was recorded[\s\S]+\n632 +0 +632 [\s\S]+… and 612 more\./);
    expect(await register(['read', slug, snapshot])).toMatchObject({ code: 0 });

    const few = join(folder, 'few.json');
    await writeFile(few, JSON.stringify(marketplace('2026-05-01', [product('FR1')])));
    const held = await register(['read', slug, few]);
    expect(held).toMatchObject({ code: 2 });
    expect(held.said).toMatch(/632 of 632 entries are gone, more than the limit/);
    const [, id = ''] = /jalon register discard (\S+)/.exec(held.said) ?? [];
    expect((await register(['show', slug])).said).toMatch(new RegExp(`2026-05-01 +held +command +${id}`));
    const later = await register(['read', slug, snapshot, '--day', '2026-05-02', '--preview']);
    expect(later.said).toMatch(new RegExp(`Once this document is recorded.+\\n- 2026-05-01, reading ${id}`));
    expect(await register(['discard', id, 'Not the whole list'])).toMatchObject({ code: 0 });
    const again = await register(['accept', id, 'Not the whole list']);
    expect(again).toMatchObject({ code: 1 });
    expect(again.said).toMatch(/Error 409: The state of the reading is discarded/);
    expect((await register(['list'])).said).toMatch(/fedramp-marketplace +fedramp +2026-03-01 .+632 +0/);
  });

  it('leaves no document out where two of them make one reading', async () => {
    const snapshot = `${snapshots}${slug}-2026-03-01.json.gz`;
    const read = await register(['read', 'fedramp-changelog', snapshot, snapshot, snapshot]);
    expect(read).toMatchObject({ code: 1 });
    expect(read.said).toMatch(/give them in pairs/);
  });

  it('fetches a document past the guard of webhooks', async () => {
    const authority = await startRegisterServer();
    authority.behaviour.answer = (_, response) =>
      response.setHeader('content-type', 'application/json').end(snapshotOf('2026-04-01'));
    const { url = '' } = authority.register;
    const refused = await register(['read', slug, url, '--preview']);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.said).toMatch(/^Cannot fetch http/);
    const read = await register(['read', slug, url, '--day', '2026-04-03'], { JALON_WEBHOOK_ALLOW: '127.0.0.1/32' });
    authority.close();
    expect(read.said).toMatch(/Recorded: fedramp-marketplace as of 2026-04-03/);
  });

  it('tries again for as long as the server asks for it, with the whole document', async () => {
    const sizes: number[] = [];
    const server = createServer((request, response) => {
      void buffer(request).then(({ length }) => {
        sizes.push(length);
        if (sizes.length < 3) response.writeHead(503, { 'retry-after': '0' }).end();
        else response.writeHead(409, { 'content-type': 'application/problem+json' }).end('{"detail":"At last"}');
      });
    });
    const document = `${snapshots}${slug}-2026-03-01.json.gz`;
    const read = await register(['read', slug, document], {
      JALON_URL: `http://127.0.0.1:${await portOf(server)}`,
    });
    server.close();
    const { length } = snapshotOf('2026-03-01');
    expect(sizes).toEqual([length, length, length]);
    expect(read).toMatchObject({ code: 1 });
    expect(read.said).toMatch(/Trying again in 0 s\.[\s\S]+Error 409: At last/);
  });

  it('says how far a long reading is', async () => {
    let looked = (): void => undefined;
    const wasLooked = new Promise<void>((resolve) => (looked = resolve));
    const server = createServer((request, response) => {
      if (request.method === 'GET') {
        const items = [{ state: 'applying', progress: { staged: 12_000, events: 150_000 } }];
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ items, next: null }), looked);
      } else void wasLooked.then(() => response.writeHead(409).end());
    });
    const document = `${snapshots}${slug}-2026-03-01.json.gz`;
    const read = await register(['read', slug, document], {
      JALON_URL: `http://127.0.0.1:${await portOf(server)}`,
    });
    server.close();
    expect(read.said).toContain('12,000 of 150,000 events (8 %)');
  });

  it('prints a template that can be checked and published', async () => {
    const { said } = await register(['template', slug]);
    const file = join(folder, 'register.json');
    await writeFile(file, said.replace(/"slug": "[^"]+"/, '"slug": "copy"'));
    expect((await register(['publish', file, '--preview'])).said).toMatch(/copy fits scheme fedramp/);
    expect((await register(['publish', file])).said).toMatch(/Published: copy/);
    await writeFile(file, said.replace('"scheme": "fedramp"', '"scheme": "hds"'));
    const misfit = await register(['publish', file, '--preview']);
    expect(misfit).toMatchObject({ code: 1 });
    expect(misfit.said).toMatch(/does not fit scheme hds:\n/);
  });
});
