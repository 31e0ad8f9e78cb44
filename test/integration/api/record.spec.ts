import { describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';

describe('recording what happened', () => {
  const served = startedOnce(() => startApi());

  it('leads from provider and dossier to a status', async () => {
    const { api } = served;
    const provider = await api.post('/v1/providers', { name: 'Bleu' });
    expect(provider).toMatchObject({ status: 201, body: { name: 'Bleu', slug: 'bleu', dossiers: [], version: 1 } });
    const dossier = await api.post('/v1/dossiers', { provider: 'bleu', scheme: 'secnumcloud' });
    expect(dossier).toMatchObject({ status: 201, body: { status: 'unknown', service: null, version: 1 } });
    const recorded = await api.post(`/v1/dossiers/${dossier.body.id}/events`, {
      type: 'MilestoneReached',
      occurred: '2025-04-17',
      source: { kind: 'company', publisher: 'Bleu' },
      data: { milestone: 'J0' },
    });
    expect(recorded).toMatchObject({ status: 201, body: { position: 3, version: 2, status: 'applied' } });
    const now = await api.get(`/v1/dossiers/${dossier.body.id}`);
    expect(now).toMatchObject({
      status: 200,
      body: { status: 'applied', confirmed: false, asOf: '2026-11-25', knownAt: null },
    });
  });
});
