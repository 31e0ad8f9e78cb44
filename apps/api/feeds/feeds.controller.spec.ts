import { describe, expect, it } from '@jest/globals';
import { feedUrl, shownPath, webcalUrl } from './feeds.controller.js';

const token = 'mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE';

describe('the address of a private feed', () => {
  it('ends as its kind does', () => {
    const url = feedUrl('https://jalon.example.org', 'calendar', token);
    expect(url).toBe(`https://jalon.example.org/feeds/${token}.ics`);
    expect(webcalUrl(url)).toBe(`webcal://jalon.example.org/feeds/${token}.ics`);
    expect(feedUrl('https://jalon.example.org', 'atom', token)).toBe(`https://jalon.example.org/feeds/${token}.atom`);
  });

  it.each([
    `/feeds/${token}.ics`,
    `/f%65eds/${token}.ics`,
    `//feeds/${token}.ics`,
    `/FEEDS/${token}`,
    `/feeds%2F${token}.ics`,
  ])('is not written down: %s', (path) => {
    expect(shownPath(path)).toBe('/feeds/…');
  });

  it.each(['/v1/admin/feeds', '/v1/admin/feeds/5d3f', '/feeds', '/%zz', '/v1/providers/f%65eds'])(
    'is not %s',
    (path) => {
      expect(shownPath(path)).toBe(path);
    },
  );
});
