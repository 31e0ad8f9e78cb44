import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { type TestApi, startApi } from '#test/api.js';
import { MAIL, PDF, PNG } from '#test/evidence-files.js';
import { saysHere } from '#test/jalon.js';
import { evidenceCommand } from '../../../apps/cli/evidence/evidence-command.js';
import { milestone, openDossier } from '#test/recording.js';
import { until } from '#test/until.js';
import { portOf } from '#test/port-of.js';

const ACCESS = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

interface S3Server {
  /** For `EVIDENCE_S3_URL`. */
  url: string;
  objects: Map<string, Buffer>;
  /** Answers every request with this status instead, if set. */
  failing?: number;
  close(): Promise<void>;
}

/** As much of S3 as the store of evidence uses. Signatures (version 4) are checked as AWS documents them. */
async function startS3(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const port = await portOf(server);
  const s3: S3Server = {
    url: `http://${ACCESS}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/bucket/evidence?region=eu-west-3`,
    objects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return s3;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const key = request.url ?? '';
    const status = s3.failing ?? statusOf(request, key, Buffer.concat(pieces));
    const found = objects.get(key);
    const isRead = status === 200 && request.method !== 'PUT';
    response.writeHead(status, isRead ? { 'content-length': String(found?.length ?? 0) } : {});
    response.end(isRead && request.method === 'GET' ? found : undefined);
  }

  function statusOf(request: IncomingMessage, key: string, body: Buffer): number {
    const { method, headers } = request;
    if (!isSigned(request)) return 403;
    if (method === 'PUT') {
      const isWhole = headers['content-length'] === String(body.length);
      const hash = createHash('sha256').update(body).digest('base64');
      if (!isWhole || headers['x-amz-checksum-sha256'] !== hash) return 400;
      objects.set(key, body);
      return 200;
    }
    if (method === 'DELETE') {
      objects.delete(key);
      return 204; // also where there was none
    }
    return objects.has(key) ? 200 : 404;
  }
}

function isSigned({ method, url = '', headers }: IncomingMessage): boolean {
  const [, day = '', region = '', signed = '', signature = ''] =
    /Credential=AKIAIOSFODNN7EXAMPLE\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w{64})/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = [method, url, '', lines.join(''), signed, payload].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/${region}/s3/aws4_request`, hash].join('\n');
  const hmac = (key: Buffer | string, value: string): Buffer => createHmac('sha256', key).update(value).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day), region), 's3'), 'aws4_request');
  return region === 'eu-west-3' && hmac(key, text).toString('hex') === signature;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const REMOVED = Buffer.concat([PDF, Buffer.from('removed')]);
const LONG = Buffer.concat([PDF, Buffer.alloc(700_000, 'long')]);

let s3: S3Server;
let server: TestApi;
let path: string;

beforeAll(async () => {
  s3 = await startS3();
  server = await startApi({ EVIDENCE_S3_URL: s3.url });
  const dossier = await openDossier(server.api, 'Bleu');
  const event = (await dossier.record(milestone('J0', '2024-05-01'))).body.id as string;
  path = `${dossier.path}/events/${event}/evidence?name=a.pdf`;
});
afterAll(async () => {
  await server.close();
  await s3.close();
});

const attach = (bytes: Buffer, to = server.api, at = path) =>
  to.post(at, bytes, { 'content-type': 'application/octet-stream' });

const filesAt = (now: Date) =>
  new EvidenceFiles(server.db, Clock.startingAt(now), EvidenceSettingsSchema.parse({ EVIDENCE_S3_URL: s3.url }));

const partsLeft = async (): Promise<number> =>
  Number(
    (
      await server.db
        .selectFrom('evidence_part')
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirst()
    )?.n,
  );

describe('in a bucket', () => {
  it('a file is an object named by its hash, and no part of it stays in the database', async () => {
    expect((await attach(LONG)).status).toBe(201);
    expect(s3.objects.get(`/bucket/evidence/${sha256(LONG)}`)?.equals(LONG)).toBe(true);
    expect(await partsLeft()).toBe(0);
    const answer = await server.api.get(`/v1/evidence/${sha256(LONG)}`);
    expect(answer.body).toBe(LONG.toString());
  });

  it('a file is stored once, and again if its object is lost', async () => {
    await attach(PNG);
    s3.objects.clear();
    expect((await server.api.get(`/v1/evidence/${sha256(PNG)}`)).status).toBe(404);
    await attach(PNG);
    expect([...s3.objects.keys()]).toEqual([`/bucket/evidence/${sha256(PNG)}`]);
  });

  it('a damaged object is not served', async () => {
    await attach(PDF);
    s3.objects.set(`/bucket/evidence/${sha256(PDF)}`, Buffer.from(PDF.toString().replace('1.4', '1.5')));
    expect((await server.api.get(`/v1/evidence/${sha256(PDF)}`)).status).toBe(500);
  });

  it('a store that fails loses nothing and is told as an outage', async () => {
    s3.failing = 503;
    const answer = await attach(MAIL);
    delete s3.failing;
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(await partsLeft()).toBe(0);
  });
});

describe('an administrator', () => {
  it('removes the bytes of a file for good: the event and the hash stay', async () => {
    expect((await attach(REMOVED)).status).toBe(201);
    const file = `/v1/evidence/${sha256(REMOVED)}`;
    expect((await server.as(await server.keyWith('approve')).delete(file)).status).toBe(403);
    for (let time = 1; time <= 2; time += 1) expect((await server.api.delete(file)).status).toBe(204);
    expect(await server.api.get(file)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await attach(REMOVED)).toMatchObject({
      status: 422,
      body: { code: 'evidence-invalid', problems: [{ code: 'evidence-removed' }] },
    });
    expect(s3.objects.has(`/bucket/evidence/${sha256(REMOVED)}`)).toBe(false);
    const settings = { DATABASE_URL: server.databaseUrl, EVIDENCE_S3_URL: s3.url };
    expect((await saysHere(evidenceCommand(), ['verify'], settings)).said).not.toContain(sha256(REMOVED));
    const acts = (await server.api.get('/v1/admin/activity?act=evidence-removed')).body.items;
    expect(acts).toMatchObject([{ details: { file: sha256(REMOVED) } }, { details: { file: sha256(REMOVED) } }]);
    expect((await server.api.delete(`/v1/evidence/${'0'.repeat(64)}`)).status).toBe(404);
  });
});

it('the command says which file cannot be read, and why', async () => {
  for (const [file, why] of [
    ['/nonexistent', 'ENOENT'],
    ['/tmp', 'it is a folder'],
  ] as const) {
    const args = ['attach', file, '--dossier', 'x', '--event', 'x', '--url', server.url, '--key', 'jalon_x'];
    const { code, said } = await saysHere(evidenceCommand(), args);
    expect([code, said]).toEqual([1, expect.stringMatching(`^Cannot read ${file}: ${why}[^\\n]*\\n$`)]);
  }
});

describe('the quota of all files', () => {
  it('refuses a file once it is used up', async () => {
    const full = await startApi({ EVIDENCE_TOTAL_MB: '1' });
    try {
      const { path: dossier, record } = await openDossier(full.api, 'Bleu');
      const { id } = (await record(milestone('J0', '2024-05-01'))).body;
      const send = (bytes: Buffer) => attach(bytes, full.api, `${dossier}/events/${id}/evidence?name=a.pdf`);
      expect((await send(Buffer.concat([PDF, Buffer.alloc(1_000_000)]))).status).toBe(201);
      expect(await send(PDF)).toMatchObject({
        status: 413,
        body: { code: 'evidence-too-large', problems: [{ code: 'evidence-quota' }] },
      });
    } finally {
      await full.close();
    }
  });
});

describe('what was received and no event refers to', () => {
  it('is removed after a day, the parts of an upload that was killed included', async () => {
    const before = s3.objects.size;
    const received = filesAt(new Date('2026-11-25T08:00:00Z'));
    const unused = Buffer.concat([PDF, Buffer.from('unused')]);
    await received.receive(streamOf(unused));
    void received.receive(endless()).catch(() => undefined);
    await until(async () => (await partsLeft()) > 0);
    const nextDay = new Date('2026-11-26T08:00:01Z');
    expect(await filesAt(nextDay).removeUnused(new Date('2026-11-25T07:00:00Z'))).toBe(0);
    expect(s3.objects.size).toBe(before + 1);
    const due = new Date('2026-11-25T08:00:01Z');
    const withoutBucket = new EvidenceFiles(server.db, Clock.startingAt(nextDay), EvidenceSettingsSchema.parse({}));
    expect(await withoutBucket.removeUnused(due)).toBe(1);
    expect(await filesAt(nextDay).removeUnused(due)).toBe(1);
    expect(s3.objects.size).toBe(before);
    expect(await partsLeft()).toBe(0);
  });
});

async function* streamOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

async function* endless(): AsyncGenerator<Buffer> {
  yield Buffer.concat([PDF, Buffer.alloc(300_000)]);
  await new Promise(() => undefined);
}
