import type { Client } from './client.js';
import type { TestApi } from './api.js';

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
