import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { canonicalJson } from '#event-store/encoding.js';
import { integrate } from '#proof/ledger-log.js';
import { readProof, readVerifier } from '#proof/notes.js';
import { verifyProof } from '#proof/verify.js';
import { startApi } from '#test/api.js';
import type { Answered } from '#test/client.js';
import { consoleOf } from '#test/console.js';
import { signLog } from '#test/proof/signing.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';
import { statementsDuring } from '#test/statements.js';

const served = startedOnce(() => startApi({ PUBLIC_READ: 'on' }));

const linkOf = ({ headers }: Answered): string | null => headers.get('link');
const linkTo = (position: number): string => `</v1/ledger/proof/${position}>; rel="https://c2sp.org/tlog-proof"`;

it('the answer to what was recorded says where its proof will be, and costs no statement more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
  const { id, record } = await openDossier(served.api, 'Signed Cloud');
  expect(linkOf(await record(milestone('J0', '2026-01-01')))).toBeNull(); // nobody has signed anything
  await signLog(served.db, folder);
  let recorded = await record(milestone('J1', '2026-02-01'));
  const again = async () => (recorded = await record(milestone('J2', '2026-03-01')));
  expect(await statementsDuring(again)).toBeLessThanOrEqual(2);
  const { position } = recorded.body as { position: number };
  expect(linkOf(recorded)).toBe(linkTo(position));
  const path = `/v1/ledger/proof/${position}`;
  expect(await served.api.get(`/v1/ledger/proof/${position + 1}`)).toMatchObject({
    status: 404,
    body: { detail: `position is ${position + 1}, but the last position of the ledger is ${position}` },
  });
  const early = { code: 'not-found', detail: `Position ${position} is not in a signed checkpoint yet` };
  expect(await served.api.get(path)).toMatchObject({ status: 404, body: early });
  const parts = ['0', 'entries'].map((level) => `/log/tile/${level}/000.p/${position}`);
  const statuses = async () =>
    (await Promise.all(parts.map((part) => served.api.get(part)))).map(({ status }) => status);
  await integrate(served.db);
  expect(await statuses()).toEqual([404, 404]); // they are cached for ever: what is not signed may be lost with a database
  const { key } = (await signLog(served.db, folder)) ?? {};
  expect(await statuses()).toEqual([200, 200]);
  const { body } = await served.api.get(path);
  const found = verifyProof(body, [readVerifier(key ?? '')]);
  expect(found).toMatchObject({ entry: { position }, payload: { data: { milestone: 'J2' } } });
  const { entry } = JSON.parse(String(readProof(body).extra)) as { entry: string };
  expect(entry).toBe(canonicalJson(found.entry)); // RFC 8785
  const csv = `provider,scheme,type,occurred,source_kind,source_publisher,milestone\nMany,hds,IntentDeclared,2026-01-05,company,Many,\n`;
  for (const count of [1, 0]) {
    const imported = await served.api.post('/v1/imports', csv, { 'content-type': 'text/csv' });
    expect([imported.body.recorded, linkOf(imported)]).toEqual([count, count ? linkTo(imported.body.position) : null]);
  }
  const browser = consoleOf(served);
  const toldBy = async () => {
    const { text } = await browser.get(`/dossiers/${id}`);
    return ['not proven yet', 'proven by checkpoint'].map((words) => text.includes(words));
  };
  await record(milestone('J3', '2026-04-01'));
  expect(await toldBy()).toEqual([true, true]);
  await signLog(served.db, folder);
  expect(await toldBy()).toEqual([false, true]);
  expect(await statementsDuring(() => browser.get(`/dossiers/${id}`))).toBe(1);
  await rm(folder, { recursive: true, force: true });
});
