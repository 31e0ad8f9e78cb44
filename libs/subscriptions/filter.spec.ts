import { describe, expect, it } from '@jest/globals';
import { type FilteredChange, type FilteredDeadline, FilterSchema, wantsChange, wantsDeadline } from './filter.js';
import type { Place } from './messages/changes-of.js';
import type { Standing } from './messages/message.js';

const provider = '00000000-0000-4000-8000-000000000001';
const dossier = '00000000-0000-4000-8000-000000000002';
const other = '00000000-0000-4000-8000-000000000003';

const inDossier: Place = { provider, dossier, scheme: 'hds' };
const onProvider: Place = { provider, dossier: null, scheme: null };

const decision = { kind: 'decision' as const, publisher: 'ANSSI' };
const press = { kind: 'press' as const, publisher: 'A paper' };
const applied: Standing = { status: 'applied', confirmed: false, stage: null };
const granted: Standing = { status: 'granted', confirmed: true, stage: 'granted' };

const change = (over: Partial<FilteredChange> = {}): FilteredChange => ({
  type: 'GrantIssued',
  source: decision,
  status: { before: applied, after: granted },
  ...over,
});
const step = (before: Partial<Standing> | null, after: Partial<Standing>) =>
  change({ status: { before: before && { ...applied, ...before }, after: { ...applied, ...after } } });

const filter = (lists: object = {}) => FilterSchema.parse(lists);
const hears = (lists: object, of: FilteredChange, ...places: Place[]) =>
  wantsChange(filter(lists), of, places.length === 0 ? [inDossier] : places);
const isReminded = (lists: object, of: Partial<FilteredDeadline> = {}) =>
  wantsDeadline(filter(lists), { place: inDossier, kind: 'grant-end', confirmed: true, ...of });

describe('a filter', () => {
  it('lets everything pass when it names nothing', () => {
    expect(hears({}, change())).toBe(true);
    expect(hears({}, change({ type: 'ProviderRenamed', status: null }), onProvider)).toBe(true);
    expect(hears({ statusChange: false, confirmedOnly: false }, change({ source: press, status: null }))).toBe(true);
    expect(isReminded({})).toBe(true);
  });

  it('lets pass what is in all of its lists', () => {
    const lists = { providers: [other, provider], dossiers: [dossier], schemes: ['hds'], eventTypes: ['GrantIssued'] };
    expect(hears(lists, change())).toBe(true);
    expect(hears(lists, change({ type: 'GrantExpired' }))).toBe(false);
    expect(hears({ ...lists, providers: [other] }, change())).toBe(false);
    expect(hears({ ...lists, providers: [other] }, change(), inDossier, { ...inDossier, provider: other })).toBe(true);
    expect(isReminded(lists)).toBe(true);
  });

  it('on schemes or dossiers leaves out what belongs to none', () => {
    const renamed = change({ type: 'ProviderRenamed', status: null });
    expect(hears({ schemes: ['hds'] }, renamed, onProvider)).toBe(false);
    expect(hears({ dossiers: [dossier] }, renamed, onProvider)).toBe(false);
  });

  it('asks for changes, deadlines or both', () => {
    expect(hears({ changes: false }, change())).toBe(false);
    expect(isReminded({ deadlines: false })).toBe(false);
    expect(FilterSchema.safeParse({ changes: false, deadlines: false }).success).toBe(false);
  });

  it.each([
    ['another status', step({}, { status: 'granted' }), true],
    ['a confirmation', step({}, { confirmed: true }), true],
    ['another stage', step({}, { stage: 'J1' }), true],
    ['none of these', step({}, {}), false],
    ['a dossier that is opened', step(null, { status: 'unknown' }), false],
    ['a dossier that is opened and applied for in one', step(null, {}), true],
    ['what is about no dossier', change({ status: null }), false],
    ['a message from before statuses were told', change({ status: undefined }), false],
  ])('on status changes, of %s', (_, of, passes) => {
    expect(hears({ statusChange: true }, of)).toBe(passes);
    expect(isReminded({ statusChange: true })).toBe(true);
  });

  it.each([
    ['what leads there', step({}, { status: 'granted' }), true],
    ['what leads to another of the list', step({}, { status: 'withdrawn' }), true],
    ['what leads elsewhere', step({}, { status: 'refused' }), false],
    ['what leaves it there', step({ status: 'granted' }, { status: 'granted', confirmed: true }), false],
    ['what begins there', step(null, { status: 'granted' }), true],
    ['what is about no dossier', change({ status: null }), false],
  ])('on statuses, of %s', (_, of, passes) => {
    expect(hears({ becomes: ['granted', 'withdrawn'] }, of)).toBe(passes);
    expect(isReminded({ becomes: ['granted'] })).toBe(true);
  });

  it.each([
    ['a decision', change(), true],
    ['a statement of the authority', change({ source: { kind: 'statement', publisher: 'ANSSI' } }), true],
    ['the press, of a confirmed grant', change({ source: press, status: { before: granted, after: granted } }), false],
    ['an expiry of a confirmed grant', change({ type: 'GrantExpired', source: undefined }), true],
    ['an expiry of a claim', change({ type: 'GrantExpired', source: undefined, status: null }), false],
    [
      'a retraction of what was confirmed',
      change({ type: 'EventRetracted', source: press, status: { before: granted, after: applied } }),
      true,
    ],
    [
      'a correction of a claim',
      change({ type: 'EventCorrected', source: undefined, status: { before: applied, after: applied } }),
      false,
    ],
  ])('on what is confirmed, of %s', (_, of, passes) => {
    expect(hears({ confirmedOnly: true }, of)).toBe(passes);
  });

  it('on deadlines looks at their kind and at what they rest on', () => {
    const lists = { deadlineKinds: ['grant-end', 'officer-set'], confirmedOnly: true };
    expect(isReminded(lists)).toBe(true);
    expect(isReminded(lists, { kind: 'staleness' })).toBe(false);
    expect(isReminded(lists, { confirmed: false })).toBe(false);
    expect(isReminded({ ...lists, confirmedOnly: false }, { confirmed: false })).toBe(true);
    expect(hears({ deadlineKinds: ['staleness'] }, change())).toBe(true);
  });

  it.each([
    { eventTypes: ['Unheard'] },
    { becomes: ['done'] },
    { becomes: [] },
    { deadlineKinds: ['someday'] },
    { statusChange: 'true' },
    { confirmedOnly: 1 },
    { confirmed: true },
  ])('refuses %j', (lists) => {
    expect(FilterSchema.safeParse(lists).success).toBe(false);
  });
});
