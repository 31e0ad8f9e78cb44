import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#event-store/encoding.js';
import { readProof, readVerifier } from '#proof/notes.js';
import { verifyProof } from '#proof/verify.js';
import { startApi, type TestApi } from '#test/api.js';
import { signLog } from '#test/proof/signing.js';
import { milestone, openDossier } from '#test/recording.js';
import { statementsDuring } from '#test/statements.js';

const linkTo = (position: number): string => `</v1/ledger/proof/${position}>; rel="https://c2sp.org/tlog-proof"`;

describe('the answer to a recorded event', () => {
  let served: TestApi;
  let folder = '';
  const sign = () => signLog(served.db, folder);

  beforeAll(async () => {
    served = await startApi();
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
  });
  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('tells of no proof while no head of the log is signed', async () => {
    const { record } = await openDossier(served.api, 'Unsigned Cloud');
    expect((await record(milestone('J0', '2026-01-01'))).headers.get('link')).toBeNull();
  });

  it('says where its proof will be, and costs no statement more', async () => {
    await sign();
    const { record } = await openDossier(served.api, 'Signed Cloud');
    await record(milestone('J0', '2026-01-01'));
    let answer: Awaited<ReturnType<typeof record>> | undefined;
    const statements = await statementsDuring(async () => (answer = await record(milestone('J1', '2026-02-01'))));
    expect(statements).toBe(2);
    const { position, id } = answer?.body ?? {};
    expect(answer?.headers.get('link')).toBe(linkTo(position));
    const proof = () => served.api.get(`/v1/ledger/proof/${position}`);
    const before = await proof();
    expect([before.status, before.headers.get('retry-after')]).toEqual([503, '2']);
    const { key } = (await sign()) ?? {};
    const { body } = await proof();
    const found = verifyProof(body, [readVerifier(key ?? '')]);
    expect(found).toMatchObject({ entry: { position, id }, payload: { data: { milestone: 'J1' } } });
    const { entry } = JSON.parse(String(readProof(body).extra)) as { entry: string };
    expect(entry).toBe(canonicalJson(found.entry)); // RFC 8785
  });

  it('is, for several at once, that of the last one', async () => {
    const csv =
      'provider,scheme,type,occurred,source_kind,source_publisher,milestone\nMany,secnumcloud,MilestoneReached,2026-01-05,company,Many,J0\n';
    const { body, headers } = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect([body.recorded, headers.get('link')]).toEqual([1, linkTo(body.position)]);
    const again = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect([again.body.recorded, again.headers.get('link')]).toEqual([0, null]);
  });
});
