import { phrases, say } from '#language/phrases.js';
import { isWebAddress, urlIn } from '#domain/text/text.js';
import type { Disabled, Failing } from '../message.js';
import { cutShort, writtenInstant } from '#language/format.js';
import type { Language } from '#language/language.js';
import type { Fact, Letter } from './letter.js';

interface FailureContext {
  /** Page of the subscription, for its owner. */
  url: string;
  zone: string;
}

/** Warns the owner of a subscription that has been failing for one or two days, or whose address is not allowed. */
export function failingLetter(
  { target, hours, since, lastError, lastReason = null, owed }: Failing,
  { url, zone }: FailureContext,
  language: Language,
): Omit<Letter, 'footer'> {
  const words = phrases(language).mail.trouble;
  const { failing, blocked } = words;
  const address = shown(target);
  const begun = writtenInstant(new Date(since), zone, language);
  const isBlocked = hours === 0;
  const subject = isBlocked ? blocked.subject(address) : failing.subject(address, hours);
  return {
    subject,
    heading: subject,
    preview: failing.owed(owed),
    paragraphs: isBlocked
      ? [blocked.text(address), failing.owed(owed), failing.still, blocked.todo]
      : [failing.text(begun), failing.owed(owed), failing.still, failing.todo],
    facts: [
      { label: words.target, value: address },
      { label: words.since, value: begun },
      ...errorFact({ lastError, lastReason }, language),
    ],
    actions: [{ label: words.open, url }],
  };
}

/** Tells the owner why a subscription was disabled and how to resume it. */
export function disabledLetter(
  { target, because, at, lastError, lastReason = null, owed }: Disabled,
  { url, zone }: FailureContext,
  language: Language,
): Omit<Letter, 'footer'> {
  const words = phrases(language).mail.trouble;
  const { disabled } = words;
  const address = shown(target);
  return {
    subject: disabled.subject(address),
    heading: disabled.subject(address),
    preview: disabled.because[because],
    paragraphs: [disabled.because[because], disabled.held(owed), disabled.todo[because]],
    facts: [
      { label: words.target, value: address },
      { label: words.at, value: writtenInstant(new Date(at), zone, language) },
      ...errorFact({ lastError, lastReason }, language),
    ],
    actions: [{ label: words.open, url }],
  };
}

function errorFact({ lastError, lastReason }: Pick<Failing, 'lastError' | 'lastReason'>, language: Language): Fact[] {
  const text = (lastReason ? say(lastReason, language) : (lastError ?? '')).trim();
  return text === '' ? [] : [{ label: phrases(language).mail.trouble.lastError, value: cutShort(text) }];
}

/** Older messages have the whole address of an endpoint, which may contain secrets. */
const shown = (target: string): string => (isWebAddress(target) ? `${urlIn(target)?.host}/…` : target);
