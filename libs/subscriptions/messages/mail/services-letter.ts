import { dossierTitle, shiftPhrase, standingPhrase } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { STATUS_TONES, type Tone, toneOfDays } from '#language/tones.js';
import { daysBetween } from '#domain/date/day.js';
import type { ReportedService, ServicesReport } from '../message.js';
import type { Content, LetterItem, Writing } from './letter.js';

/** In each list. */
const MOST_REPORTED = 40;

/** The services of a view and what they rest on: what is wrong today, what changed in the month, and what ends next. */
export function servicesLetter(report: ServicesReport, { language, schemes, pages }: Writing): Content {
  const { mail, console } = phrases(language);
  const { report: t } = mail;
  const { figures, restsOn } = console.views.tree;
  const { counts, claimed, attention, changed, next, asOf } = report;
  const month = writtenDate(report.month, language);
  const item = (
    one: ReportedService,
    tone: Tone,
    lines: readonly (string | false | null)[],
    shift?: string,
  ): LetterItem => {
    const { id, provider, service, scheme } = one;
    const place = { provider: { name: provider }, service: service === null ? null : { name: service }, scheme };
    const title = dossierTitle(place as Parameters<typeof dossierTitle>[0], schemes, language);
    return {
      title: shift === undefined ? title : `${title}${colon(language)}${shift}`,
      tone,
      lines: lines.filter((line) => typeof line === 'string'),
      link: { label: mail.general.read, url: pages.dossier(id) },
    };
  };
  const standing = (one: ReportedService) => standingPhrase(one, schemes.get(one.scheme), language);
  const ends = ({ grantEnd }: ReportedService) =>
    grantEnd && console.dossiers.dependencies.ends(writtenDate(grantEnd, language));
  const day = (end: string | null | undefined) => (end ? writtenDate(end, language) : t.noEnd);
  const moves = changed.flatMap(({ before, after, events }) => {
    const one = after ?? before;
    if (!one) return [];
    const shift = shiftPhrase(
      { before: before && { ...before, stage: null }, after: after && { ...after, stage: null } },
      schemes.get(one.scheme),
      language,
    );
    const lines = [
      after ? standing(after) : t.left,
      !before && t.joined,
      before && after && hasMoved(before, after) && t.moved(day(before.grantEnd), day(after.grantEnd)),
      events > 0 && t.recorded(events),
    ];
    return [item(one, after ? STATUS_TONES[after.status] : 'plain', lines, shift)];
  });
  const lists = [
    {
      heading: t.attention(counts.bad + counts.warn),
      items: attention.map((one) =>
        item(one, one.tone, [standing(one), ends(one), one.restsOn.length > 0 && restsOn(one.restsOn)]),
      ),
    },
    { heading: t.changed(month, moves.length), items: moves },
    {
      heading: t.next,
      items: next.map((one) =>
        item(one, toneOfDays(daysBetween(asOf, one.grantEnd ?? asOf)), [ends(one), standing(one)]),
      ),
    },
  ];
  const told = (['bad', 'warn', 'plain', 'good'] as const).filter((tone) => counts[tone] > 0);
  const figured = told.map((tone) => `${counts[tone]} ${figures[tone]}`);
  const isCut = lists.some(({ items }) => items.length > MOST_REPORTED);
  return {
    subject: t.subject(report.view.name, month),
    tone: told[0] ?? 'plain',
    preview: figured.join(' · '),
    main: [
      {
        label: t.on(writtenDate(asOf, language)),
        value: [...figured, ...(claimed > 0 ? [t.claimed(claimed)] : [])].join('\n'),
        isLarge: true,
      },
    ],
    paragraphs: [...(moves.length === 0 ? [t.quiet(month)] : []), ...(isCut ? [t.cut(MOST_REPORTED)] : [])],
    actions: [{ label: t.open, url: pages.view(report.view.slug) }],
    lists: lists
      .filter(({ items }) => items.length > 0)
      .map(({ heading, items }) => ({ heading, items: items.slice(0, MOST_REPORTED) })),
  };
}

/** One that is in force: what is over has no end to come. */
const hasMoved = (before: ReportedService, after: ReportedService): boolean =>
  before.grantEnd !== after.grantEnd && STATUS_TONES[after.status] === 'good';
