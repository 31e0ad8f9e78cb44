import { describe, expect, it } from '@jest/globals';
import { bounceKindOf, replyIn } from './bounce-kind.js';

describe('a refusal for good', () => {
  it.each([
    ['550 5.1.1 no such user', 'hard'],
    ['550-5.1.1 The account does not exist.\n550 5.1.1 Look for typos.', 'hard'],
    ['556 5.1.10 the domain takes no mail', 'hard'],
    ['554 5.1.2 no such domain', 'hard'],
    ['550 no such user', 'hard'],
    ['551 user not local', 'hard'],
    ['553 mailbox name not allowed', 'hard'],
    ['550 5.0.0 no', 'hard'],
    ['550 5.1.8 bad sender', 'soft'],
    ['550 5.7.1 not from you', 'soft'],
    ['550 5.2.2 mailbox full', 'soft'],
    ['552 mailbox full', 'soft'],
    ['554 transaction failed', 'soft'],
    ['501 syntax', 'soft'],
  ])('to the recipient, %j, is %s', (reply, kind) => {
    expect(bounceKindOf({ ...replyIn(reply), ofRecipient: true })).toBe(kind);
  });

  it('of what the mail says is soft, unless it is the address after all', () => {
    expect(bounceKindOf({ ...replyIn('550 spam'), ofRecipient: false })).toBe('soft');
    expect(bounceKindOf({ ...replyIn('550 5.1.1 unknown'), ofRecipient: false })).toBe('hard');
  });
});

it.each([
  ['smtp; 550 5.1.1 <a@b.example>: unknown (in reply to RCPT TO command)', { code: 550, status: '5.1.1' }],
  ['smtp;550-5.7.26 unauthenticated', { code: 550, status: '5.7.26' }],
  ['550 #5.1.0 Address rejected', { code: 550, status: '5.1.0' }],
  ['X-Postfix; mail for b.example loops back', { code: null, status: null }],
  ['host 192.0.2.25 said: 452 4.2.2 full', { code: 452, status: '4.2.2' }],
  ['', { code: null, status: null }],
])('the reply in %j is found', (text, reply) => {
  expect(replyIn(text)).toEqual(reply);
});
