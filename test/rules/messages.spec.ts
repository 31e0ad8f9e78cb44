import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { phrases } from '#language/phrases.js';
import { foreignIn } from '#test/browser/check-page.js';

const { looseSpaces, messagesRead, messagesReadIn, unusedMessages } = (await import(
  join(import.meta.dirname, 'unused-messages.js')
)) as {
  looseSpaces: () => string[];
  unusedMessages: () => string[];
  messagesRead: () => string[];
  messagesReadIn: (file: string, source: ts.SourceFile) => string[];
};

/** The paths of all messages, and whether each is a text or made of parameters. */
function shapeOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === '' ? 'empty' : typeof value}`];
  return Object.entries(value).flatMap(([name, part]) => shapeOf(part, `${path}.${name}`));
}

describe('the messages', () => {
  it('are there for every code in every language', () => {
    const keys = (language: 'en' | 'fr') => new Set(shapeOf(phrases(language)));
    expect(keys('fr')).toEqual(keys('en'));
    expect([...keys('en')].filter((path) => path.endsWith(': empty'))).toEqual([]);
  });

  it('have a code once: as a predicate of a field or as a sentence', () => {
    const { fieldReasons, reasons } = phrases('en');
    expect(Object.keys(fieldReasons).filter((code) => code in reasons)).toEqual([]);
  });

  it('have narrow spaces in French', () => {
    expect(looseSpaces()).toEqual([]);
  });

  it('are all used (long)', () => {
    expect(unusedMessages()).toEqual([]);
  });
});

describe('no regular expression', () => {
  it('reads a message (long)', () => {
    expect(messagesRead()).toEqual([]);
  });

  it('would go unseen', () => {
    const reading = [
      '/not found$/.test(error.message)',
      '/no (.*)$/.exec(problem.reason)',
      'problem.detail.match(/at (\\d+)/)',
      "problem.detail.replace(/^the /, '')",
      'problem.reason.split(/ at /)',
    ];
    const fine = ["/fine/.test('a text of ours')", "error.message.startsWith('Connection terminated')"];
    const text = [...reading, ...fine].join(';\n');
    const found = messagesReadIn('any.ts', ts.createSourceFile('any.ts', text, ts.ScriptTarget.Latest, true));
    expect(found).toEqual(reading.map((call) => `any.ts: ${call}`));
  });
});

describe('sentences of the other language', () => {
  it('are found on a page, also with parameters in them', () => {
    const sentence = phrases('en').console.dossiers.expiring('3 May', 'in 5 days');
    expect(foreignIn(sentence, 'fr')).toContain('and no other grant follows it');
    expect(foreignIn(sentence, 'en')).toEqual([]);
    const [help = ''] = phrases('fr').console.help.sections.jalon.text;
    expect(foreignIn(`Bleu. ${help}`, 'en')).toHaveLength(1);
    expect(foreignIn(help, 'fr')).toEqual([]);
  });
});
