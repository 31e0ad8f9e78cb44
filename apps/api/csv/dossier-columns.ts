import type { z } from 'zod';
import { claimMarked } from '#language/describe-standing.js';
import type { Difference } from '#projections/list-differences.js';
import type { ListedProvider } from '#projections/list-providers.js';
import type { DossierAnswer } from '../ledger/dossier-answer.js';
import type { OpenAnswer } from '../statistics/statistics.controller.js';
import type { Column } from './csv-line.js';

type Dossier = z.input<typeof DossierAnswer>;

/** The grant shown in a row: the latest in force or suspended, otherwise the latest. */
const grantOf = ({ grants }: Dossier) =>
  grants.findLast(({ state }) => state === 'in-force' || state === 'suspended') ?? grants.at(-1);

export const dossierColumns: readonly Column<Dossier>[] = [
  { name: 'id', of: (dossier) => dossier.id },
  { name: 'provider', description: 'slug', of: (dossier) => dossier.provider.slug },
  { name: 'provider_name', of: (dossier) => dossier.provider.name },
  { name: 'service', of: (dossier) => dossier.service?.name },
  { name: 'service_kinds', of: (dossier) => dossier.service?.kinds },
  { name: 'scheme', of: (dossier) => dossier.scheme },
  { name: 'status', of: (dossier) => dossier.status },
  { name: 'confirmed', of: (dossier) => dossier.confirmed },
  { name: 'expiring', of: (dossier) => dossier.expiring },
  { name: 'stale', of: (dossier) => dossier.stale },
  { name: 'last_heard', of: (dossier) => dossier.lastHeard },
  { name: 'milestone', description: 'furthest reached', of: (dossier) => dossier.stage?.milestone },
  { name: 'milestone_occurred', of: (dossier) => dossier.stage?.occurred },
  { name: 'milestone_confirmed', of: (dossier) => dossier.stage?.confirmed },
  {
    name: 'decision',
    description: 'of the grant in force, otherwise of the latest',
    of: (dossier) => grantOf(dossier)?.decision,
  },
  { name: 'grant_state', of: (dossier) => grantOf(dossier)?.state },
  { name: 'valid_from', of: (dossier) => grantOf(dossier)?.validFrom },
  { name: 'valid_until', of: (dossier) => grantOf(dossier)?.validUntil },
  { name: 'runs_until', description: 'last day in force', of: (dossier) => grantOf(dossier)?.runsUntil },
  {
    name: 'current_until',
    description: 'last day on which a report is current or a duty has not lapsed',
    of: (dossier) => grantOf(dossier)?.currentUntil,
  },
  { name: 'referential', of: (dossier) => grantOf(dossier)?.referential },
  { name: 'level', of: (dossier) => grantOf(dossier)?.level },
  { name: 'grant_confirmed', of: (dossier) => grantOf(dossier)?.confirmed },
  { name: 'conditions', of: (dossier) => grantOf(dossier)?.conditions },
  { name: 'reservations', of: (dossier) => grantOf(dossier)?.reservations.map(({ text }) => text) },
  {
    name: 'targets',
    description: 'open ones: milestone and due date',
    of: ({ targets }) => targets.filter(({ reached }) => reached === null).map((one) => `${one.milestone} ${one.due}`),
  },
  { name: 'labels', of: (dossier) => dossier.labels },
  { name: 'depends_on', description: 'dossier ids', of: (dossier) => dossier.dependsOn },
  { name: 'warnings', description: 'codes', of: (dossier) => [...new Set(dossier.warnings.map(({ code }) => code))] },
  { name: 'version', of: (dossier) => dossier.version },
  {
    name: 'granted_from',
    description: 'first day of a grant that is decided and not yet valid',
    of: (dossier) => dossier.grantedFrom,
  },
];

type StepProgress = NonNullable<OpenAnswer['step']>;

const progressColumns: readonly Column<StepProgress>[] = [
  { name: 'from', of: (step) => step.from },
  { name: 'to', of: (step) => step.to },
  { name: 'since', of: (step) => step.since },
  { name: 'days', of: (step) => step.days },
  { name: 'least_days', of: (step) => step.leastDays },
  { name: 'n', of: (step) => step.n },
  { name: 'few', of: (step) => step.few },
  { name: 'note', of: (step) => step.note },
  { name: 'longer_than', of: (step) => step.longerThan },
  { name: 'percentile', of: (step) => step.percentile },
];

/** The columns of a part of an item, named after the part; empty without it. */
const columnsOf = <K extends string, P>(
  part: K,
  columns: readonly Column<P>[],
): Column<Readonly<Record<K, P | null>>>[] =>
  columns.map(({ name, of }) => ({ name: `${part}_${name}`, of: (item) => item[part] && of(item[part]) }));

export const openDossierColumns: readonly Column<OpenAnswer>[] = [
  { name: 'dossier', description: 'id', of: (open) => open.id },
  { name: 'provider', description: 'slug', of: (open) => open.provider.slug },
  { name: 'provider_name', of: (open) => open.provider.name },
  { name: 'service', of: (open) => open.service?.name },
  { name: 'status', of: (open) => open.status },
  { name: 'stage', description: 'furthest reached', of: (open) => open.stage },
  ...columnsOf('step', progressColumns),
  ...columnsOf('whole', progressColumns),
  ...columnsOf('announced', progressColumns),
  { name: 'confirmed', description: 'the status, by the authority', of: (open) => open.confirmed },
  { name: 'stage_confirmed', of: (open) => open.stageConfirmed },
];

type Side = NonNullable<Difference['before']>;

const sideColumns: readonly Column<Side>[] = [
  { name: 'status', of: (side) => side.status },
  { name: 'confirmed', of: (side) => side.confirmed },
  { name: 'expiring', of: (side) => side.expiring },
  { name: 'stale', of: (side) => side.stale },
  { name: 'milestone', of: (side) => side.stage?.milestone },
  { name: 'decision', of: (side) => side.grant?.decision },
  { name: 'valid_until', of: (side) => side.grant?.validUntil },
  { name: 'labels', of: (side) => side.labels },
  { name: 'provider', of: (side) => side.provider.slug },
  { name: 'service', of: (side) => side.service?.name },
];

/** Columns are only added at the right. */
const laterSideColumns: readonly Column<Side>[] = [
  { name: 'milestone_confirmed', of: (side) => side.stage?.confirmed },
];

export const differenceColumns: readonly Column<Difference>[] = [
  { name: 'dossier', description: 'id', of: (difference) => difference.id },
  { name: 'provider', description: 'slug', of: (difference) => difference.provider.slug },
  { name: 'provider_name', of: (difference) => difference.provider.name },
  { name: 'service', of: (difference) => difference.service?.name },
  { name: 'scheme', of: (difference) => difference.scheme },
  { name: 'change', of: (difference) => difference.change },
  { name: 'kind', of: (difference) => difference.kind },
  { name: 'fields', description: 'changed fields', of: (difference) => difference.fields },
  ...columnsOf('before', sideColumns),
  ...columnsOf('after', sideColumns),
  {
    name: 'because',
    description: 'event types and ids',
    of: ({ because }) => because.map(({ type, id }) => `${type} ${id}`),
  },
  { name: 'more', description: 'number of further events', of: (difference) => difference.more },
  ...columnsOf('before', laterSideColumns),
  ...columnsOf('after', laterSideColumns),
];

export const providerColumns: readonly Column<ListedProvider>[] = [
  { name: 'id', of: (provider) => provider.id },
  { name: 'provider', description: 'slug', of: (provider) => provider.slug },
  { name: 'provider_name', of: (provider) => provider.name },
  { name: 'aliases', of: (provider) => provider.aliases },
  { name: 'dossiers', description: 'number', of: (provider) => provider.dossiers.length },
  {
    name: 'standings',
    description:
      'scheme, service if known, and status of each dossier, marked as claimed if the authority does not confirm it',
    of: ({ dossiers }) =>
      dossiers.map(({ scheme, service, status, confirmed }) =>
        [scheme, service?.name, claimMarked(status, confirmed)].filter(Boolean).join(' / '),
      ),
  },
];
