import { daysBetween } from '#domain/date/day.js';
import type { Weekday } from '#domain/date/weekday.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { isWebAddress, urlIn } from '#domain/text/text.js';
import { dossierTitle, shiftPhrase, standingPhrase } from '#language/describe-standing.js';
import { cutShort, writtenDate, writtenInstant } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { STATUS_TONES, type Tone, toneOfDays } from '#language/tones.js';
import type { Links } from '../links.js';
import {
  answerableUntil,
  type DeliveryContent,
  type Disabled,
  type Failing,
  type ImportSummary,
  type Message,
  type RegisterNotice,
  type ReportedService,
  type ServicesReport,
} from '../message.js';
import { isChat } from '../webhook/chat.js';
import { changeLetter, changesLetter, heldLetter, readLetter, staleLetter, whoOf } from './change-letter.js';
import type { Content, Fact, Letter, LetterItem, Writing } from './letter.js';
import { digestLetter, reminderLetter } from './reminder-letter.js';

/** Warns the owner of a subscription that has been failing for one or two days, or whose address is not allowed. */
function failingLetter(
  { subscription, target, hours, since, lastError, lastReason = null, owed }: Failing,
  { language, zone, pages }: Writing,
): Content {
  const words = phrases(language).mail.trouble;
  const { failing, blocked } = words;
  const address = shown(target);
  const begun = writtenInstant(new Date(since), zone, language);
  const isBlocked = hours === 0;
  return {
    subject: isBlocked ? blocked.subject(address) : failing.subject(address, hours),
    tone: 'warn',
    preview: failing.owed(owed),
    paragraphs: isBlocked
      ? [blocked.text(address), failing.owed(owed), failing.still, blocked.todo]
      : [failing.text(begun), failing.owed(owed), failing.still, failing.todo],
    facts: [
      { label: words.target, value: address },
      { label: words.since, value: begun },
      ...errorFact({ lastError, lastReason }, language),
    ],
    actions: [{ label: words.open, url: pages.subscriber(subscription) }],
  };
}

function disabledLetter(
  { subscription, target, because, at, lastError, lastReason = null, owed }: Disabled,
  { language, zone, pages }: Writing,
): Content {
  const words = phrases(language).mail.trouble;
  const { disabled } = words;
  const address = shown(target);
  return {
    subject: disabled.subject(address),
    tone: 'bad',
    preview: disabled.because[because],
    paragraphs: [disabled.because[because], disabled.held(owed), disabled.todo[because]],
    facts: [
      { label: words.target, value: address },
      { label: words.at, value: writtenInstant(new Date(at), zone, language) },
      ...errorFact({ lastError, lastReason }, language),
    ],
    actions: [{ label: words.open, url: pages.subscriber(subscription) }],
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

/** Renders a message as a letter for one subscriber. Pure: every attempt renders the same letter. */
export function letterOf(delivery: DeliveryContent, reader: Reader, { links, schemes, zone }: LetterContext): Letter {
  const { language } = reader;
  const clocks = preferencesOf(reader.reminders).timeZone ?? zone;
  const content = contentOf(delivery, reader, { language, zone: clocks, schemes, pages: links.pages }, links);
  return { ...content, footer: footerOf(delivery.message, reader, links) };
}

function footerOf({ type }: Message, { id, language, mode, digest_day }: Reader, links: Links): Letter['footer'] {
  const { general, account } = phrases(language).mail;
  switch (type) {
    case 'subscription.verification':
      return { text: general.confirm.footer };
    case 'account.link':
    case 'proposal.waiting':
    case 'subscription.failing':
    case 'subscription.disabled':
    case 'register.stale':
    case 'register.held':
      return { text: account.footer };
    case 'services.report': {
      const { because, stop } = phrases(language).mail.report;
      return { text: because, links: [{ label: stop, url: links.unsubscribe(id) }] };
    }
    case 'subscription.test':
    case 'ledger.reset':
    case 'event.recorded':
    case 'changes.digest':
    case 'import.summary':
    case 'register.read':
    case 'deadline.reminder':
    case 'deadline.digest': {
      const isWeekly = type === 'changes.digest' && mode === 'weekly';
      return {
        text: general.because + (isWeekly ? ` ${general.weekly(general.weekdays[digest_day])}` : ''),
        links: [
          { label: general.preferences, url: links.preferences(id) },
          { label: general.unsubscribe, url: links.unsubscribe(id) },
        ],
      };
    }
  }
}

function contentOf({ message, ...delivery }: DeliveryContent, reader: Reader, writing: Writing, links: Links): Content {
  const { mail, problems } = phrases(writing.language);
  const answerUrl = () => links.answer(delivery.message_id, answerableUntil(delivery));
  const until = writtenInstant(reader.confirm_until, writing.zone, writing.language);
  switch (message.type) {
    case 'subscription.verification': {
      const { confirm } = mail.general;
      const { follows = [], round } = message.data;
      return {
        subject: confirm.subject,
        heading: confirm.heading,
        paragraphs: [`${confirm.text[isChat(reader.format) ? 'channel' : 'address']} ${until}.`, confirm.ignore],
        facts: follows.map(([label, value]) => ({ label, value: cutShort(value) })),
        // It opens a page, whose button confirms.
        actions: [{ label: confirm.action, url: links.confirm(reader.id, round) }],
      };
    }
    case 'account.link': {
      const { purpose, by, link } = message.data;
      const { subject, action, ignore } = mail.account[purpose];
      const text = purpose === 'invitation' ? mail.account.invitation.text(by) : mail.account.password.text;
      return {
        subject,
        paragraphs: [text, mail.account.until(until), ignore],
        actions: [{ label: action, url: links.choosePassword(link) }],
      };
    }
    case 'proposal.waiting': {
      // Nothing of the change itself, which is not on record yet.
      const { subject, text, off, action } = mail.proposal;
      const url = writing.pages.proposal(message.data.proposal);
      return { subject, tone: 'warn', paragraphs: [text(message.data.by), off], actions: [{ label: action, url }] };
    }
    case 'services.report':
      return servicesLetter(message.data, writing);
    case 'subscription.test':
      return { subject: mail.general.test.subject, paragraphs: [mail.general.test.text] };
    case 'ledger.reset':
      return { subject: problems['ledger-reset'].title, paragraphs: [problems['ledger-reset'].text] };
    case 'subscription.failing':
      return failingLetter(message.data, writing);
    case 'subscription.disabled':
      return disabledLetter(message.data, writing);
    case 'event.recorded':
      return changeLetter(message.data, writing);
    case 'changes.digest': {
      const notices = (message.data.registers ?? []).map((notice) => noticeLetter(notice, writing));
      return changesLetter(message.data, notices, writing);
    }
    case 'import.summary':
      return importLetter(message.data, writing);
    case 'register.read':
      return readLetter(message.data, writing);
    case 'register.stale':
    case 'register.held':
      return noticeLetter(message, writing);
    case 'deadline.reminder':
      return reminderLetter(message.data, answerUrl(), writing);
    case 'deadline.digest':
      return digestLetter(message.data, answerUrl(), writing);
  }
}

const noticeLetter = (notice: RegisterNotice, writing: Writing): Content =>
  notice.type === 'register.stale' ? staleLetter(notice.data, writing) : heldLetter(notice.data, writing);

/** A letter with sample data, which says so first of all. */
export function testOf(letter: Letter, language: Language): Letter {
  const { subject, sample } = phrases(language).mail.general.test;
  if (letter.subject === subject) return letter;
  const marked = (text: string) => `${subject}${colon(language)}${text}`;
  const { heading = letter.subject, paragraphs } = letter;
  return { ...letter, subject: marked(letter.subject), heading: marked(heading), paragraphs: [sample, ...paragraphs] };
}

function importLetter({ events, subjects, more }: ImportSummary, { language, schemes, pages }: Writing): Content {
  const { mail } = phrases(language);
  const { imported, digest } = mail.changes;
  const items = subjects.map((about) => ({
    title: whoOf(about, schemes, language),
    link: { label: mail.general.read, url: pages.change(about) },
  }));
  return {
    subject: imported.subject(events),
    paragraphs: [imported.text],
    actions: [{ label: digest.all, url: pages.news() }],
    lists: [{ heading: imported.subjects(items.length, more), items }],
  };
}

const MOST_LISTED = 40;

/** The services of a view and what they rest on: what is wrong today, what changed in the month, and what ends next. */
function servicesLetter(report: ServicesReport, { language, schemes, pages }: Writing): Content {
  const { mail, console } = phrases(language);
  const { report: t } = mail;
  const { figures, restsOn } = console.views.tree;
  const { view, counts, claimed, attention, changed, next, asOf } = report;
  const month = writtenDate(report.month, language);
  const day = (end: string | null) => (end === null ? t.noEnd : writtenDate(end, language));
  const standing = (one: ReportedService) => standingPhrase(one, schemes.get(one.scheme), language);
  const ends = ({ status, grantEnd }: ReportedService) =>
    STATUS_TONES[status] !== 'bad' && grantEnd && console.dossiers.dependencies.ends(day(grantEnd));
  const itemOf = (one: ReportedService, tone: Tone, lines: (string | false | null)[], shift?: string): LetterItem => ({
    title: [titleOf(one), shift].filter((part) => part !== undefined).join(colon(language)),
    tone,
    lines: lines.filter((line) => typeof line === 'string'),
    link: { label: mail.general.read, url: pages.dossier(one.id) },
  });
  const titleOf = ({ provider, service, scheme }: ReportedService) =>
    dossierTitle(
      { provider: { name: provider }, service: service === null ? null : { name: service }, scheme },
      schemes,
      language,
    );
  const changes = changed.flatMap(({ before, after, events }) => {
    const recorded = events > 0 && t.recorded(events);
    if (!after) return before ? [itemOf(before, 'plain', [t.left, recorded])] : [];
    const standings = { before: before && { ...before, stage: null }, after: { ...after, stage: null } };
    const tone = STATUS_TONES[after.status];
    // What is over has no end to come.
    const hasMoved = before && before.grantEnd !== after.grantEnd && tone === 'good';
    const moved = hasMoved && t.moved(day(before.grantEnd), day(after.grantEnd));
    const shift = shiftPhrase(standings, schemes.get(after.scheme), language);
    return [itemOf(after, tone, [standing(after), !before && t.joined, moved, recorded], shift)];
  });
  const lists = [
    {
      heading: t.attention(attention.length),
      items: attention.map((one) =>
        itemOf(one, one.tone, [standing(one), ends(one), one.restsOn.length > 0 && restsOn(one.restsOn)]),
      ),
    },
    { heading: t.changed(month, changes.length), items: changes },
    {
      heading: t.next,
      items: next.map((one) =>
        itemOf(one, toneOfDays(daysBetween(asOf, one.grantEnd ?? asOf)), [ends(one), standing(one)]),
      ),
    },
  ];
  const told = (['bad', 'warn', 'plain', 'good'] as const).filter((tone) => counts[tone] > 0);
  const figured = told.map((tone) => `${counts[tone]} ${figures[tone]}`);
  const value = [...figured, ...(claimed > 0 ? [t.claimed(claimed)] : [])].join('\n');
  const isCut = lists.some(({ items }) => items.length > MOST_LISTED);
  return {
    subject: t.subject(view.name, month),
    preview: figured.join(' · '),
    tone: told[0] ?? 'plain',
    main: [{ label: t.on(day(asOf)), value, isLarge: true }],
    paragraphs: [...(changes.length === 0 ? [t.quiet(month)] : []), ...(isCut ? [t.cut(MOST_LISTED)] : [])],
    actions: [{ label: t.open, url: pages.view(view.slug) }],
    lists: lists.flatMap(({ heading, items }) =>
      items.length === 0 ? [] : [{ heading, items: items.slice(0, MOST_LISTED) }],
    ),
  };
}
