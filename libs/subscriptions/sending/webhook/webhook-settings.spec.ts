import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '#domain/validation.js';
import { WebhookUrlSchema } from './webhook-settings.js';

const problemOf = (url: string): string | undefined =>
  problemsOf(WebhookUrlSchema.safeParse(url).error?.issues ?? [], url)[0]?.code;

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
    ['hooks.example.org', 'url-format'],
    ['ftp://hooks.example.org', 'url-protocol'],
    ['file:///etc/passwd', 'url-protocol'],
    ['https://user:pass@hooks.example.org', 'url-with-credentials'],
    ['https://token@hooks.example.org', 'url-with-credentials'],
    ['https:\\\\hooks.example.org', 'url-not-normalized'],
    ['https:hooks.example.org', 'url-not-normalized'],
    ['https://hooks.\nexample.org', 'url-not-normalized'],
    ['https://hooks.example.org/#part', 'url-with-fragment'],
    ['https://hooks.example.org:25', 'url-port'],
    ['http://[fe80::1%25eth0]/', 'url-format'],
    [`https://hooks.example.org/${'x'.repeat(2000)}`, 'too-large'],
  ])('may not be %s', (url, problem) => {
    expect(problemOf(url)).toBe(problem);
  });
});
