import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { grant, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());
let officer: ConsoleClient;
let dossier: string;

beforeAll(async () => {
  officer = consoleOf(served);
  await officer.signIn();
  const { id, record } = await openDossier(served.api, 'Bleu');
  dossier = id;
  const reservations = [{ text: 'Key management', due: '2024-06-30' }, { text: 'Audit of subcontractors' }];
  const decided = grant(
    { validFrom: '2024-01-15', validUntil: '2027-01-15', reservations },
    { occurred: '2023-12-20' },
  );
  const { body } = await record(decided);
  await served.api.get(`/v1/dossiers?limit=1&seen=${body.position as number}`);
});

const cellOf = (csv: string, column: string): string | undefined => {
  const [header = '', row = ''] = csv.replace('\uFEFF', '').split('\r\n');
  return row.split(',')[header.split(',').indexOf(column)];
};

describe('a grant that is decided and not yet valid', () => {
  it.each([
    ['en', 'Qualified from 15 January 2024.'],
    ['fr', 'Qualifié à compter du 15 janvier 2024.'],
  ] as const)('is announced on the page with its first day (%s), until that day', async (language, sentence) => {
    const reader = consoleOf(served, language);
    await reader.signIn();
    const on = async (day: string) => (await reader.get(`/dossiers/${dossier}?asOf=${day}`)).text;
    expect(await on('2024-01-14')).toContain(sentence);
    expect(await on('2024-01-15')).not.toContain(sentence);
  });

  it.each(['/board.csv', '/v1/dossiers.csv'])('has that day in a column of its own in %s', async (path) => {
    const csv = async (day: string) =>
      (await officer.get(`${path}?asOf=${day}`, { accept: 'text/csv', authorization: `Bearer ${ADMIN_KEY}` })).html;
    expect(cellOf(await csv('2024-01-14'), 'granted_from')).toBe('2024-01-15');
    expect(cellOf(await csv('2024-01-15'), 'granted_from')).toBe('');
  });
});

describe('the form that lifts reservations', () => {
  it('suggests those of the grants on record', async () => {
    const { html } = await officer.get(`/dossiers/${dossier}/record/ReservationLifted`);
    const list = /<datalist id="([^"]*reservation[^"]*)">(.*?)<\/datalist>/s.exec(html);
    expect([...(list?.[2] ?? '').matchAll(/value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
      'Key management',
      'Audit of subcontractors',
    ]);
    expect(html).toContain(`list="${list?.[1] ?? ''}"`);
  });
});
