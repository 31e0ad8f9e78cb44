import { describe, expect, it } from '@jest/globals';
import { mailOf } from '#test/mail-of.js';
import { SAMPLE_MAILS, tell } from '#test/sample-mails.js';
import { storedSamples } from '#test/stored-events.js';
import { type Message, MESSAGE_TYPES } from '../message.js';
import { LANGUAGES, type Language } from '#language/language.js';
import type { Rendered } from './letter.js';

const cases = Object.entries(SAMPLE_MAILS).flatMap(([name, message]) =>
  LANGUAGES.map((language): [string, Language, Message] => [name, language, message]),
);

/** One of each event that can be stored, as told. */
const events = [...storedSamples().values()].map(tell);

/** What stands for a word that is missing, or for a value that nobody put into words. */
const UNWORDED = /undefined|\bnull\b|NaN|\[object|Invalid Date|\$\{|=>|function/;

/** A line may break before these in French, unless the space is a no-break one. */
const LOOSE = / [:;?!»%]|« /;

const unescaped = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The words of the text part, without its marks and addresses, which HTML has elsewhere. */
const wordsOf = ({ text }: Rendered): string[] =>
  text
    .replaceAll(/https?:\S+/g, '')
    .replaceAll(/[*:\u202f-]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

describe('every mail', () => {
  it('is among these: of each type there is one', () => {
    const types = new Set(Object.values(SAMPLE_MAILS).map(({ type }) => type));
    expect([...types].toSorted()).toEqual(MESSAGE_TYPES.toSorted());
  });

  it.each(cases)('has texts for all its content: %s (%s)', (_, language, message) => {
    expectWords(mailOf(message, language), language);
  });

  it('has words for every event that can be stored', () => {
    for (const message of events) for (const language of LANGUAGES) expectWords(mailOf(message, language), language);
  });

  it.each(cases)('loads nothing, runs nothing, and is fit for light and dark: %s (%s)', (_, language, message) => {
    const { html } = mailOf(message, language);
    expect(html).not.toMatch(/<(script|img|link|iframe|object|svg|form)\b|\bsrc=|url\(|@import/i);
    expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`));
    expect(html).toMatch(/name="color-scheme" content="light dark".*prefers-color-scheme:dark.*@media print/s);
  });

  it('about one change has one link, beside those that change what is sent', () => {
    const told = cases.filter(([, , { type }]) => type === 'event.recorded');
    for (const [, language, message] of told) {
      const { html, text } = mailOf(message, language);
      expect(html.match(/href=/g)).toHaveLength(3);
      expect(text.match(/https?:/g)).toHaveLength(3);
    }
  });
});

function expectWords(mail: Rendered, language: Language): void {
  const html = unescaped(mail.html);
  for (const part of [mail.subject, mail.text, html]) {
    expect(part).not.toMatch(UNWORDED);
    if (language === 'fr') expect(part).not.toMatch(LOOSE);
  }
  expect(mail.subject.length).toBeLessThanOrEqual(200);
  expect(mail.subject.trim()).not.toBe('');
  expect(wordsOf(mail).filter((word) => !html.includes(word))).toEqual([]);
}
