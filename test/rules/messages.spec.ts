import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { accountsReasons } from '#language/en/accounts.js';
import { importsReasons } from '#language/en/imports.js';
import { approvalsReasons } from '#language/en/approvals.js';
import { formsReasons, recordsReasons } from '#language/en/reasons.js';
import { requestsReasons } from '#language/en/requests.js';
import { rulesReasons } from '#language/en/rules.js';
import { fetchReasons } from '#language/en/register-fetch.js';
import { registerDocumentsReasons } from '#language/en/register-documents.js';
import { registersReasons } from '#language/en/registers.js';
import { evidenceReasons } from '#language/en/evidence.js';
import { workReasons } from '#language/en/work.js';
import { deliveryReasons } from '#language/en/delivery.js';
import { subscriptionsReasons } from '#language/en/subscriptions.js';
import { deadlinesReasons } from '#language/en/deadlines-reasons.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { foreignIn } from '#test/browser/check-page.js';

const { messagesRead, messagesReadIn, unusedMessages } = (await import(
  join(import.meta.dirname, 'unused-messages.js')
)) as {
  unusedMessages: () => string[];
  messagesRead: () => string[];
  messagesReadIn: (file: string) => string[];
};

/** The paths of all messages, and whether each is a text or made of parameters. */
function shapeOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([name, part]) => shapeOf(part, `${path}.${name}`));
}

describe('the messages', () => {
  it('are there for every code in every language', () => {
    const [one, ...others] = LANGUAGES.map((language) => Object.keys(phrases(language).reasons).toSorted());
    expect(one?.length).toBeGreaterThan(40);
    for (const other of others) expect(other).toEqual(one);
    const keys = (language: 'en' | 'fr') => new Set(shapeOf(phrases(language).problems));
    expect(keys('fr')).toEqual(keys('en'));
  });

  it('have a code of one area only: a second one would replace the first', () => {
    const areas = [
      formsReasons,
      requestsReasons,
      rulesReasons,
      importsReasons,
      recordsReasons,
      subscriptionsReasons,
      deliveryReasons,
      deadlinesReasons,
      registersReasons,
      registerDocumentsReasons,
      fetchReasons,
      accountsReasons,
      approvalsReasons,
      evidenceReasons,
      workReasons,
    ].flatMap((area) => Object.keys(area));
    expect(areas.toSorted()).toEqual(Object.keys(phrases('en').reasons).toSorted());
  });

  it('are all used', () => {
    expect(unusedMessages()).toEqual([]);
  });
});

describe('no regular expression', () => {
  it('reads a message', () => {
    expect(messagesRead()).toEqual([]);
  });

  it('would go unseen', () => {
    const found = messagesReadIn('test/rules/broken/messages/regular-expressions.ts');
    expect(found.map((call) => call.split(': ').slice(1).join(': '))).toEqual([
      '/not found$/.test(error.message)',
      '/no (.*)$/.exec(problem.reason)',
      'problem.detail.match(/at (\\d+)/)',
      "problem.detail.replace(/^the /, '')",
      'problem.reason.split(/ at /)',
    ]);
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
