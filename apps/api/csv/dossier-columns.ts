import type { z } from 'zod';
import type { DossierAnswer } from '../dossiers/dossier-answer.js';
import type { Column } from './csv-line.js';

type Dossier = z.input<typeof DossierAnswer>;

/** The grant that a row tells of: of those in force or suspended the last, else the last of all. */
const grantOf = ({ grants }: Dossier) =>
  grants.findLast(({ state }) => state === 'in-force' || state === 'suspended') ?? grants.at(-1);

export const dossierColumns: readonly Column<Dossier>[] = [
  { name: 'id', of: (dossier) => dossier.id },
  { name: 'provider', says: 'slug', of: (dossier) => dossier.provider.slug },
  { name: 'provider_name', of: (dossier) => dossier.provider.name },
  { name: 'service', of: (dossier) => dossier.service?.name },
  { name: 'service_kinds', of: (dossier) => dossier.service?.kinds },
  { name: 'scheme', of: (dossier) => dossier.scheme },
  { name: 'status', of: (dossier) => dossier.status },
  { name: 'confirmed', of: (dossier) => dossier.confirmed },
  { name: 'expiring', of: (dossier) => dossier.expiring },
  { name: 'stale', of: (dossier) => dossier.stale },
  { name: 'last_heard', of: (dossier) => dossier.lastHeard },
  { name: 'milestone', says: 'the furthest', of: (dossier) => dossier.stage?.milestone },
  { name: 'milestone_occurred', of: (dossier) => dossier.stage?.occurred },
  { name: 'milestone_confirmed', of: (dossier) => dossier.stage?.confirmed },
  { name: 'decision', says: 'of the grant in force, else of the last', of: (dossier) => grantOf(dossier)?.decision },
  { name: 'grant_state', of: (dossier) => grantOf(dossier)?.state },
  { name: 'valid_from', of: (dossier) => grantOf(dossier)?.validFrom },
  { name: 'valid_until', of: (dossier) => grantOf(dossier)?.validUntil },
  { name: 'runs_until', says: 'last day in force as things stand', of: (dossier) => grantOf(dossier)?.runsUntil },
  {
    name: 'current_until',
    says: 'of a report, the last day it counts as current; of a duty, the last before it lapses',
    of: (dossier) => grantOf(dossier)?.currentUntil,
  },
  { name: 'referential', of: (dossier) => grantOf(dossier)?.referential },
  { name: 'level', of: (dossier) => grantOf(dossier)?.level },
  { name: 'grant_confirmed', of: (dossier) => grantOf(dossier)?.confirmed },
  { name: 'conditions', of: (dossier) => grantOf(dossier)?.conditions },
  { name: 'reservations', of: (dossier) => grantOf(dossier)?.reservations.map(({ text }) => text) },
  {
    name: 'targets',
    says: 'not reached: milestone and due date',
    of: ({ targets }) => targets.filter(({ reached }) => reached === null).map((one) => `${one.milestone} ${one.due}`),
  },
  { name: 'labels', of: (dossier) => dossier.labels },
  { name: 'depends_on', says: 'ids of dossiers', of: (dossier) => dossier.dependsOn },
  { name: 'warnings', says: 'codes', of: (dossier) => [...new Set(dossier.warnings.map(({ code }) => code))] },
  { name: 'version', of: (dossier) => dossier.version },
];
