import { describe, expect, it } from '@jest/globals';
import { bounceKindOf, outcomeOfError, replyIn } from './email-sender.js';

/** As nodemailer says that a server did not take the recipient. */
const refused = (response: string) =>
  Object.assign(new Error(`Can't send mail - all recipients were rejected: ${response}`), {
    code: 'EENVELOPE',
    command: 'RCPT TO',
    responseCode: Number(response.slice(0, 3)),
    response,
  });

it.each([
  '550 relay not permitted',
  '550-Please turn on authentication\n550 Relaying is not allowed',
  '554 5.7.1 <officer@example.org>: Relay access denied',
  '550 5.7.1 Unable to relay',
])('a server that relays nothing for us says nothing of the address: %j', (response) => {
  expect(outcomeOfError(refused(response))).toMatchObject({ result: 'unavailable', ours: true });
});

it.each([
  ['550 5.1.1 <officer@example.org>: User unknown in relay recipient table', 'hard'],
  ['550 no such user at relay.example.org', 'hard'],
  ['554 5.7.1 not from you', 'soft'],
])('what it says of the address stands: %j is %s', (response, bounce) => {
  expect(outcomeOfError(refused(response))).toMatchObject({ result: 'rejected', bounce });
});

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

  it('because of the content is temporary, unless it concerns the address', () => {
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
