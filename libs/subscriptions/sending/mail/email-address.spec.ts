import { describe, expect, it } from '@jest/globals';
import { isEmailAddress, isMailbox } from './email-address.js';

describe('an email address', () => {
  it.each(['officer@example.org', 'first.last+tag@mail.example.co', "o'neil@example.org", 'a@xn--bcher-kva.example'])(
    'may be %s',
    (text) => {
      expect(isEmailAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    'officer',
    'officer@localhost',
    'officer@example.org\r\nBcc: all@example.org',
    'officer@example.org\n',
    'officer@example.org, other@example.org',
    'Officer <officer@example.org>',
    '"officer"@example.org',
    'a..b@example.org',
    '.a@example.org',
    'a@-example.org',
    'a@example..org',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b.'.repeat(130)}org`,
    'é@example.org',
  ])('may not be %j', (text) => {
    expect(isEmailAddress(text)).toBe(false);
  });

  it('may have a name before it when it is our own', () => {
    expect(['Jalon <jalon@localhost>', 'jalon@example.org', 'Jalon <jalon@example.org>'].every(isMailbox)).toBe(true);
    expect(['Jalon', 'Jalon <jalon>', 'a\n<jalon@example.org>', 'a" <jalon@example.org>'].some(isMailbox)).toBe(false);
  });
});
