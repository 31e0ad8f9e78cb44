import { describe, expect, it } from '@jest/globals';
import { FilterSchema, wantsChange, wantsDeadline, type Place } from './filter.js';

const provider = '00000000-0000-4000-8000-000000000001';
const dossier = '00000000-0000-4000-8000-000000000002';
const other = '00000000-0000-4000-8000-000000000003';

const inDossier: Place = { provider, dossier, scheme: 'hds' };
const onProvider: Place = { provider, dossier: null, scheme: null };
const filter = (lists: object = {}) => FilterSchema.parse(lists);

describe('a filter', () => {
  it('lets everything pass when it names nothing', () => {
    expect(wantsChange(filter(), 'GrantIssued', inDossier)).toBe(true);
    expect(wantsChange(filter(), 'ProviderRenamed', onProvider)).toBe(true);
    expect(wantsDeadline(filter(), inDossier)).toBe(true);
  });

  it('lets pass what is in all of its lists', () => {
    const lists = { providers: [other, provider], dossiers: [dossier], schemes: ['hds'], eventTypes: ['GrantIssued'] };
    expect(wantsChange(filter(lists), 'GrantIssued', inDossier)).toBe(true);
    expect(wantsChange(filter(lists), 'GrantExpired', inDossier)).toBe(false);
    expect(wantsChange(filter({ ...lists, providers: [other] }), 'GrantIssued', inDossier)).toBe(false);
    expect(wantsDeadline(filter(lists), inDossier)).toBe(true);
  });

  it('on schemes or dossiers leaves out what belongs to none', () => {
    expect(wantsChange(filter({ schemes: ['hds'] }), 'ProviderRenamed', onProvider)).toBe(false);
    expect(wantsChange(filter({ dossiers: [dossier] }), 'ProviderRenamed', onProvider)).toBe(false);
  });

  it('asks for changes, deadlines or both', () => {
    expect(wantsChange(filter({ changes: false }), 'GrantIssued', inDossier)).toBe(false);
    expect(wantsDeadline(filter({ deadlines: false }), inDossier)).toBe(false);
    expect(FilterSchema.safeParse({ changes: false, deadlines: false }).success).toBe(false);
    expect(FilterSchema.safeParse({ eventTypes: ['Unheard'] }).success).toBe(false);
  });
});
