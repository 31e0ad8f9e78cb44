import { expect, it } from '@jest/globals';
import { outcomeOfError } from './smtp-answer.js';

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
