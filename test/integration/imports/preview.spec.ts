import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());

const HEADER = 'provider,service,service_kinds,scheme,type,occurred,source_kind,source_publisher,valid_until';
const csv = (...rows: string[]): string => [HEADER, ...rows].join('\n');
const granted = (service: string, kind = 'decision', until = '2027-01-01'): string =>
  `Cloud One,${service},IaaS,secnumcloud,GrantIssued,2024-01-02,${kind},ANSSI,${until}`;
const intent = (service: string): string => `Cloud One,${service},IaaS,secnumcloud,IntentDeclared,2021,company,One,`;

const send = (file: string | Buffer, query = '') =>
  server.api.send(`/v1/imports${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: typeof file === 'string' ? file : new Uint8Array(file),
  });
const preview = (body: string | Buffer) => send(body, '?preview=true');
const head = async (): Promise<string | null> => (await server.api.get('/v1/providers')).headers.get('jalon-position');

describe('a preview', () => {
  it('answers what the import then does, and records nothing', async () => {
    const file = await realLedger();
    const { status, body } = await preview(file);
    expect([status, await head()]).toEqual([200, '0']);
    expect(body).toMatchObject({ preview: true, recorded: 55, replayed: 0, providers: 10, dossiers: 11, position: 0 });
    const messages = { events: 0, digests: 0, summaries: 0 };
    expect(body).toMatchObject({ asOf: '2026-11-25', touched: 11, moved: 11, messages });
    expect((await send(file)).body).toEqual({ recorded: 55, replayed: 0, providers: 10, dossiers: 11, position: 76 });
    for (const { dossier, after, confirmedAfter, opened, before } of body.changes) {
      const real = (await server.api.get(`/v1/dossiers/${dossier.id}`)).body;
      expect([real.status, real.confirmed, real.provider.name]).toEqual([after, confirmedAfter, dossier.provider]);
      expect([real.service?.name ?? null, real.scheme]).toEqual([dossier.service, dossier.scheme]);
      expect([opened, before]).toEqual([true, null]);
    }
  });

  it('lists nothing for a file that is on record', async () => {
    const { body } = await preview(await realLedger());
    expect(body).toMatchObject({ recorded: 0, replayed: 55, providers: 0, dossiers: 0, position: 76 });
    expect(body).toMatchObject({ changes: [], touched: 0, moved: 0 });
  });

  it('tells the status before and after, those first that change', async () => {
    await send(csv(intent('Kept'), intent('Moved')));
    const { body } = await preview(csv(intent('Kept').replace('2021', '2022'), granted('Moved'), granted('New')));
    const told = body.changes.map(
      ({ warnings: _, ...change }: { warnings: string[]; dossier: { service: string } }) => ({
        ...change,
        dossier: change.dossier.service,
      }),
    );
    const wasAnnounced = { before: 'announced', confirmedBefore: false };
    const isGranted = { after: 'granted', confirmedAfter: true, moved: true };
    const kept = { ...wasAnnounced, after: 'announced', confirmedAfter: false, moved: false };
    expect(told).toEqual([
      { dossier: 'Moved', opened: false, ...wasAnnounced, ...isGranted, events: 1 },
      { dossier: 'New', opened: true, before: null, confirmedBefore: null, ...isGranted, events: 2 },
      { dossier: 'Kept', opened: false, ...kept, events: 1 },
    ]);
    expect([body.touched, body.moved]).toEqual([3, 2]);
  });

  it('counts a claim that the authority confirms as a change', async () => {
    await send(csv(granted('Claimed', 'press')));
    const { body } = await preview(csv(granted('Claimed')));
    expect(body.changes).toMatchObject([
      { before: 'granted', after: 'granted', confirmedBefore: false, confirmedAfter: true },
    ]);
    expect(body.moved).toBe(1);
  });

  it('lists a thousand dossiers and counts them all (long)', async () => {
    const { body } = await preview(csv(...Array.from({ length: 1200 }, (_, n) => granted(`Many ${n}`))));
    expect([body.changes.length, body.touched, body.moved]).toEqual([1000, 1200, 1200]);
  });
});
