import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApi } from '#test/api.js';
import { grant, openDossier } from '#test/recording.js';
import { queryCommand } from '../../apps/cli/query-command.js';
import { startedOnce } from '#test/started.js';

describe('jalon query', () => {
  const served = startedOnce(() => startApi());
  let key: string;
  let dossier: string;
  beforeAll(async () => {
    key = await served.keyWith('read');
    const opened = await openDossier(served.api, 'Bleu');
    dossier = opened.id;
    const { body } = await opened.record(grant({ validUntil: '2026-12-29' }));
    const claimed = await openDossier(served.api, 'Nuage Nord');
    await claimed.record(grant({ validUntil: '2026-12-30' }, { source: { kind: 'company', publisher: 'Nuage Nord' } }));
    const last = await served.api.post('/v1/providers', { name: 'Nuage Sud' });
    await served.api.get(`/v1/dossiers?seen=${Math.max(body.position as number, last.body.position as number)}`);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const asked = async (...args: string[]): Promise<string> => {
    const printed: string[] = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    await queryCommand().parseAsync([...args, '--url', served.url, '--key', key], { from: 'user' });
    return printed.join('\n');
  };

  it('shows the status of a provider by its name, on a day and as known then', async () => {
    expect(await asked('status', 'Ble')).toMatch(/^provider\.name .*\nBleu .* granted .* 2026-12-29/);
    expect(await asked('status', 'bleu', '--as-of', '2020-01-01')).toBe('Nothing is on record for this question.');
    expect(await asked('status', 'bleu', '--known-at', '2020-01-01T00:00:00Z')).toMatch(/^Nothing/);
  });

  it('shows the history of a provider, what expires, and what has changed', async () => {
    expect(await asked('history', 'bleu')).toMatch(/dossier opened/);
    expect(await asked('history', 'bleu', '--scheme', 'secnumcloud')).toMatch(/decision 2279 issued .* ANSSI/);
    expect(await asked('expiring', '--within', '60')).toMatch(
      /2026-12-29 +34 +Bleu .* grant-end +true +2279\n2026-12-30 +35 +Nuage Nord .* grant-end +false/,
    );
    expect(await asked('expiring', '--within', '3')).toMatch(/^Nothing/);
    expect(await asked('changes', '--since', '2019-01-01')).toMatch(/Bleu .* granted .* happened/);
  });

  it('prints JSON for programs', async () => {
    expect(JSON.parse(await asked('status', 'bleu', '--json'))).toMatchObject([{ id: dossier, status: 'granted' }]);
    expect(JSON.parse(await asked('providers/bleu'))).toMatchObject({ slug: 'bleu' });
  });

  it('names the fields that no entry has', async () => {
    const said = jest.spyOn(console, 'error').mockReturnValue();
    expect(await asked('providers', 'slug', 'nam')).toMatch(/^slug +nam\nbleu +-/);
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/^No entry has nam\. The first one has: id, .*name/));
  });

  it.each([
    [['status', 'nobody'], 'No provider is named nobody.'],
    [['status', 'nuage'], 'Several providers are named nuage. Give one of:\n  nuage-nord (Nuage Nord)'],
    [['status', '--as-of', '2026'], 'Error 400: asOf must be'],
    [['status', '--status', 'fine'], 'Error 400: status must be'],
    [['history', 'bleu', '--known-at', 'then'], 'Error 400: knownAt must be'],
    [['expiring', '--within', 'soon'], 'Error 400: within must be'],
    [['deadlines?limit=x'], 'Error 400: limit must be'],
    [['deadlines.ics'], 'The response is text/calendar; charset=utf-8, not JSON.'],
  ])('explains what is wrong with %j', async (args, message) => {
    await expect(asked(...args)).rejects.toThrow(message);
  });
});
