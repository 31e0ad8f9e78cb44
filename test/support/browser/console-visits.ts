import { readFileSync } from 'node:fs';
import type { TestApi } from '../api.js';
import { realLedger } from '../board.js';
import type { Client } from '../client.js';
import type { ConsoleClient } from '../console.js';
import { type Reminding, startReminding } from '../reminding.js';
import { personWith } from '../signing-in.js';
import { Browsing, type Visit } from './visit.js';

export const BLEU = 'a2926a0b-c910-5a4e-a540-a93d94a25a6b';

export interface ConsoleVisits {
  jalon: Reminding;
  officer: ConsoleClient;
  browsing: Browsing;
  /** With the session of the officer, in a language that was chosen. */
  visitAs: (language: 'fr' | 'en') => Promise<Visit>;
  close: () => Promise<void>;
}

/** A console over two ledgers in one: the real one, and one whose names are long and strange. */
export async function startConsoleVisits(): Promise<ConsoleVisits> {
  const browsing = new Browsing();
  const jalon = await startReminding({ PUBLIC_READ: 'true' });
  await fill(jalon);
  const officer = (await personWith(jalon, 'admin', { now: jalon.clock.now() })).browser;
  return {
    jalon,
    officer,
    browsing,
    visitAs: (language) => visitOf(browsing, officer, jalon, language),
    close: async () => {
      await browsing.close();
      await jalon.close();
    },
  };
}

async function fill(server: Reminding): Promise<void> {
  const csv = { 'content-type': 'text/csv' };
  await server.api.send('/v1/imports', { method: 'POST', headers: csv, body: new Uint8Array(await realLedger()) });
  await recordHostileLedger(server);
  // The second is on hold: one entry of ten moves.
  for (const day of ['2026-03-01', '2026-04-01'])
    await server.api.send('/v1/registers/fedramp-marketplace/readings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: readFileSync(`samples/registers/fedramp-marketplace-${day}.json`),
    });
  const subscription = await server.subscribe(server.api);
  await server.plan();
  await server.pass(2);
  await server.send();
  await server.deliveries.work(subscription, () => Promise.resolve());
}

async function visitOf(
  browsing: Browsing,
  officer: ConsoleClient,
  home: TestApi,
  language: 'fr' | 'en',
): Promise<Visit> {
  const visit = await browsing.visit(home.url, { language });
  const { hostname } = new URL(home.url);
  await visit.context.addCookies(
    [...officer.cookies].map(([name, value]) => ({ name, value, domain: hostname, path: '/' })),
  );
  return visit;
}

/** Text that would do something if it were taken for markup, in an attribute or between tags; told apart by what it stands in. */
export const hostile = (where: string): string =>
  `${where}"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;{{7*7}}`;

const source = {
  kind: 'catalogue',
  publisher: hostile('publisher'),
  title: hostile('source title'),
  quote: hostile('quote'),
  url: 'https://example.org/?q=<script>alert(3)</script>&"onmouseover="alert(4)',
  readOn: '2026-11-20',
};

async function made(api: Client, path: string, body: object): Promise<{ id: string; slug: string }> {
  const answer = await api.post(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A ledger in which everything that can be text is hostile. */
export async function recordHostileLedger({ api }: TestApi) {
  const provider = await made(api, '/v1/providers', { name: hostile('provider'), slug: 'hostile' });
  const other = await made(api, '/v1/providers', { name: hostile('other'), slug: 'other' });
  const scheme = 'secnumcloud';
  const base = await made(api, '/v1/dossiers', { provider: other.id, scheme });
  const service = { name: hostile('service'), kinds: [hostile('kind')] };
  const dossier = await made(api, '/v1/dossiers', { provider: provider.id, scheme, service });
  const onProvider = (type: string, data: object, more: object = { occurred: '2026-01-02', source }) =>
    made(api, `/v1/providers/${provider.id}/events`, { type, ...more, data });
  const on = (type: string, data: object, more: object = { occurred: '2026-01-03', source }) =>
    made(api, `/v1/dossiers/${dossier.id}/events`, { type, ...more, data });

  await onProvider('AliasAdded', { name: hostile('alias') });
  await onProvider('ProviderRenamed', { name: hostile('renamed') }, { occurred: '2026-02-01', source });
  await onProvider('AnnouncementMade', {
    title: hostile('title'),
    parties: [hostile('party')],
    sectors: [hostile('sector')],
    note: hostile('note'),
  });
  const holders = [{ name: hostile('holder'), share: 61, country: 'FR' }];
  await onProvider('OwnershipDeclared', { holders, technology: [hostile('technology')], hosting: hostile('hosting') });
  await onProvider(
    'AuthorizationExpected',
    { authority: hostile('authority'), title: hostile('expected') },
    { source },
  );
  await onProvider('ValidationIssued', { authority: hostile('validating') });
  await onProvider('StatementMade', { speaker: hostile('speaker'), title: hostile('statement') });
  await on('TargetSet', { milestone: 'J3', target: '2026-H1', title: hostile('target') });
  const reached = await on('MilestoneReached', { milestone: 'J1', note: hostile('milestone note') });
  await on('MilestoneReached', { milestone: hostile('unknown milestone') }).catch(() => undefined);
  await on('GrantIssued', {
    decision: hostile('decision'),
    validUntil: '2026-12-20',
    conditions: [hostile('condition')],
    reservations: [{ text: hostile('reservation'), due: '2026-12-01' }],
    level: hostile('level'),
    authority: hostile('granting'),
  });
  await on('RegisterObserved', { register: hostile('register'), listing: 'in-progress' });
  await on('ClaimDisputed', { speaker: hostile('disputing') });
  await on('DependencyDeclared', { dependsOn: base.id });
  await on('DeadlineSet', { key: 'own', due: '2026-12-05', title: hostile('deadline'), reason: hostile('why') }, {});
  const retracted = await on('StatementMade', { speaker: hostile('retracted speaker') });
  await on(
    'EventCorrected',
    { event: reached.id, changes: { occurred: '2026-01-04' }, reason: hostile('correction') },
    {},
  );
  await on('EventRetracted', { event: retracted.id, reason: hostile('retraction') }, {});
  await made(api, '/v1/subscriptions', {
    channel: 'email',
    address: '"o\'<b>fficer"@example.org',
    filter: { providers: [provider.id], schemes: ['secnumcloud'] },
  })
    .catch(() => made(api, '/v1/subscriptions', { channel: 'email', address: "o'fficer+<b>@example.org" }))
    .catch(() => made(api, '/v1/subscriptions', { channel: 'email', address: "o'fficer@example.org" }));
  return { provider, other, dossier, base };
}
