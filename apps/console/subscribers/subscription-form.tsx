import { escalationDelay } from '#domain/reminder/schedule.js';
import type { ReminderPreferences } from '#domain/reminder/preferences.js';
import { HOLIDAYS } from '#domain/date/working-day.js';
import { WEEKDAYS } from '#domain/date/weekday.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import { statusWord } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { LANGUAGES, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type Filter, frequencyInWords, type LabelledValue } from '#subscriptions/filter.js';
import { EVENT_TYPES } from '#subscriptions/messages/message.js';
import { isChat } from '#subscriptions/messages/webhook/chat.js';
import { FORMATS, MODES, type SubscriptionView } from '#subscriptions/subscription.js';
import { type FieldData, type FormPart, optionsOf, select } from '../frame/fields.js';
import type { Page } from '../frame/page.js';
import type { SubscriptionChoices } from './subscribers.js';

type Channel = 'email' | 'webhook';

/** What a form asks of a subscription. The recipient may choose within a filter. */
export interface FormAsked {
  page: Page;
  channel: Channel;
  choices: SubscriptionChoices;
  typed: URLSearchParams;
  within?: Filter;
}

/** What is sent, and how. Empty lists match everything. */
export function wishParts({ page, channel, choices, within, typed }: FormAsked): FormPart[] {
  const { language } = page;
  const { subscriptionForm: t, terms } = phrases(language).console;
  const isFixed = within?.changes === false || within?.deadlines === false;
  const { schemes, registers, providers, dossiers } = choices;
  return [
    {
      row: [
        ...(isFixed ? [] : [select('follows', t.follows, undefined, optionsOf(FOLLOWS, t.followsChoice))]),
        ...(channel === 'webhook' ? [] : [languageField(language)]),
      ],
    },
    channel === 'webhook'
      ? null
      : {
          row: [
            select('mode', t.mode, undefined, optionsOf(MODES, t.modes)),
            select('digestDay', t.digestDay, undefined, optionsOf(WEEKDAYS, phrases(language).mail.general.weekdays)),
          ],
        },
    boxes('filter.schemes', terms.schemes, schemes, t.noneMeansAll),
    providers
      ? boxes('filter.providers', terms.providers, providers, t.noneMeansAll)
      : {
          kind: 'textarea',
          name: 'providerNames',
          label: terms.providers,
          hint: t.providerNamesHint,
          input: { rows: 4 },
        },
    boxes('filter.registers', terms.registers, registers, t.registersHint),
    boxes('filter.dossiers', terms.dossiers, dossiers),
    {
      folded: t.news,
      isOpen: NARROWER.some((name) => !(within && name in within) && typed.has(`filter.${name}`)),
      parts: [
        within?.confirmedOnly
          ? null
          : { kind: 'checkbox', name: 'filter.confirmedOnly', label: t.confirmedOnly, hint: t.confirmedOnlyHint },
        within?.statusChange ? null : { kind: 'checkbox', name: 'filter.statusChange', label: t.statusChange },
        boxes(
          'filter.becomes',
          t.becomes,
          labelled(within?.becomes ?? STATUSES, (status) => statusWord(status, undefined, language)),
          t.becomesHint,
        ),
        boxes(
          'filter.eventTypes',
          t.eventTypes,
          labelled(within?.eventTypes ?? EVENT_TYPES, (type) => phrases(language).events.types[type].name),
          t.noneMeansAll,
        ),
        boxes(
          'filter.deadlineKinds',
          t.deadlineKinds,
          optionsOf(within?.deadlineKinds ?? DEADLINE_KINDS, phrases(language).mail.reminders.kind),
          t.noneMeansAll,
        ),
      ],
    },
  ];
}

const NARROWER = ['statusChange', 'becomes', 'eventTypes', 'deadlineKinds', 'confirmedOnly'];

export function ownerParts(asked: FormAsked): FormPart[] {
  const { page, channel, typed } = asked;
  const { subscriptionForm: t, terms } = phrases(page.language).console;
  const isSet = (...names: string[]) => names.some((name) => (typed.get(name) ?? '') !== '');
  const field = (name: string, label: string, hint: string): FieldData => ({ name, label, hint });
  return [
    ...wishParts(asked),
    {
      folded: t.reminders,
      isOpen:
        isSet(
          ...['ladder.before', 'ladder.overdue', 'timeZone', 'escalateAfterDays'].map((one) => `reminders.${one}`),
        ) || typed.get('reminders.role') === 'escalation',
      parts: [
        {
          row: [
            field('reminders.ladder.before', t.before, t.beforeHint),
            field('reminders.ladder.overdue', t.overdue, t.overdueHint),
          ],
        },
        {
          row: [
            field('reminders.timeZone', t.timeZone, t.timeZoneHint(page.zone)),
            select('reminders.holidays', t.holidays, undefined, optionsOf(HOLIDAYS, t.holidaysChoice)),
          ],
        },
        {
          row: [
            select('reminders.role', terms.role, undefined, optionsOf(ROLES, t.roles)),
            field('reminders.escalateAfterDays', t.escalateAfterDays, t.escalateHint),
          ],
        },
      ],
    },
    channel === 'email'
      ? null
      : {
          folded: t.technical,
          isOpen: isSet('ratePerMinute', 'description', 'ordered'),
          parts: [
            field('description', t.description, t.descriptionHint),
            {
              row: [
                select('format', t.format, undefined, optionsOf(FORMATS, t.formats)),
                { ...languageField(page.language), hint: t.languageHint },
                { ...field('ratePerMinute', t.rate, t.rateHint), input: { inputMode: 'numeric' } },
              ],
            },
            { kind: 'checkbox', name: 'ordered', label: t.ordered, hint: t.orderedHint },
          ],
        },
  ];
}

const labelled = <T extends string>(values: readonly T[], say: (value: T) => string) =>
  values.map((value) => ({ value, label: capitalized(say(value)) }));

const ROLES = ['recipient', 'escalation'] as const;

function languageField(language: Language): FieldData {
  const t = phrases(language).console.subscriptionForm;
  return select('language', t.language, undefined, optionsOf(LANGUAGES, t.languageNames));
}

const boxes = (name: string, label: string, options: SubscriptionChoices['dossiers'], hint?: string): FormPart =>
  options.length === 0 ? null : { kind: 'checkboxes', name, label, options, hint };

export const FOLLOWS = ['both', 'changes', 'deadlines'] as const;

const LISTS = ['providers', 'dossiers', 'schemes', 'registers', 'becomes', 'eventTypes', 'deadlineKinds'] as const;

/**
 * The settings of a form as a REST body, not yet validated. Text in a number field stays text, so that the schema reports
 * it.
 */
export function settingsIn(form: URLSearchParams, channel: Channel) {
  const one = (name: string): string | undefined => form.get(name)?.trim() || undefined;
  const rate = one('ratePerMinute');
  return {
    filter: filterIn(form),
    ...given(one, ['language', ...(channel === 'email' ? ['mode', 'digestDay'] : ['description', 'format'])]),
    reminders: remindersIn((name) => one(`reminders.${name}`)),
    ...(channel === 'webhook' && { ordered: one('ordered') !== undefined }),
    ...(channel === 'webhook' && rate !== undefined && { ratePerMinute: numberIn(rate) }),
  };
}

function filterIn(form: URLSearchParams) {
  const follows = form.get('follows');
  const lists = LISTS.map((name) => [name, form.getAll(`filter.${name}`)] as const);
  return {
    ...Object.fromEntries(lists.filter(([, values]) => values.length > 0)),
    ...(form.has('filter.statusChange') && { statusChange: true }),
    ...(form.has('filter.confirmedOnly') && { confirmedOnly: true }),
    changes: follows !== 'deadlines',
    deadlines: follows !== 'changes',
  };
}

type One = (name: string) => string | undefined;

/** Those of some fields that say something. */
const given = (one: One, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, one(name) ?? ''] as const).filter(([, value]) => value !== ''));

function remindersIn(one: One) {
  const [before, overdue, days] = [one('ladder.before'), one('ladder.overdue'), one('escalateAfterDays')];
  return {
    ...((before ?? overdue) !== undefined && { ladder: { before: daysIn(before), overdue: daysIn(overdue) } }),
    ...given(one, ['timeZone', 'holidays', 'role']),
    ...(days !== undefined && one('role') === 'escalation' && { escalateAfterDays: numberIn(days) }),
  };
}

const daysIn = (text = ''): (number | string)[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(numberIn);

const numberIn = (text: string): number | string => (/^-?\d{1,9}$/.test(text) ? Number(text) : text);

/** Maps a problem to its form field; the items of a list are one field. */
export function atField({ field, ...problem }: Problem): Problem {
  const name = field.replace(/\.\d+$/, '');
  if (name === 'reminders.ladder') return { ...problem, field: 'reminders.ladder.before' };
  return { ...problem, field: name === 'filter' ? 'follows' : name };
}

export function typedOf({ filter, mode, digestDay, language, reminders, endpoint }: SubscriptionView): URLSearchParams {
  const follows = filter.changes ? (filter.deadlines ? 'both' : 'changes') : 'deadlines';
  const form = new URLSearchParams({ language, mode, digestDay, follows });
  for (const name of LISTS) for (const value of filter[name] ?? []) form.append(`filter.${name}`, value);
  if (filter.statusChange) form.set('filter.statusChange', 'yes');
  if (filter.confirmedOnly) form.set('filter.confirmedOnly', 'yes');
  const { ladder, timeZone, holidays, role, escalateAfterDays } = reminders;
  if (ladder) form.set('reminders.ladder.before', ladder.before.join(', '));
  if (ladder) form.set('reminders.ladder.overdue', ladder.overdue.join(', '));
  if (timeZone !== undefined) form.set('reminders.timeZone', timeZone);
  form.set('reminders.holidays', holidays);
  form.set('reminders.role', role);
  if (escalateAfterDays !== undefined) form.set('reminders.escalateAfterDays', String(escalateAfterDays));
  if (endpoint) {
    if (endpoint.description !== null) form.set('description', endpoint.description);
    form.set('format', endpoint.format);
    if (endpoint.ordered) form.set('ordered', 'yes');
    if (endpoint.ratePerMinute !== null) form.set('ratePerMinute', String(endpoint.ratePerMinute));
  }
  return form;
}

export function mannerInWords(
  { channel, mode, digestDay, language: its, endpoint }: SubscriptionView,
  language: Language,
): LabelledValue[] {
  const t = phrases(language).console.subscriptionForm;
  if (!endpoint)
    return [
      [t.language, t.languageNames[its]],
      ...(channel === 'email'
        ? [[t.mode, frequencyInWords({ mode, digestDay }, language)] satisfies LabelledValue]
        : []),
    ];
  return [
    ...(endpoint.description === null ? [] : [[t.description, endpoint.description] satisfies LabelledValue]),
    [t.format, t.formats[endpoint.format]],
    ...(isChat(endpoint.format) ? [[t.language, t.languageNames[its]] satisfies LabelledValue] : []),
    ...(endpoint.ordered ? [[t.ordered, t.yes] satisfies LabelledValue] : []),
    ...(endpoint.ratePerMinute === null ? [] : [[t.rate, String(endpoint.ratePerMinute)] satisfies LabelledValue]),
  ];
}

export function remindersInWords(wishes: ReminderPreferences, zone: string, language: Language): LabelledValue[] {
  const { subscriptionForm: t, terms } = phrases(language).console;
  const { ladder, timeZone, holidays, role } = wishes;
  const days = ladder
    ? [...some(ladder.before, t.daysBefore), ...some(ladder.overdue, t.daysOverdue)].join(
        language === 'fr' ? '\u202f; ' : '; ',
      )
    : t.defaultDays;
  return [
    [t.reminders, days],
    [t.timeZone, timeZone ?? zone],
    [t.holidays, t.holidaysChoice[holidays]],
    [terms.role, t.roles[role]],
    ...(role === 'escalation' ? [[t.escalateAfterDays, String(escalationDelay(wishes))] satisfies LabelledValue] : []),
  ];
}

const some = (days: readonly number[], say: (list: string) => string): string[] =>
  days.length === 0 ? [] : [say(days.join(', '))];
