import { silences } from '#domain/dossier/flags.js';
import { outlineOn, outlineTurns, type Outline } from '#domain/dossier/outline.js';
import { remembering } from '#domain/dossier/remembering.js';
import { fold } from '#domain/text/fold.js';
import type { Lane } from './lane.js';

/** Where a dossier stands. */
export const statusLane: Lane<Outline> = {
  tables: [
    {
      name: 'dossier_span',
      owner: 'dossier',
      columns: {
        provider: 'uuid',
        status: 'text',
        confirmed: 'boolean',
        expiring: 'boolean',
        stale: 'boolean',
        grant_end: 'date',
        service: 'text',
        depends_on: 'uuid[]',
        body: 'jsonb',
      },
      valuesOf: (outline) => [
        outline.provider,
        outline.status,
        String(outline.confirmed),
        String(outline.expiring),
        String(outline.stale),
        outline.grantEnd,
        fold(outline.service?.name ?? ''),
        `{${outline.dependsOn.join()}}`,
        JSON.stringify(outline),
      ],
      textOf,
    },
  ],
  on: (_, facts, scheme, day) => {
    const value = outlineOn(facts, scheme, day);
    return [{ key: '', value, text: textOf(value) }];
  },
  turnsFrom: outlineTurns,
  turnsOf: ({ dated }, scheme) => silences(dated, scheme),
  timeless: ({ undated }) => undated,
};

/** One flat list, in which the number of what comes next stands before it. */
function textOf(outline: Outline): string {
  const { provider, status, confirmed, expiring, stale, grantEnd, dependsOn, service, announced, stage, grants } =
    outline;
  const parts = [provider, status, confirmed, expiring, stale, grantEnd, dependsOn.length, ...dependsOn];
  if (service) parts.push(service.name, service.kinds.length, ...service.kinds);
  parts.push(announced && announced.occurred, announced && announced.event);
  parts.push(stage && stage.milestone, milestonesText(outline.milestones), grants.length);
  for (const { id, decision, validUntil, state } of grants) parts.push(id, decision, validUntil, state);
  return JSON.stringify(parts);
}

/** The stage is the last of them. */
const milestonesText = remembering((milestones: Outline['milestones']) =>
  JSON.stringify(milestones.map((one) => [one.milestone, one.occurred, one.confirmed, one.day, one.event])),
);
