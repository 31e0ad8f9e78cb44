import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { ADMIN_KEY, startApi } from '#test/api.js';
import type { Answered } from '#test/client.js';
import { MAIL, PDF, PNG, POLYGLOTS, REFUSED } from '#test/evidence-files.js';
import { milestone, openDossier } from '#test/recording.js';
import { until } from '#test/until.js';
import { startedOnce } from '#test/started.js';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const server = startedOnce(() => startApi({ EVIDENCE_MAX_MB: '1' }, undefined, { idleMs: 500 }));
let dossier: Awaited<ReturnType<typeof openDossier>>;
let event: string;

beforeAll(async () => {
  dossier = await openDossier(server.api, 'Bleu');
  event = (await dossier.record(milestone('J0', '2024-05-01'))).body.id as string;
});

function attach(
  bytes: Buffer | string,
  name: string,
  type = 'application/octet-stream',
  about = event,
): Promise<Answered> {
  const query = new URLSearchParams({ name });
  return server.api.post(`${dossier.path}/events/${about}/evidence?${query.toString()}`, bytes, {
    'content-type': type,
  });
}

const stored = async (): Promise<{ files: number; parts: number }> => {
  const { rows } = await sql<{ files: number; parts: number }>`
    select (select count(*) from evidence_file) as files, (select count(*) from evidence_part) as parts
  `.execute(server.db);
  return rows[0] ?? { files: -1, parts: -1 };
};

describe('evidence', () => {
  it.each([
    ['decision.pdf', PDF, 'application/pdf'],
    ['capture.png', PNG, 'image/png'],
    ['mail.eml', MAIL, 'message/rfc822'],
  ])('%s is recorded with its hash and served as it was sent', async (name, bytes, mediaType) => {
    const answer = await attach(bytes, name);
    expect(answer).toMatchObject({
      status: 201,
      body: { evidence: { event, name, mediaType, sha256: sha256(bytes), size: bytes.length } },
    });
    const file = await fetch(`${server.url}/v1/evidence/${sha256(bytes)}`, {
      headers: { authorization: `Bearer ${await server.keyWith('read')}` },
    });
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect(file.headers.get('content-type')).toBe(mediaType);
  });
});

describe('a hostile file', () => {
  it('without a byte is refused', async () => {
    expect(await attach('', 'empty.pdf')).toMatchObject({ status: 422, body: { code: 'evidence-invalid' } });
  });

  it.each(REFUSED)('$name that claims to be $claims is refused by its content', async ({ name, bytes, claims }) => {
    const before = await stored();
    for (const type of [claims, 'application/octet-stream'])
      expect(await attach(bytes, name, type)).toMatchObject({
        status: 422,
        body: { code: 'evidence-invalid', problems: [{ field: 'file', code: 'evidence-type' }] },
      });
    expect(await stored()).toEqual(before);
  });

  it.each(POLYGLOTS)(
    '$name of two types is served as $type, as a download',
    async ({ name, bytes, claims, ...served }) => {
      expect((await attach(bytes, name, 'application/octet-stream')).body.evidence.mediaType).toBe(served.type);
      expect((await attach(bytes, name, claims)).status).toBe(415);
      const { headers } = await server.api.get(`/v1/evidence/${sha256(bytes)}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': served.type,
        'content-disposition': `attachment; filename="${served.savedAs}"; filename*=UTF-8''${served.savedAs}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'repr-digest': `sha-256=:${Buffer.from(sha256(bytes), 'hex').toString('base64')}:`,
      });
    },
  );

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\a\\decision "2279".pdf', 'decision "2279".pdf'],
    ['décision 2279.pdf', 'décision 2279.pdf'],
  ])('named %s is named %s', async (given, name) => {
    const bytes = Buffer.concat([PDF, Buffer.from(given)]);
    expect((await attach(bytes, given)).body.evidence.name).toBe(name);
    const { headers } = await server.api.get(`/v1/evidence/${sha256(bytes)}`);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="[ !#-[\]-~]+"; filename\*=UTF-8''[\w.%-]+$/,
    );
  });

  it.each(['invoice\u202efdp.exe', 'a\u0000b.pdf', 'a\nb.pdf', 'zero\u200bwidth.pdf', ' ', 'folder/', 'x'.repeat(201)])(
    'named %j is refused before it is stored',
    async (name) => {
      const before = await stored();
      expect(await attach(PDF, name)).toMatchObject({
        status: 400,
        body: { code: 'invalid-request', problems: [{ field: 'name' }] },
      });
      expect(await stored()).toEqual(before);
    },
  );

  it('that is longer than the limit is refused, whether it says so or not', async () => {
    const before = await stored();
    const long = Buffer.concat([PDF, Buffer.alloc(1_200_000)]);
    expect(await attach(long, 'long.pdf')).toMatchObject({ status: 413, body: { code: 'evidence-too-large' } });
    const chunked = await send({ 'transfer-encoding': 'chunked' }, long);
    expect(chunked).toMatchObject({ status: 413 });
    expect(await stored()).toEqual(before);
  });

  it('that pretends to be 10 GB long is refused at once', async () => {
    const before = await stored();
    const { status, connection } = await send({ 'content-length': String(10 * 1024 ** 3) }, PDF, { end: false });
    expect({ status, connection }).toEqual({ status: 413, connection: 'close' });
    expect(await stored()).toEqual(before);
  });

  it('that never arrives leaves nothing once its time is over', async () => {
    const before = await stored();
    const { status } = await send({ 'content-length': '900000' }, Buffer.concat([PDF, Buffer.alloc(600_000)]), {
      end: false,
    });
    expect(status).toBe(408);
    await until(async () => (await stored()).files === before.files);
    expect(await stored()).toEqual(before);
  });

  /** As no client library would send it. */
  function send(headers: Record<string, string>, bytes: Buffer, { end = true } = {}) {
    const path = `${dossier.path}/events/${event}/evidence?name=sent.pdf`;
    return new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
      const sent = request(`${server.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/pdf', ...headers },
      });
      sent.on('response', (answer) => {
        resolve({ status: answer.statusCode, connection: answer.headers.connection });
        answer.resume();
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write(bytes);
      if (end) sent.end();
    });
  }
});

describe('a file', () => {
  it('is stored once, and recorded once for each event', async () => {
    const bytes = Buffer.concat([PDF, Buffer.from('once')]);
    const first = await attach(bytes, 'once.pdf');
    const before = await stored();
    const again = await attach(bytes, 'again.pdf');
    expect(again.body).toMatchObject({ id: first.body.id });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = (await dossier.record(milestone('J1', '2024-09-01'))).body.id as string;
    expect((await attach(bytes, 'once.pdf', 'application/pdf', other)).body.id).not.toBe(first.body.id);
    expect(await stored()).toEqual(before);
  });

  it('is attached to an event on record only, not to one retracted, a correction or another file', async () => {
    const gone = (await dossier.record(milestone('J1', '2024-10-01'))).body.id as string;
    const retraction = (await dossier.record({ type: 'EventRetracted', data: { event: gone, reason: 'wrong' } })).body
      .id;
    const file = (await attach(PDF, 'a.pdf')).body.id as string;
    const before = await stored();
    for (const [about, status] of [
      [gone, 409],
      [retraction, 422],
      [file, 422],
      [sha256(PDF), 422],
    ] as const)
      expect((await attach(PDF, 'a.pdf', 'application/pdf', about as string)).status).toBe(status);
    expect(await stored()).toEqual(before);
  });

  it('cannot be corrected, but withdrawn and attached again', async () => {
    const bytes = Buffer.concat([PDF, Buffer.from('withdrawn')]);
    const { id } = (await attach(bytes, 'a.pdf')).body;
    const changes = { data: { sha256: 'a'.repeat(64) } };
    const correction = { type: 'EventCorrected', data: { event: id, changes, reason: 'other' } };
    expect(await dossier.record(correction)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'evidence-fixed' }] },
    });
    await dossier.record({ type: 'EventRetracted', data: { event: id, reason: 'of another provider' } });
    expect((await server.api.get(`/v1/evidence/${sha256(bytes)}`)).status).toBe(200);
    expect((await attach(bytes, 'a.pdf')).body.id).not.toBe(id);
  });

  it('is not recorded by the route of other events, and not read without a key', async () => {
    const data = { event, sha256: sha256(PDF), name: 'a.pdf', mediaType: 'application/pdf', size: 1 };
    expect((await dossier.record({ type: 'EvidenceAttached', data })).status).toBe(422);
    expect((await server.as().get(`/v1/evidence/${sha256(PDF)}`)).status).toBe(401);
    for (const unknown of ['0'.repeat(64), 'x', '..%2f..%2fetc%2fpasswd'])
      expect((await server.api.get(`/v1/evidence/${unknown}`)).status).toBe(404);
  });

  it('whose stored bytes are damaged is not served whole, and is stored again when it is sent again', async () => {
    const bytes = Buffer.concat([PDF, Buffer.alloc(300_000, 'x')]);
    await attach(bytes, 'a.pdf');
    const part = sql`(select id from evidence_file where sha256 = ${sha256(bytes)}) and number = 1`;
    await sql`update evidence_part set bytes = decode('00', 'hex') where file = ${part}`.execute(server.owner);
    await expect(server.api.get(`/v1/evidence/${sha256(bytes)}`)).rejects.toThrow();
    await attach(bytes, 'a.pdf');
    expect((await server.api.get(`/v1/evidence/${sha256(bytes)}`)).status).toBe(200);
  });
});
