import { describe, expect, it } from '@jest/globals';
import { WebhookUrlSchema } from './webhook-url.js';

const problemOf = (url: string): string | undefined => WebhookUrlSchema.safeParse(url).error?.issues[0]?.message;

describe('a webhook URL', () => {
  it.each(['https://hooks.example.org/jalon', 'http://hooks.example.org:8080/?a=1', 'https://hooks.example.org:443'])(
    'may be %s',
    (url) => {
      expect(problemOf(url)).toBeUndefined();
    },
  );

  it('may hold an international name, however often it is asked', () => {
    const asked = new Set(Array.from({ length: 20_000 }, () => problemOf('https://b\u00fccher.example/jalon')));
    expect([...asked]).toEqual([undefined]);
  });

  it.each([
    ['hooks.example.org', 'must be an address such as https://hooks.example.org/jalon'],
    ['ftp://hooks.example.org', 'must start with https:// or http://'],
    ['file:///etc/passwd', 'must start with https:// or http://'],
    ['https://user:pass@hooks.example.org', 'must not hold a user name or password: check the signature instead'],
    ['https://token@hooks.example.org', 'must not hold a user name or password: check the signature instead'],
    ['https:\\\\hooks.example.org', 'must be written out, without spaces and backslashes'],
    ['https:hooks.example.org', 'must be written out, without spaces and backslashes'],
    ['https://hooks.\nexample.org', 'must be written out, without spaces and backslashes'],
    ['https://hooks.example.org/#part', 'must not hold a fragment: servers never see it'],
    ['https://hooks.example.org:25', 'must use port 443, 80 or one above 1023'],
    ['http://[fe80::1%25eth0]/', 'must be an address such as https://hooks.example.org/jalon'],
    [`https://hooks.example.org/${'x'.repeat(2000)}`, 'must be at most 2000 characters'],
  ])('may not be %s', (url, problem) => {
    expect(problemOf(url)).toBe(problem);
  });
});
