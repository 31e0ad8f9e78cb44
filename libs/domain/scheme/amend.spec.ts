import { describe, expect, it } from '@jest/globals';
import { corrected, onRecord, retracted, uuid } from '#test/events.js';
import { given } from '#test/given.js';
import { inventedScheme } from '#test/schemes.js';
import type { Amendment } from '../event/corrections.js';
import type { SchemeEvent } from '../event/ledger-event.js';
import { amendScheme, publishScheme, schemeIn, type SchemeRecord } from './publication.js';
import type { Scheme } from './scheme.js';
import { secnumcloud } from './secnumcloud.js';

const seal = inventedScheme();
const published = (scheme: Scheme): SchemeEvent => ({ type: 'SchemePublished', data: { scheme } });
const saying = (scheme: object, event = uuid(1)): Amendment => corrected(event, { data: { scheme } });
const amend = (amendment: Amendment, builtIn?: Scheme) => (record: SchemeRecord) =>
  amendScheme(record, amendment, builtIn);
const windowAfter = (...events: SchemeEvent[]) => schemeIn(onRecord(events))?.warningDays;

const [wide, wider] = [
  { ...seal, warningDays: 90 },
  { ...seal, warningDays: 120 },
];
const [moored, boarded, sealed] = seal.milestones as [Stage, Stage, Stage];
type Stage = Scheme['milestones'][number];
const towed: Stage = { code: 'towed', name: { fr: 'remorqué', en: 'towed' }, gives: 'in-progress' };
const withTowed = { ...seal, milestones: [moored, boarded, towed, sealed] };
const withoutBoarded = { ...seal, milestones: [moored, { ...sealed, after: ['moored'] }] };

describe('the current scheme', () => {
  it('is the last publication that is not retracted, as corrected', () => {
    expect(windowAfter()).toBeUndefined();
    expect(windowAfter(published(seal), published(wide))).toBe(90);
    expect(windowAfter(published(seal), saying(wide))).toBe(90);
    expect(windowAfter(published(seal), published(wide), saying(wider))).toBe(90);
    expect(windowAfter(published(seal), published(wide), retracted(uuid(2)))).toBe(60);
    expect(windowAfter(published(seal), published(wide), saying(wider), retracted(uuid(2)))).toBe(120);
  });

  it('is restored when the correction is retracted, and follows a correction of the correction', () => {
    expect(windowAfter(published(seal), saying(wide), retracted(uuid(2)))).toBe(60);
    const mended = corrected(uuid(2), { data: { changes: { data: { scheme: wider } } } });
    expect(windowAfter(published(seal), saying(wide), mended)).toBe(120);
  });

  it('is the basis for the next version', () => {
    given(published(seal), saying(wide))
      .when((record) => publishScheme(record, seal, undefined))
      .then(published(seal));
    given(published(seal), saying(wide))
      .when((record) => publishScheme(record, wide, undefined))
      .thenRefused('unchanged', 'slug');
    given(published(seal), saying(withTowed))
      .when((record) => publishScheme(record, wide, undefined))
      .thenRefused('milestone-dropped', 'milestones');
  });
});

describe('amending a scheme', () => {
  it('records a correction and a retraction', () => {
    given(published(seal))
      .when(amend(saying(wide)))
      .then(saying(wide));
    given(published(seal), published(wide))
      .when(amend(retracted(uuid(2))))
      .then(retracted(uuid(2)));
    given(published(seal), saying(wide))
      .when(amend(retracted(uuid(2))))
      .then(retracted(uuid(2)));
  });

  it('is refused for an unknown scheme and for a foreign event', () => {
    given<SchemeEvent>()
      .when(amend(saying(wide)))
      .thenRefused('not-found', 'id');
    given<SchemeEvent>()
      .when(amend(saying(wide), secnumcloud))
      .thenRefused('unknown-reference', 'data.event');
    given(published(seal))
      .when(amend(saying(wide, uuid(7))))
      .thenRefused('unknown-reference', 'data.event');
  });

  it('cannot retract the first publication, or amend a retracted event', () => {
    given(published(seal))
      .when(amend(retracted(uuid(1))))
      .thenRefused('amendment-invalid', 'data.event');
    given(published(seal), published(wide), retracted(uuid(2)))
      .when(amend(saying(wider, uuid(2))))
      .thenRefused('already-retracted', 'data.event');
  });

  it.each<[string, object, string]>([
    ['a window of no days', { ...seal, warningDays: 0 }, '.warningDays'],
    ['a cycle', { ...seal, milestones: [{ ...moored, after: ['sealed'] }, boarded, sealed] }, '.milestones.0.after'],
    ['another slug', { ...seal, slug: 'canal-seal' }, '.slug'],
    ['an unknown field', { ...seal, colour: 'blue' }, '.colour'],
  ])('into nonsense is refused with its path, directly or by a correction of a correction: %s', (_, scheme, field) => {
    given(published(seal))
      .when(amend(saying(scheme)))
      .thenRefused('amendment-invalid', `data.changes.data.scheme${field}`);
    given(published(seal), saying(wide))
      .when(amend(corrected(uuid(2), { data: { changes: { data: { scheme } } } })))
      .thenRefused('amendment-invalid', `data.changes.data.changes.data.scheme${field}`);
  });

  it('cannot remove the scheme', () => {
    given(published(seal))
      .when(amend(corrected(uuid(1), { data: { scheme: null } })))
      .thenRefused('amendment-invalid', 'data.changes.data.scheme');
  });

  it('can remove a milestone introduced by the corrected version, but no earlier one', () => {
    given(published(seal), published(withTowed))
      .when(amend(saying(wide, uuid(2))))
      .then(saying(wide, uuid(2)));
    given(published(seal), published(withTowed))
      .when(amend(saying(withoutBoarded, uuid(2))))
      .thenRefused('milestone-dropped', 'data.changes.data.scheme.milestones');
    given<SchemeEvent>(published(seal))
      .when(amend(saying(withoutBoarded), seal))
      .thenRefused('milestone-dropped', 'data.changes.data.scheme.milestones');
  });

  it('cannot restore a version without a current milestone', () => {
    given(published(seal), published(withTowed))
      .when(amend(retracted(uuid(2))))
      .thenRefused('milestone-dropped', 'data.event');
    given(published(seal), saying(withTowed))
      .when(amend(retracted(uuid(2))))
      .thenRefused('milestone-dropped', 'data.event');
    const later = { ...withTowed, warningDays: 90 };
    given(published(seal), published(withTowed), published(later))
      .when(amend(retracted(uuid(2))))
      .then(retracted(uuid(2)));
  });
});
