import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { type TestApi, startApi } from '#test/api.js';
import { MAIL, PDF, PNG } from '#test/evidence-files.js';
import { jalonSays } from '#test/jalon.js';
import { milestone, openDossier } from '#test/recording.js';
import { type S3Server, startS3 } from '#test/s3-server.js';
import { until } from '#test/until.js';

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
    expect((await jalonSays(['evidence', 'verify'], settings)).said).not.toContain(sha256(REMOVED));
    const acts = (await server.api.get('/v1/admin/activity?act=evidence-removed')).body.items;
    expect(acts).toMatchObject([{ details: { file: sha256(REMOVED) } }, { details: { file: sha256(REMOVED) } }]);
    expect((await server.api.delete(`/v1/evidence/${'0'.repeat(64)}`)).status).toBe(404);
  });
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
