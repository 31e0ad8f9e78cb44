import type { Weekday } from '#domain/date/weekday.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { isWebAddress, urlIn } from '#domain/text/text.js';
import { cutShort, writtenInstant } from '#language/format.js';
import { type Language, colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { Subject } from '../change.js';
import type { Links } from '../links.js';
import {
  type Disabled,
  type Failing,
  type AccountLink,
  answerableUntil,
  type DeliveryContent,
  type ImportSummary,
  type ProposalWaiting,
  type RegisterHeld,
  type RegisterNotice,
  type RegisterRead,
  type Reminder,
} from '../message.js';
import { isChat } from '../webhook/chat.js';
import { changeLetter, whoOf } from './change-letter.js';
import { changesLetter } from './changes-letter.js';
import type { Fact, Letter } from './letter.js';
import { heldLetter, readLetter, staleLetter } from './register-letter.js';
import { digestLetter, reminderLetter } from './reminder-letter.js';

interface FailureContext {
  /** Page of the subscription, for its owner. */
  url: string;
  zone: string;
}

/** Warns the owner of a subscription that has been failing for one or two days, or whose address is not allowed. */
function failingLetter(
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
function disabledLetter(
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

interface Reader {
  id: string;
  language: Language;
  confirm_until: Date;
  format: string;
  /** Reminder preferences, as stored. */
  reminders: object;
  mode: 'immediate' | 'daily' | 'weekly';
  digest_day: Weekday;
}

export interface LetterContext {
  links: Links;
  schemes: Schemes;
  /** Time zone of readers that have not set one. */
  zone: string;
}

/**
 * Renders a message as a letter for one subscriber. Pure: every attempt renders the same letter.
 */
export function letterOf(
  { message, ...delivery }: DeliveryContent,
  reader: Reader,
  { links, schemes, zone }: LetterContext,
): Letter {
  const { id, language } = reader;
  const words = phrases(language).mail.general;
  const clocks = preferencesOf(reader.reminders).timeZone ?? zone;
  const answering = () => ({ answerUrl: links.answer(delivery.message_id, answerableUntil(delivery)), schemes });
  const { pages } = links;
  const troubled = ({ subscription }: Failing | Disabled) => ({ url: pages.subscriber(subscription), zone: clocks });
  const read = (reminder: Reminder): Reminder => ({ ...reminder, url: pages.dossier(reminder.dossier) });
  const urlOf = (about: Subject): string => pages.change(about);
  const readingUrlOf = ({ register, reading }: RegisterRead | RegisterHeld) => pages.reading(register, reading);
  const ways = [
    { label: words.preferences, url: links.preferences(id) },
    { label: words.unsubscribe, url: links.unsubscribe(id) },
  ];
  const footer = { text: words.because, links: ways };
  const accountFooter = { text: phrases(language).mail.account.footer };
  const noticeOf = (notice: RegisterNotice) =>
    notice.type === 'register.stale'
      ? staleLetter(notice.data, { url: pages.register(notice.data.register), schemes }, language)
      : heldLetter(notice.data, { url: readingUrlOf(notice.data), schemes }, language);
  switch (message.type) {
    case 'subscription.verification':
      return confirmationLetter(
        message.data.follows ?? [],
        { url: links.confirm(id, message.data.round), until: reader.confirm_until, zone: clocks },
        language,
        isChat(reader.format) ? 'channel' : 'address',
      );
    case 'account.link':
      return accountLetter(
        message.data,
        { url: links.choosePassword(message.data.link), until: reader.confirm_until, zone: clocks },
        language,
      );
    case 'proposal.waiting':
      return proposalLetter(message.data, pages.proposal(message.data.proposal), language);
    case 'subscription.test':
      return { ...testLetter(language), footer };
    case 'ledger.reset': // sent to webhooks only
      return { ...resetLetter(language), footer };
    case 'subscription.failing':
      return { ...failingLetter(message.data, troubled(message.data), language), footer: accountFooter };
    case 'subscription.disabled':
      return { ...disabledLetter(message.data, troubled(message.data), language), footer: accountFooter };
    case 'event.recorded': {
      const url = pages.change(message.data);
      return { ...changeLetter(message.data, { url, schemes, zone: clocks }, language), footer };
    }
    case 'changes.digest': {
      const notices = (message.data.registers ?? []).map(noticeOf);
      const means = { urlOf, readingUrlOf, newsUrl: pages.news(), notices, schemes, zone: clocks };
      const weekly = reader.mode === 'weekly' ? ` ${words.weekly(words.weekdays[reader.digest_day])}` : '';
      return { ...changesLetter(message.data, means, language), footer: { ...footer, text: words.because + weekly } };
    }
    case 'import.summary':
      return { ...importLetter(message.data, { urlOf, newsUrl: pages.news(), schemes }, language), footer };
    case 'register.read': {
      const url = readingUrlOf(message.data);
      return { ...readLetter(message.data, { url, urlOf, schemes }, language), footer };
    }
    case 'register.stale':
    case 'register.held':
      return { ...noticeOf(message), footer: accountFooter };
    case 'deadline.reminder':
      return { ...reminderLetter(read(message.data), answering(), language), footer };
    case 'deadline.digest':
      return { ...digestLetter({ reminders: message.data.reminders.map(read) }, answering(), language), footer };
  }
}

function resetLetter(language: Language): Omit<Letter, 'footer'> {
  const { title, text } = phrases(language).problems['ledger-reset'];
  return { subject: title, heading: title, paragraphs: [text], facts: [] };
}

/** A letter with sample data, which says so first of all. */
export function testOf(letter: Letter, language: Language): Letter {
  const { subject, sample } = phrases(language).mail.general.test;
  if (letter.subject === subject) return letter;
  const marked = (text: string) => `${subject}${colon(language)}${text}`;
  const { heading, paragraphs } = letter;
  return { ...letter, subject: marked(letter.subject), heading: marked(heading), paragraphs: [sample, ...paragraphs] };
}

function testLetter(language: Language): Omit<Letter, 'footer'> {
  const { subject, text } = phrases(language).mail.general.test;
  return { subject, heading: subject, paragraphs: [text], facts: [] };
}

/**
 * Confirmation request. Its link opens a page, whose button confirms.
 *
 * @param place where the messages will arrive
 */
function confirmationLetter(
  follows: readonly [label: string, value: string][],
  link: { url: string; until: Date; zone: string },
  language: Language,
  place: 'address' | 'channel' = 'address',
): Letter {
  const { confirm } = phrases(language).mail.general;
  const until = writtenInstant(link.until, link.zone, language);
  return {
    subject: confirm.subject,
    heading: confirm.heading,
    paragraphs: [`${confirm.text[place]} ${until}.`, confirm.ignore],
    facts: follows.map(([label, value]) => ({ label, value: cutShort(value) })),
    actions: [{ label: confirm.action, url: link.url }],
    footer: { text: confirm.footer },
  };
}

/** An invitation, or what was asked for with "Forgot password". Its link opens a page on which a password is chosen. */
function accountLetter(
  { purpose, by }: Pick<AccountLink, 'purpose' | 'by'>,
  link: { url: string; until: Date; zone: string },
  language: Language,
): Letter {
  const words = phrases(language).mail.account;
  const { subject, action } = words[purpose];
  const until = writtenInstant(link.until, link.zone, language);
  return {
    subject,
    heading: subject,
    paragraphs: [
      purpose === 'invitation' ? words.invitation.text(by) : words.password.text,
      words.until(until),
      words[purpose].ignore,
    ],
    facts: [],
    actions: [{ label: action, url: link.url }],
    footer: { text: words.footer },
  };
}

/** To somebody who may approve a change. It says nothing of the change itself, which is not on record yet. */
function proposalLetter({ by }: Pick<ProposalWaiting, 'by'>, url: string, language: Language): Letter {
  const { account, proposal: words } = phrases(language).mail;
  return {
    subject: words.subject,
    heading: words.subject,
    paragraphs: [words.text(by), words.off],
    facts: [],
    actions: [{ label: words.action, url }],
    footer: { text: account.footer },
  };
}

/** Summary of the past events that an import has recorded. */
function importLetter(
  { events, subjects, more }: ImportSummary,
  { urlOf, newsUrl, schemes }: { urlOf: (about: Subject) => string; newsUrl: string; schemes: Schemes },
  language: Language,
): Omit<Letter, 'footer'> {
  const { mail } = phrases(language);
  const { imported, digest } = mail.changes;
  const items = subjects.map((about) => ({
    title: whoOf(about, schemes, language),
    link: { label: mail.general.read, url: urlOf(about) },
    note: '',
  }));
  return {
    subject: imported.subject(events),
    heading: imported.subject(events),
    paragraphs: [imported.text],
    facts: [],
    actions: [{ label: digest.all, url: newsUrl }],
    lists: [{ heading: imported.subjects(items.length, more), items }],
  };
}
