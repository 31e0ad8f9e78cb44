import { describe, expect, it } from '@jest/globals';
import { decision, dossier, listing } from '#test/dossier-answers.js';
import { fact, uuid } from '#test/events.js';

describe('a renewal', () => {
  const applied = fact('ApplicationFiled', '2025-12-01', {}, 'company');

  it('ends with a refusal, which is named', () => {
    const refused = fact('ApplicationRefused', '2026-12-15', {});
    const told = dossier([decision, applied, refused]);
    expect(told.status('2026-12-14')).toEqual(['renewing', false]);
    expect(told.on('2026-12-15')).toMatchObject({ status: 'expired', because: [uuid(2), uuid(4)] });
    const early = dossier([decision, applied, fact('ApplicationRefused', '2026-06-01', {})]);
    expect(early.status('2026-06-01')).toEqual(['granted', true]);
    expect(early.status('2026-12-01')).toEqual(['expired', true]);
  });

  it('is not opened by a milestone of the cycle before that is reported late', () => {
    const late = fact('MilestoneReached', '2023-12-05', { milestone: 'J2' });
    expect(dossier([decision, late]).status('2026-12-01')).toEqual(['expired', true]);
  });

  it('is under way when the authority lists the service as in progress after the end', () => {
    expect(dossier([decision, listing('2026-12-10', 'in-progress', 'list')]).status('2026-12-10')).toEqual([
      'renewing',
      true,
    ]);
    expect(dossier([decision, listing('2026-11-10', 'in-progress', 'list')]).status('2026-12-10')).toEqual([
      'expired',
      true,
    ]);
  });

  it('starts at its own stage after a refusal', () => {
    const reached = (day: string, milestone: string) => fact('MilestoneReached', day, { milestone });
    const told = dossier([
      reached('2023-01-10', 'J0'),
      reached('2023-06-10', 'J1'),
      reached('2023-09-10', 'J2'),
      fact('ApplicationRefused', '2024-01-10', {}),
      reached('2025-02-10', 'J0'),
    ]);
    expect(told.on('2024-02-01').stage?.milestone).toBe('J2');
    expect(told.on('2025-02-10')).toMatchObject({
      status: 'applied',
      stage: { milestone: 'J0', occurred: '2025-02-10' },
    });
  });
});
