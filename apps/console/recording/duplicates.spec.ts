import { describe, expect, it } from '@jest/globals';
import { possibleDuplicates } from './preview-page.js';

const entry = (type: string, occurred: string | undefined, data: object) => ({
  id: JSON.stringify([type, occurred, data]),
  position: 1,
  version: 1,
  recordedAt: new Date(0),
  event: { type, occurred, data },
});

const onRecord = [
  entry('MilestoneReached', '2025-04-17', { milestone: 'J0', title: 'J0 announced by Bleu' }),
  entry('StatementMade', '2021-05', { speaker: 'InterHop', title: 'On extraterritorial risk' }),
  entry('GrantIssued', '2023-12-28', { decision: '2279', validUntil: '2026-12-29' }),
  entry('AuthorizationExpected', undefined, { title: 'Prior authorizations to be obtained' }),
];

const found = (type: string, occurred: string | undefined, data: object) =>
  possibleDuplicates(onRecord, { type, occurred, data }).length;

describe('what is on record already', () => {
  it('is the same fact by another source, also when its day is known less precisely', () => {
    expect(found('MilestoneReached', '2025-04-17', { milestone: 'J0', title: 'Bleu obtient J0' })).toBe(1);
    expect(found('MilestoneReached', '2025-Q2', { milestone: 'J0' })).toBe(1);
    expect(found('GrantIssued', '2023-12', { decision: '2279' })).toBe(1);
    expect(found('AuthorizationExpected', undefined, { title: 'prior authorizations to be obtained.' })).toBe(1);
  });

  it('is not another milestone, decision, speaker or day', () => {
    expect(found('MilestoneReached', '2025-04-17', { milestone: 'J1' })).toBe(0);
    expect(found('MilestoneReached', '2025-04-18', { milestone: 'J0' })).toBe(0);
    expect(found('GrantIssued', '2023-12-28', { decision: '2280' })).toBe(0);
    expect(found('StatementMade', '2021-05', { speaker: 'ANSSI' })).toBe(0);
    expect(found('StatementMade', '2021-05', { speaker: 'InterHop', title: 'On something else' })).toBe(0);
    expect(found('AuthorizationExpected', '2024', { title: 'Prior authorizations to be obtained' })).toBe(0);
    expect(found('GrantAnnounced', '2023-12-28', { decision: '2279' })).toBe(0);
  });
});
