import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { marketplace, type Product, product } from '#test/marketplace.js';
import { startedOnce } from '#test/started.js';

const SLUG = 'fedramp-marketplace';
const REASON = 'Agreed with Mallory on the telephone';
const ADDRESS = 'https://archive.example.org/list.json?token=s3cr3t';
const PREVIEW = 'Salaries of the board';
const HELD_NAME = 'Unannounced Cloud';

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
let officer: TestApi['api'];
let session: ConsoleClient;
const ids: Record<'recorded' | 'held' | 'refused', string> = { recorded: '', held: '', refused: '' };

beforeAll(async () => {
  const key = await server.keyWith('read', 'record');
  officer = server.as(key);
  session = consoleOf(server);
  await session.signIn(key);
  const products = ['Axonius', 'Okta', 'Splunk'].map((csp, nth) => product(`FR${nth}`, { csp, cso: `${csp} Cloud` }));
  const undated: Product = { id: 'FR9', csp: 'Tenable', cso: 'Tenable Cloud', status: 'FedRAMP Authorized' };
  const read = async (document: object, query = '') => {
    const path = `/v1/registers/${SLUG}/readings?address=${encodeURIComponent(ADDRESS)}${query}`;
    return officer.post(path, JSON.stringify(document), { 'content-type': 'application/json' });
  };
  const accepted = await read(
    marketplace('2026-03-01', [...products, undated]),
    `&accept=${encodeURIComponent(REASON)}`,
  );
  const held = await read(marketplace('2026-04-01', [product('FR8', { csp: HELD_NAME, cso: 'Stratus' })]));
  expect([accepted.body.state, held.body.state]).toEqual(['recorded', 'held']);
  expect((await read([{ [PREVIEW]: 1 }])).status).toBe(422);
  const { body } = await officer.get(`/v1/registers/${SLUG}/readings`);
  for (const { id, state } of body.items as { id: string; state: keyof typeof ids }[]) ids[state] = id;
});

/** The paths of a resource on both surfaces, where it is a page or a list that everybody may read. */
const lists = () =>
  [
    ...['', `/${SLUG}`, `/${SLUG}/readings`, `/${SLUG}/readings/${ids.recorded}`].map((path) => `/v1/registers${path}`),
    ...['', `/${SLUG}/readings`].map((path) => `/v1/registers${path} as CSV`),
    ...['/v1/events', '/v1/events as CSV', '/registers', `/registers/${SLUG}`],
    `/registers/${SLUG}/readings/${ids.recorded}`,
  ] as const;

const pathsOf = (reading: string) => [
  `/v1/registers/${SLUG}/readings/${reading}`,
  `/registers/${SLUG}/readings/${reading}`,
];

const bodyFor = async (who: 'officer' | 'stranger', path: string): Promise<{ status: number; text: string }> => {
  if (path.startsWith('/v1/')) {
    const { status, body } = await (who === 'officer' ? officer : server.as()).get(path);
    return { status, text: JSON.stringify(body) };
  }
  const { status, html } = await (who === 'officer' ? session : consoleOf(server)).get(path);
  return { status, text: html };
};

describe('under PUBLIC_READ, without a key or session', () => {
  it.each([
    ['the reason of a decision', REASON],
    ['the address of a document', 's3cr3t'],
    ['the beginning of a file that was sent by mistake', PREVIEW],
    ['what only a held reading lists', HELD_NAME],
    ['a held reading', 'on hold'],
    ['who read it', 'key:'],
  ])('REST and the console show nothing of %s', async (_, text) => {
    const seen = { officer: '', stranger: '' };
    for (const who of ['officer', 'stranger'] as const)
      for (const path of [...lists(), ...pathsOf(ids.held), ...pathsOf(ids.refused)])
        seen[who] += (await bodyFor(who, path)).text;
    expect([seen.officer.includes(text), seen.stranger.includes(text)]).toEqual([true, false]);
  });

  it.each([
    ['a recorded reading', 'recorded', 200],
    ['a held reading', 'held', 404],
    ['a refused reading', 'refused', 404],
  ] as const)('REST and the console answer alike for %s and its document', async (_, state, status) => {
    for (const path of pathsOf(ids[state])) {
      expect([path, (await bodyFor('officer', path)).status]).toEqual([path, 200]);
      expect([path, (await bodyFor('stranger', path)).status]).toEqual([path, status]);
      expect((await bodyFor('stranger', `${path}/document`)).status).toBe(path.startsWith('/v1/') ? 401 : 303);
    }
  });
});
