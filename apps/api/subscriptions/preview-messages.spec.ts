import { describe, expect, it } from '@jest/globals';
import type { PastReminder } from '#deadlines/queries/preview-reminders.js';
import type { Change } from '#subscriptions/messages/message.js';
import { firstMessages, messagesOfChanges, messagesOfReminders } from './subscription-previews.js';

const change = (recordedAt: string) => ({ recordedAt: new Date(recordedAt).toISOString() }) as unknown as Change;
const reminder = (fireAt: string) => ({ fireAt: new Date(fireAt) }) as unknown as PastReminder;
const span = { zone: 'Europe/Paris', since: new Date('2026-10-23T08:00:00Z'), until: new Date('2026-10-27T09:00:00Z') };

/** Newest first, as they are listed. */
const changes = [
  '2026-10-27T08:30:00Z',
  '2026-10-27T07:59:59Z',
  '2026-10-25T08:00:00Z',
  '2026-10-25T07:59:59Z',
  '2026-10-24T07:00:00Z',
  '2026-10-24T06:59:59Z',
  '2026-10-23T06:30:00Z',
].map(change);

const weekday = 'monday';

describe('the messages of a preview', () => {
  it('are one for each change since then', () => {
    const messages = messagesOfChanges(changes, { mode: 'immediate', weekday }, span);
    expect(messages.map(({ type, at }) => [type, at.toISOString()])).toEqual(
      changes.slice(0, 6).map(({ recordedAt }) => ['event.recorded', recordedAt]),
    );
  });

  it('are one a day in daily mode: of what came before nine o’clock, whatever the season, oldest first', () => {
    const messages = messagesOfChanges(changes, { mode: 'daily', weekday }, span);
    expect(
      messages.map((message) => [
        message.at.toISOString(),
        'changes' in message && message.changes.map(({ recordedAt }) => recordedAt.slice(5, 19)),
      ]),
    ).toEqual([
      ['2026-10-27T08:00:00.000Z', ['10-27T07:59:59']],
      ['2026-10-26T08:00:00.000Z', ['10-25T08:00:00']],
      ['2026-10-25T08:00:00.000Z', ['10-24T07:00:00', '10-25T07:59:59']],
      ['2026-10-24T07:00:00.000Z', ['10-24T06:59:59']],
    ]);
  });

  it('hold the reminders of one instant, as many as a digest has room for', () => {
    const many = Array.from({ length: 501 }, () => reminder('2026-10-26T08:00:00Z'));
    const messages = messagesOfReminders([...many, reminder('2026-10-23T07:00:00Z')]);
    expect(messages.map(({ type, at }) => [type, at.toISOString()])).toEqual([
      ['deadline.digest', '2026-10-26T08:00:00.000Z'],
      ['deadline.reminder', '2026-10-26T08:00:00.000Z'],
      ['deadline.reminder', '2026-10-23T07:00:00.000Z'],
    ]);
  });

  it('are shown up to five hundred things, and one at least', () => {
    const singles = messagesOfChanges(Array<Change>(501).fill(changes[0]!), { mode: 'immediate', weekday }, span);
    expect(firstMessages(singles)).toHaveLength(500);
    const digest = { type: 'changes.digest', at: span.since, changes: Array<Change>(501).fill(changes[0]!) } as const;
    expect(firstMessages([digest, ...singles])).toEqual([digest]);
    expect(firstMessages([...singles.slice(0, 2), digest, ...singles.slice(2)])).toHaveLength(2);
    expect(firstMessages([])).toEqual([]);
  });
});
