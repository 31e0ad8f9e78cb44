import { describe, expect, it } from '@jest/globals';
import { isSameRequest, NewSubscriptionSchema } from './new-subscription.js';
import type { SubscriptionRow } from './sending/recipient.js';

const asking = (more: object = {}) =>
  NewSubscriptionSchema.parse({ channel: 'email', address: 'officer@example.org', ...more });

/** As it was stored before requests left a fingerprint. */
const former = {
  ...{ asked: null, channel: 'email', target: 'officer@example.org', language: 'fr', reminders: {} },
  filter: { changes: true, deadlines: true },
} as unknown as SubscriptionRow;

describe('a subscription from before requests left a fingerprint', () => {
  it('is known again by what could be asked for then', () => {
    expect(isSameRequest(former, asking())).toBe(true);
    expect(isSameRequest(former, asking({ language: 'en' }))).toBe(false);
  });

  it('is not what somebody asks for who wishes for something of its reminders', () => {
    expect(isSameRequest(former, asking({ reminders: { timeZone: 'Indian/Reunion' } }))).toBe(false);
    expect(isSameRequest(former, asking({ reminders: {} }))).toBe(true);
  });
});
