import { describe, expect, it } from '@jest/globals';
import { fact, corrected, onRecord, opened, providerFact, registered, source, uuid } from '#test/events.js';
import type { NewDossierEvent } from '../event/dossier-events.js';
import { amendedSpeaker, speakersOf } from './speaker.js';

const bleu = speakersOf(
  onRecord([
    registered('Bleu'),
    { type: 'ProviderRenamed', data: { name: 'Bleu Cloud' } },
    { type: 'AliasAdded', data: { name: 'Nuage de confiance' } },
    providerFact('OwnershipDeclared', '2021-05-27', { holders: [{ name: 'Capgemini' }, { name: 'Orange' }] }),
    providerFact('OwnershipDeclared', '2022', { holders: [{ name: 'S3NS' }] }, source('other')),
  ]),
);

const by = (publisher: string, more: object = {}) => source('company', { publisher, ...more });
const s3ns = by('S3NS', { speaker: 'other' });
const speakerOf = (event: NewDossierEvent) => amendedSpeaker(event, [], bleu).source?.speaker;

describe('who speaks', () => {
  it.each([
    ['Bleu', undefined],
    ['BLEU', undefined],
    ['Bleu SAS', undefined],
    ['bleu cloud', undefined],
    ['Nuage de confiance', undefined],
    ['Capgemini and Orange', undefined],
    ['S3NS', 'other'],
    ['Bleuet', 'other'],
    ['—', 'other'],
  ])('as %s for a provider and its owners: %s', (publisher, speaker) => {
    expect(speakerOf(fact('GrantAnnounced', '2025-03-01', {}, by(publisher)))).toBe(speaker);
  });

  it('is asked of claims about the status by a company alone, and is not for the client to say', () => {
    expect(speakerOf(fact('MilestoneReached', '2025', { milestone: 'J0' }, s3ns))).toBe('other');
    expect(speakerOf(fact('TargetSet', '2025', { milestone: 'J0', target: '2026' }, s3ns))).toBeUndefined();
    expect(speakerOf(fact('GrantAnnounced', '2025', {}, by('Bleu', { speaker: 'other' })))).toBeUndefined();
    expect(speakerOf(fact('GrantAnnounced', '2025', {}, source('press', { publisher: 'S3NS' })))).toBeUndefined();
  });

  it.each([
    [by('Bleu'), { sourceFields: { publisher: 'S3NS' } }, { sourceFields: { publisher: 'S3NS', speaker: 'other' } }],
    [by('Bleu'), { source: by('S3NS') }, { source: by('S3NS'), sourceFields: { speaker: 'other' } }],
    [s3ns, { sourceFields: { publisher: 'Orange' } }, { sourceFields: { publisher: 'Orange', speaker: null } }],
    [by('Bleu'), { sourceFields: { publisher: 'Orange' } }, { sourceFields: { publisher: 'Orange' } }],
    [s3ns, { occurred: '2026' }, { occurred: '2026' }],
  ])('is said anew of a source that is corrected: %j %j', (from, asked, changes) => {
    const record = onRecord([opened(), fact('GrantAnnounced', '2025', {}, from)]);
    const { data } = amendedSpeaker(corrected(uuid(2), asked), record, bleu);
    expect(data).toEqual({ event: uuid(2), changes, reason: 'misread' });
  });
});
