import { daysBetween } from '#domain/date/day.js';
import { dossierTitle, shiftPhrase, standingPhrase } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { STATUS_TONES, type Tone, toneOfDays } from '#language/tones.js';
import type { ReportedService, ServicesReport } from '../message.js';
import type { Content, LetterItem, Writing } from './letter.js';

const MOST_LISTED = 40;

/** The services of a view and what they rest on: what is wrong today, what changed in the month, and what ends next. */
export function servicesLetter(report: ServicesReport, { language, schemes, pages }: Writing): Content {
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
