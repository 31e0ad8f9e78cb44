import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { SchemeView } from '#domain/scheme/catalogue.js';
import type { changeAnswerOf } from '../changes/changes.controller.js';
import type { entryAnswerOf } from '../ledger/timelines.js';
import type { reminderAnswerOf } from '../deadlines/deadline-answers.js';
import { type Column, jsonCell } from './csv-line.js';

interface Said {
  occurred: string | null;
  source: object | null;
  data: object;
}

const sourceOf = ({ source }: Said): Partial<Record<'kind' | 'publisher' | 'url' | 'title' | 'quote', string>> =>
  source ?? {};

const said: readonly Column<Said>[] = [
  { name: 'occurred', of: (event) => event.occurred },
  { name: 'source_kind', of: (event) => sourceOf(event).kind },
  { name: 'source_publisher', of: (event) => sourceOf(event).publisher },
  { name: 'source_url', of: (event) => sourceOf(event).url },
  { name: 'source_title', of: (event) => sourceOf(event).title },
  { name: 'quote', of: (event) => sourceOf(event).quote },
  { name: 'data', description: 'JSON', of: (event) => jsonCell(event.data) },
];

type Change = ReturnType<typeof changeAnswerOf>;

export const changeColumns: readonly Column<Change>[] = [
  { name: 'position', of: (event) => event.position },
  { name: 'id', of: (event) => event.id },
  { name: 'stream', of: (event) => event.stream },
  { name: 'version', of: (event) => event.version },
  { name: 'type', of: (event) => event.type },
  ...said,
  { name: 'recorded_at', of: (event) => event.recordedAt },
  { name: 'actor', description: 'with an API key only', of: (event) => event.actor },
];

type Entry = ReturnType<typeof entryAnswerOf>;

export const timelineColumns: readonly Column<Entry>[] = [
  { name: 'position', of: (event) => event.position },
  { name: 'id', of: (event) => event.id },
  { name: 'version', of: (event) => event.version },
  { name: 'type', of: (event) => event.type },
  ...said,
  { name: 'corrected', description: '`true` if corrections apply', of: (event) => event.current !== null },
  { name: 'current_occurred', description: 'with corrections applied', of: (event) => event.current?.occurred },
  {
    name: 'current_data',
    description: 'JSON, with corrections applied',
    of: ({ current }) => current && jsonCell(current.data),
  },
  { name: 'retracted', of: (event) => event.retracted },
  { name: 'recorded_at', of: (event) => event.recordedAt },
  { name: 'actor', description: 'with an API key only', of: (event) => event.actor },
];

export const schemeColumns: readonly Column<SchemeView>[] = [
  { name: 'scheme', description: 'slug', of: (scheme) => scheme.slug },
  { name: 'name_fr', of: (scheme) => scheme.name.fr },
  { name: 'name_en', of: (scheme) => scheme.name.en },
  { name: 'authority', of: (scheme) => scheme.authority },
  { name: 'country', of: (scheme) => scheme.country },
  { name: 'family', of: (scheme) => scheme.family },
  { name: 'outcome_fr', of: (scheme) => scheme.outcome.fr },
  { name: 'outcome_en', of: (scheme) => scheme.outcome.en },
  { name: 'milestones', of: (scheme) => scheme.milestones.map(({ code }) => code) },
  { name: 'levels', of: (scheme) => scheme.levels },
  { name: 'duties', of: (scheme) => scheme.duties?.map(({ code }) => code) },
  { name: 'maximal_validity_years', of: (scheme) => scheme.maximalValidity?.years },
  { name: 'current_for_months', of: (scheme) => scheme.currentForMonths },
  { name: 'warning_days', of: (scheme) => scheme.warningDays },
  { name: 'renewal_days', of: (scheme) => scheme.renewalDays },
  { name: 'stale_after_days', of: (scheme) => scheme.staleAfterDays },
  {
    name: 'referentials',
    description: 'versions, in order',
    of: ({ referentials }) => referentials.map((one) => one.version),
  },
  { name: 'labels', of: (scheme) => [...new Set(scheme.labels.map(({ slug }) => slug))] },
  { name: 'sources', of: (scheme) => scheme.sources },
  { name: 'warnings', description: 'codes', of: (scheme) => [...new Set(scheme.warnings.map(({ code }) => code))] },
  { name: 'version', description: '0 if built in', of: (scheme) => scheme.version },
];

export const deadlineColumns: readonly Column<ListedDeadline>[] = [
  { name: 'key', of: (deadline) => deadline.key },
  { name: 'kind', of: (deadline) => deadline.kind },
  { name: 'due', of: (deadline) => deadline.due },
  { name: 'opens', of: (deadline) => deadline.opens },
  { name: 'lapses', of: (deadline) => deadline.lapses },
  { name: 'state', of: (deadline) => deadline.state },
  { name: 'days_left', description: 'negative after the deadline', of: (deadline) => deadline.daysLeft },
  { name: 'title', of: (deadline) => deadline.title },
  { name: 'provider', description: 'slug', of: ({ dossier }) => dossier.provider.slug },
  { name: 'provider_name', of: ({ dossier }) => dossier.provider.name },
  { name: 'service', of: ({ dossier }) => dossier.service?.name },
  { name: 'scheme', of: ({ dossier }) => dossier.scheme },
  { name: 'referential', description: 'version of the standard', of: (deadline) => deadline.referential },
  { name: 'dossier', description: 'id', of: ({ dossier }) => dossier.id },
  { name: 'depends_on', description: 'dossier whose grant ends', of: (deadline) => deadline.dependsOn },
  { name: 'event', description: 'id of the event that sets it', of: (deadline) => deadline.event },
  {
    name: 'confirmed',
    description: 'by the authority, or set by an officer',
    of: (deadline) => deadline.confirmed,
  },
];

export const reminderColumns: readonly Column<ReturnType<typeof reminderAnswerOf>>[] = [
  { name: 'day', description: 'sending date', of: (reminder) => reminder.day },
  { name: 'fire_at', of: (reminder) => reminder.fireAt.toISOString() },
  { name: 'state', of: (reminder) => reminder.state },
  { name: 'why', of: (reminder) => reminder.why },
  { name: 'channel', of: ({ subscription }) => subscription.channel },
  { name: 'kind', of: ({ deadline }) => deadline.kind },
  { name: 'due', description: 'current due date', of: ({ deadline }) => deadline.due },
  { name: 'title', of: ({ deadline }) => deadline.title },
  { name: 'provider', description: 'slug', of: ({ dossier }) => dossier.provider.slug },
  { name: 'provider_name', of: ({ dossier }) => dossier.provider.name },
  { name: 'service', of: ({ dossier }) => dossier.service?.name },
  { name: 'scheme', of: ({ dossier }) => dossier.scheme },
  { name: 'days_before', description: 'days before the earliest day of `due`', of: (reminder) => reminder.daysBefore },
  { name: 'because', of: (reminder) => reminder.because },
  { name: 'outcome', description: 'reason if not sent', of: (reminder) => reminder.outcome },
  { name: 'escalation', description: 'sent only if nobody acknowledges', of: (reminder) => reminder.escalation },
  { name: 'acknowledged_at', of: (reminder) => reminder.acknowledgedAt?.toISOString() },
  { name: 'acknowledged_by', of: (reminder) => reminder.acknowledgedBy },
  { name: 'snoozed_until', of: (reminder) => reminder.snoozedUntil },
  { name: 'deadline', description: 'key', of: ({ deadline }) => deadline.key },
  { name: 'version', description: 'of the deadline', of: ({ deadline }) => deadline.version },
  { name: 'dossier', description: 'id', of: ({ dossier }) => dossier.id },
  { name: 'subscription', description: 'id', of: ({ subscription }) => subscription.id },
  { name: 'delivery', description: 'id', of: (reminder) => reminder.delivery },
  { name: 'reminder', description: 'id', of: (reminder) => reminder.id },
];
