import { describe, expect, it } from '@jest/globals';
import { corrected, onRecord, retracted, uuid } from '#test/events.js';
import { decides } from '#test/given.js';
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
const publish = (scheme: Scheme, builtIn?: Scheme) => (record: SchemeRecord) => publishScheme(record, scheme, builtIn);
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
});

describe('publishing a scheme', () => {
  const { slug, ...rest } = seal;
  const sooner = { ...secnumcloud, warningDays: 200 };
  const redefined = { ...seal, milestones: [{ ...moored, gives: 'in-progress' as const }, boarded, sealed] };
  const shortened = { ...secnumcloud, milestones: secnumcloud.milestones.slice(1) };
  const dropped = 'milestone-dropped milestones';
  decides<SchemeEvent>([
    ['records a new scheme', [], publish(seal), [published(seal)]],
    ['records a new version', [published(seal)], publish(wide), [published(wide)]],
    ['records a new version of a built-in scheme', [], publish(sooner, secnumcloud), [published(sooner)]],
    ['restores an earlier version', [published(seal), published(wide)], publish(seal), [published(seal)]],
    ['restores what a correction replaced', [published(seal), saying(wide)], publish(seal), [published(seal)]],
    ['refuses the same in another order of fields', [published(seal)], publish({ ...rest, slug }), 'unchanged slug'],
    ['refuses what a correction says already', [published(seal), saying(wide)], publish(wide), 'unchanged slug'],
    ['refuses a built-in scheme as it is', [], publish(secnumcloud, secnumcloud), 'unchanged slug'],
    ['can redefine milestones', [published(seal)], publish(redefined), [published(redefined)]],
    ['keeps every code', [published(seal)], publish(withoutBoarded), dropped],
    ['keeps every code of a correction', [published(seal), saying(withTowed)], publish(wide), dropped],
    ['keeps every code of a built-in scheme', [], publish(shortened, secnumcloud), dropped],
  ]);
});

describe('amending a scheme', () => {
  const [first, second] = [retracted(uuid(1)), retracted(uuid(2))];
  const both = [published(seal), published(wide)];
  const towing = [published(seal), published(withTowed)];
  const gone = 'milestone-dropped data.changes.data.scheme.milestones';
  const nothing = corrected(uuid(1), { data: { scheme: null } });
  const later = published({ ...withTowed, warningDays: 90 });
  decides<SchemeEvent>([
    ['corrects', [published(seal)], amend(saying(wide)), [saying(wide)]],
    ['retracts a version', both, amend(second), [second]],
    ['retracts a correction', [published(seal), saying(wide)], amend(second), [second]],
    ['is refused for an unknown scheme', [], amend(saying(wide)), 'not-found id'],
    ['is refused for a built-in scheme', [], amend(saying(wide), secnumcloud), 'unknown-reference data.event'],
    ['is refused for a foreign event', [published(seal)], amend(saying(wide, uuid(7))), 'unknown-reference data.event'],
    ['cannot retract the first publication', [published(seal)], amend(first), 'amendment-invalid data.event'],
    ['of what is retracted', [...both, second], amend(saying(wider, uuid(2))), 'already-retracted data.event'],
    ['cannot remove it', [published(seal)], amend(nothing), 'amendment-invalid data.changes.data.scheme'],
    ['can remove a milestone of its version', towing, amend(saying(wide, uuid(2))), [saying(wide, uuid(2))]],
    ['can remove no earlier milestone', towing, amend(saying(withoutBoarded, uuid(2))), gone],
    ['can remove no built-in milestone', [published(seal)], amend(saying(withoutBoarded), seal), gone],
    ['cannot fall back behind a milestone', towing, amend(second), 'milestone-dropped data.event'],
    ['nor by a correction', [published(seal), saying(withTowed)], amend(second), 'milestone-dropped data.event'],
    ['falls back where a later version keeps it', [...towing, later], amend(second), [second]],
  ]);

  describe.each<[string, object, string]>([
    ['a window of no days', { ...seal, warningDays: 0 }, '.warningDays'],
    ['a cycle', { ...seal, milestones: [{ ...moored, after: ['sealed'] }, boarded, sealed] }, '.milestones.0.after'],
    ['another slug', { ...seal, slug: 'canal-seal' }, '.slug'],
    ['an unknown field', { ...seal, colour: 'blue' }, '.colour'],
  ])('into nonsense is refused with its path: %s', (_, scheme, field) => {
    const again = amend(corrected(uuid(2), { data: { changes: { data: { scheme } } } }));
    const [at, deeper] = ['amendment-invalid data.changes.data.scheme', 'amendment-invalid data.changes.data.changes'];
    decides<SchemeEvent>([
      ['directly', [published(seal)], amend(saying(scheme)), `${at}${field}`],
      ['by a correction of a correction', [published(seal), saying(wide)], again, `${deeper}.data.scheme${field}`],
    ]);
  });
});
