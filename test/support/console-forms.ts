import { expect } from '@jest/globals';
import { type ConsolePage, textOf } from './console.js';

/** An event type with a way to fill in its form, and what that records. */
type FilledForm = [type: string, fields: Record<string, string>, data: object];

export const LIST = { 'source.kind': 'list', 'source.publisher': 'ANSSI', 'source.url': 'https://cyber.gouv.fr/liste' };

/** A provider on record that has one dossier, of the same scheme. */
export const OTHER = 'Other';

/** Every type that can be recorded on a dossier by a form, in an order that its rules accept. */
export const DOSSIER_EVENTS: FilledForm[] = [
  ['IntentDeclared', { occurred: 'May 2021' }, {}],
  ['ApplicationFiled', { occurred: '2025', 'data.referential': '3.2' }, { referential: '3.2' }],
  ['MilestoneReached', { occurred: '17 April 2025', 'data.milestone': 'J0' }, { milestone: 'J0' }],
  [
    'TargetSet',
    { occurred: '17/04/2025', 'data.milestone': 'J3', 'data.target': 'H1 2027' },
    { milestone: 'J3', target: '2027-H1' },
  ],
  ['AnnouncementMade', { occurred: '2025-06', 'data.title': 'News' }, { title: 'News' }],
  ['StatementMade', { occurred: '2025-06', 'data.speaker': 'Somebody' }, { speaker: 'Somebody' }],
  [
    'StatementMade',
    { occurred: '2025-07', 'data.about': 'CLOUD Act', 'data.aboutKind': 'law' },
    { about: 'CLOUD Act', aboutKind: 'law' },
  ],
  ['ClaimDisputed', { occurred: '2025-06', 'data.note': 'Not so\nat all' }, { note: 'Not so\nat all' }],
  ['ValidationIssued', { occurred: '2025-06', 'data.authority': 'CNIL' }, { authority: 'CNIL' }],
  [
    'ScopeDeclared',
    { occurred: '2025-07', 'data.service': 'Bleu cloud', 'data.serviceKinds': 'IaaS\r\n\r\nPaaS ' },
    { service: 'Bleu cloud', serviceKinds: ['IaaS', 'PaaS'] },
  ],
  ['DependencyDeclared', { occurred: '2025-07', 'data.dependsOn': OTHER }, { dependsOn: expect.any(String) }],
  ['DependencyEnded', { occurred: '2025-08', 'data.dependsOn': OTHER }, { dependsOn: expect.any(String) }],
  [
    'RegisterObserved',
    { occurred: '2025-08-01', 'data.register': 'In progress', 'data.listing': 'in-progress' },
    { register: 'In progress', listing: 'in-progress' },
  ],
  [
    'GrantIssued',
    {
      occurred: '1 September 2025',
      'data.decision': '77',
      'data.validUntil': '2028-09-01',
      'data.reservations.1.text': 'Keep logs',
      'data.reservations.1.due': 'Q1 2026',
      'data.conditions': 'Two sites',
    },
    {
      decision: '77',
      validUntil: '2028-09-01',
      conditions: ['Two sites'],
      reservations: [{ text: 'Keep logs', due: '2026-Q1' }],
    },
  ],
  ['GrantAnnounced', { occurred: '2025-09-02', 'data.decision': '77' }, { decision: '77' }],
  ['SurveillancePassed', { occurred: '2026-01', 'data.due': '2027-01' }, { due: '2027-01' }],
  ['SurveillanceFailed', { occurred: '2026-02', 'data.decision': '77' }, { decision: '77' }],
  ['ReservationLifted', { occurred: '2026-03', 'data.decision': '77' }, { decision: '77' }],
  ['GrantSuspended', { occurred: '2026-04', 'data.reason': 'A breach' }, { reason: 'A breach' }],
  ['GrantReinstated', { occurred: '2026-05' }, {}],
  ['DeadlineSet', { 'data.key': 'file', 'data.due': 'Q1 2027' }, { key: 'file', due: '2027-Q1' }],
  ['DeadlineMoved', { 'data.key': 'file', 'data.due': 'Q2 2027' }, { key: 'file', due: '2027-Q2' }],
  ['DeadlineMet', { 'data.key': 'file' }, { key: 'file' }],
  ['DeadlineSet', { 'data.key': 'call', 'data.due': '2028' }, { due: '2028' }],
  ['DeadlineCancelled', { 'data.key': 'call' }, { key: 'call' }],
  ['GrantWithdrawn', { occurred: '2026-06', 'data.decision': '77' }, { decision: '77' }],
  ['ApplicationRefused', { occurred: '2026-07', 'data.reason': 'No' }, { reason: 'No' }],
  ['ApplicationAbandoned', { occurred: '2026-08' }, {}],
  ['ServiceTransferred', { occurred: '2026-09', 'data.to': OTHER }, { to: expect.any(String) }],
];

/** The same for a provider. */
export const PROVIDER_EVENTS: FilledForm[] = [
  [
    'AnnouncementMade',
    { occurred: '2021', 'data.title': 'A plan', 'data.parties': 'A\nB' },
    { title: 'A plan', parties: ['A', 'B'] },
  ],
  ['PartnershipAnnounced', { occurred: '2022', 'data.title': 'Together' }, { title: 'Together' }],
  ['CompanyCreated', { occurred: 'janvier 2024' }, {}],
  ['ServiceLaunched', { occurred: '2024-01-15', 'data.service': 'Bleu' }, { service: 'Bleu' }],
  [
    'OwnershipDeclared',
    {
      'data.holders.0.name': 'Orange',
      'data.holders.0.share': '50,5 %',
      'data.holders.0.country': 'fr',
      'data.technology': 'Microsoft',
    },
    { holders: [{ name: 'Orange', share: 50.5, country: 'FR' }], technology: ['Microsoft'] },
  ],
  ['AuthorizationExpected', { 'data.title': 'Merger control' }, { title: 'Merger control' }],
  ['AuthorizationObtained', { occurred: '2023', 'data.title': 'Merger control' }, { title: 'Merger control' }],
  [
    'AuthorizationObtained',
    { occurred: '2024', 'data.title': 'Cleared in the EU', 'data.partlyFulfils': 'Merger control' },
    { title: 'Cleared in the EU', partlyFulfils: 'Merger control' },
  ],
  [
    'StatementMade',
    { occurred: '2025-06', 'data.speaker': 'Somebody', 'data.about': 'CLOUD Act', 'data.aboutKind': 'law' },
    { speaker: 'Somebody', about: 'CLOUD Act', aboutKind: 'law' },
  ],
  ['ValidationIssued', { occurred: '2021-05-27', 'data.authority': 'ANSSI' }, { authority: 'ANSSI' }],
  ['StatementMade', { occurred: '2025-05-28', 'data.speaker': 'ANSSI' }, { speaker: 'ANSSI' }],
  ['AliasAdded', { 'data.name': 'Bleu SAS' }, { name: 'Bleu SAS' }],
  [
    'AliasAdded',
    { 'data.name': '424761419', 'data.identifierKind': 'siren' },
    { name: '424761419', identifierKind: 'siren' },
  ],
  ['ProviderRenamed', { 'data.name': 'Bleu Cloud' }, { name: 'Bleu Cloud' }],
];

/** What the form of a page sends along unseen. */
export function hiddenIn({ html }: ConsolePage, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const inputs = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [textOf(name), unescaped(value)]));
}

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
