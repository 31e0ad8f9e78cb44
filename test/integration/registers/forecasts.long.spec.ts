import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { consoleOf, sectionOf } from '#test/console.js';
import { saysHere } from '#test/jalon.js';
import { changelogDocument } from '#test/marketplace.js';
import { until } from '#test/until.js';
import { startedOnce } from '#test/started.js';
import { forecastsCommand } from '../../../apps/cli/query-command.js';

const server = startedOnce(() => startApi());

beforeAll(async () => {
  const { status, body } = await server.api.post('/v1/registers/fedramp-changelog/readings', changelogDocument(), {
    'content-type': 'application/json',
  });
  expect([status, body.state]).toEqual([200, 'recorded']);
  const { headers } = await server.api.get('/v1/events?limit=1&after=999999999');
  const seen = headers.get('jalon-position');
  await until(async () => (await server.api.get(`/v1/dossiers?limit=1&seen=${seen}`)).status === 200);
});

describe('a ledger that has read the changelog of FedRAMP', () => {
  it('prints intervals that hold the outcomes as often as they say, and scores beside those of the base rate', async () => {
    const access = ['--url', server.url, '--key', await server.keyWith('read')];
    const { said } = await saysHere(forecastsCommand(), ['fedramp', '--from', 'assessment', ...access]);
    expect(said).toMatch(/^assessment → certification: of 70 dossiers pending on 2026-05-30, 36\.5 are expected/);
    expect(said).toMatch(/^2024-05-30 {2}176 {6}53\.5 {6}35 to 72 {2}24 to 83 {2}80 /m);
    const [, origins, in80, in95] = /At (\d+) monthly origins, ([\d.]+) % .* ([\d.]+) % in the 95 %/.exec(said) ?? [];
    expect(Number(origins)).toBeGreaterThanOrEqual(9 * 12);
    expect(Math.abs(Number(in80) - 80)).toBeLessThanOrEqual(8);
    expect(Math.abs(Number(in95) - 95)).toBeLessThanOrEqual(4);
    expect(said).toContain('Brier score 0.195; of the base rate known at each origin 0.236.');
  });

  it('shows the forecast and its reliability on the page of the scheme', async () => {
    const reader = consoleOf(server);
    await reader.signIn();
    const section = sectionOf((await reader.get('/schemes/fedramp?from=assessment')).html, 'durations');
    expect(section).toMatch(/70 dossiers pending on 30 May 2026\. .* a year: 37\. 80% interval: 21 to 52\./);
    expect(section).toMatch(/40% – 60% 4,621 51% 55%/);
    expect(section).toMatch(/30 May 2024 176 54 35 to 72 24 to 83 80 0\.223 0\.257/);
  });
});
