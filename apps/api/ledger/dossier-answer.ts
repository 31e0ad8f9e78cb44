import { z } from 'zod';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { DossierView } from '#domain/dossier/standing.js';
import { WARNING_KINDS, type Warning } from '#domain/warning/warning.js';
import { SourceSchema, type Source } from '#domain/source/source.js';
import { summaryWithTitle } from '#language/describe-event.js';
import type { Language } from '#language/language.js';
import { warningText } from '#language/phrases.js';
import { type Column, fields, placeColumns } from '../csv/csv.js';

const Side = z.strictObject({
  event: z.uuid(),
  type: z.string(),
  occurred: PartialDateSchema.nullable(),
  says: z.string(),
  source: SourceSchema.pick({ kind: true, publisher: true, url: true }).nullable(),
});

export const WarningAnswer = z
  .strictObject({
    code: z.string(),
    kind: z.enum(WARNING_KINDS),
    text: z.string().describe('Message for people; may change.'),
    params: z.record(z.string(), z.unknown()).describe('Parameters of the code: the values in `text`.'),
    events: z
      .array(z.uuid())
      .describe('Events of both sides, the applicable one first; of a register that confirms one, the `RegisterRead`.'),
    sides: z.array(Side).describe('Statement and source of the first events.'),
  })
  .meta({ id: 'Warning' });

/** In the answer to a request that records an event. */
export const newWarningsAnswer = z
  .array(WarningAnswer)
  .describe('Warnings as of today that the event brings, from the events of the dossier alone.');

export const DossierAnswer = DossierView.extend({ warnings: z.array(WarningAnswer) }).meta({ id: 'Dossier' });

export const dossierAnswerOf = (view: DossierView, language: Language): z.input<typeof DossierAnswer> => ({
  ...view,
  warnings: warningAnswersOf(view.warnings, language),
});

export const warningAnswersOf = (warnings: readonly Warning[], language: Language) =>
  warnings.map((warning) => warningAnswerOf(warning, language));

function warningAnswerOf(warning: Warning, language: Language): z.input<typeof WarningAnswer> {
  const { code, kind, params, events, sides } = warning;
  return {
    ...{ code, kind, text: warningText(warning, language), params, events },
    sides: sides.map(({ event, said }) => ({
      event,
      type: said.type,
      occurred: said.occurred ?? null,
      says: summaryWithTitle(said, language),
      source: said.source ? citedOf(said.source) : null,
    })),
  };
}

const citedOf = ({ kind, publisher, url }: Source) => ({ kind, publisher, ...(url !== undefined && { url }) });

export const eventExample = {
  id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  position: 31,
  type: 'GrantIssued',
  occurred: '2023-12-28',
  source: { kind: 'decision', publisher: 'ANSSI' },
} as const;

export const dossierExample: z.input<typeof DossierAnswer> = {
  id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  provider: { id: '5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f', slug: 'ovhcloud', name: 'OVHcloud' },
  service: { name: 'Hosted Private Cloud powered by VMware', kinds: ['IaaS'] },
  scheme: 'secnumcloud',
  status: 'granted',
  confirmed: true,
  because: ['9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f'],
  expiring: true,
  stale: false,
  lastHeard: '2023-12-28',
  announced: null,
  stage: { milestone: 'J3', occurred: '2023-12-28', confirmed: true },
  milestones: [
    {
      milestone: 'J3',
      occurred: '2023-12-28',
      day: '2023-12-28',
      confirmed: true,
      event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
    },
  ],
  grants: [
    {
      id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      decision: '2279',
      validFrom: '2023-12-28',
      startSource: 'decision',
      validUntil: '2026-12-29',
      state: 'in-force',
      runsFrom: '2023-12-28',
      runsUntil: '2026-12-29',
      confirmedFrom: '2023-12-28',
      currentUntil: null,
      conditions: [],
      reservations: [],
      referential: '3.2',
      level: null,
      confirmed: true,
      doubt: null,
      events: ['9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f'],
    },
  ],
  grantedFrom: null,
  targets: [],
  labels: ['cloud-de-confiance'],
  dependsOn: [],
  warnings: [],
  version: 7,
  asOf: '2026-11-25',
  knownAt: null,
};

type Dossier = z.input<typeof DossierAnswer>;

/** The grant shown in a row: the latest in force or suspended, otherwise the latest. */
const grantOf = ({ grants }: Dossier) =>
  grants.findLast(({ state }) => state === 'in-force' || state === 'suspended') ?? grants.at(-1);

export const dossierColumns: readonly Column<Dossier>[] = [
  ...fields('id'),
  ...placeColumns<Dossier>((dossier) => dossier),
  { name: 'service_kinds', of: (dossier) => dossier.service?.kinds },
  ...fields('scheme', 'status', 'confirmed', 'expiring', 'stale', 'lastHeard'),
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
  ...fields('labels'),
  { name: 'depends_on', description: 'dossier ids', of: (dossier) => dossier.dependsOn },
  { name: 'warnings', description: 'codes', of: (dossier) => [...new Set(dossier.warnings.map(({ code }) => code))] },
  ...fields('version'),
  {
    name: 'granted_from',
    description: 'first day of a grant that is decided and not yet valid',
    of: (dossier) => dossier.grantedFrom,
  },
  {
    name: 'start_source',
    description: 'kind of the source that gives `valid_from`; `company` and `press` are claims',
    of: (dossier) => grantOf(dossier)?.startSource,
  },
];
