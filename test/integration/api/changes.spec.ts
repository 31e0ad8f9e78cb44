import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

describe('the change feed', () => {
  const served = startedOnce(() => startApi());

  it('is empty on an empty ledger', async () => {
    const { body, headers } = await served.api.get('/v1/events');
    expect(body).toEqual({ items: [] });
    expect(headers.get('jalon-position')).toBe('0');
    expect(headers.get('link')).toBeNull();
  });

  it('pages through all events once and in order', async () => {
    const { id, record } = await openDossier(served.api, 'Bleu');
    for (const code of ['J0', 'J1']) await record(milestone(code, '2025-11-17'));
    const read: { position: number; stream: string; type: string }[] = [];
    let next = '/v1/events?limit=3';
    for (let pages = 0; next !== '' && pages < 5; pages += 1) {
      const { body, headers } = await served.api.get(next);
      read.push(...body.items);
      expect(headers.get('jalon-position')).toBe(String(body.items.at(-1).position));
      next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(read.map(({ position, type }) => [position, type])).toEqual([
      [1, 'ProviderRegistered'],
      [2, 'DossierOpened'],
      [3, 'MilestoneReached'],
      [4, 'MilestoneReached'],
    ]);
    expect(read[2]).toMatchObject({
      stream: `dossier-${id}`,
      version: 2,
      occurred: '2025-11-17',
      source: { kind: 'company', publisher: 'Bleu' },
      data: { milestone: 'J0' },
      actor: 'key:admin',
    });
    expect((await served.api.get('/v1/events?limit=3')).headers.get('jalon-position')).toBe('3');
    expect((await served.api.get('/v1/events?after=3')).body.items).toMatchObject([{ position: 4 }]);
    expect((await served.api.get('/v1/events?after=4')).body.items).toEqual([]);
    expect((await served.api.get('/v1/events?after=900')).body.items).toEqual([]);
  });
});
