import type { z } from 'zod';
import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { NewProviderEvent } from '#domain/event/provider-events.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { fold } from '#domain/text/fold.js';
import { Name } from '#domain/text/text.js';
import type { CsvRow } from './csv-rows.js';
import { columnProblems } from './column-problems.js';
import { listIn, rowEvent } from './row-event.js';

interface About {
  /** As it stands in the file. */
  row: CsvRow;
  provider: string;
}

export interface ProviderRow extends About {
  about: 'provider';
  event: z.infer<typeof NewProviderEvent>;
}

export interface DossierRow extends About {
  about: 'dossier';
  scheme: string;
  service?: string | undefined;
  kinds: string[];
  /** `provider / service`; the event then holds `SOME_DOSSIER` in its place. */
  dependsOn?: string | undefined;
  event: z.infer<typeof NewDossierEvent>;
}

/** A row that is right by itself. Whether it may be recorded depends on what is on record. */
export type ImportRow = ProviderRow | DossierRow;

/** What a row says, or what is wrong with it: every cell of it, not just the first. */
export function parseRow(row: CsvRow, schemes: Schemes): ImportRow | Problem[] {
  const { line, cells } = row;
  const { provider = '', scheme, service, service_kinds: kinds = '', depends_on: dependsOn } = cells;
  const problems = [
    ...nameProblems('provider', provider),
    ...(service === undefined ? [] : nameProblems('service', service)),
    ...(dependsOn === undefined ? [] : dependencyProblems(dependsOn)),
    ...(scheme === undefined || schemes.has(scheme) ? [] : [noScheme(schemes)]),
  ];
  const schema = scheme === undefined ? NewProviderEvent : NewDossierEvent;
  const written = rowEvent(row);
  const parsed = schema.safeParse(written);
  if (!parsed.success) problems.push(...columnProblems(parsed.error, written, row));
  if (!parsed.success || problems.length > 0) return problems.map((problem) => ({ row: line, ...problem }));
  if (scheme === undefined)
    return { about: 'provider', row, provider, event: parsed.data as z.infer<typeof NewProviderEvent> };
  const event = parsed.data as z.infer<typeof NewDossierEvent>;
  return { about: 'dossier', row, provider, scheme, service, kinds: listIn(kinds), dependsOn, event };
}

function nameProblems(field: string, name: string): Problem[] {
  if (name === '') return [{ field, reason: 'is required' }];
  if (fold(name) === '') return [{ field, reason: 'must hold a letter or a digit' }];
  return Name.safeParse(name).error?.issues.map(({ message }) => ({ field, reason: message })) ?? [];
}

/** Two names are not longer; every blank slash doubles as a way to read it. */
const LONGEST_DEPENDENCY = 410;

const dependencyProblems = (text: string): Problem[] =>
  text.length <= LONGEST_DEPENDENCY
    ? []
    : [{ field: 'depends_on', reason: `must be at most ${LONGEST_DEPENDENCY} characters: provider / service` }];

const noScheme = (schemes: Schemes): Problem => ({
  field: 'scheme',
  reason: `no such scheme; there are ${[...schemes.keys()].join(', ')}`,
});
