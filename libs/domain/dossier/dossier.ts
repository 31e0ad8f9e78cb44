import { assertAmendable } from '../event/corrections.js';
import {
  DossierEventSchema,
  hasEffect,
  type DossierEvent,
  type DossierEventWith,
  type NewDossierEvent,
} from '../event/dossier-events.js';
import { assertDependency } from './dependency.js';
import { officerDeadlines, targetKey, targetsSetAside } from '../deadline/officer-deadlines.js';
import { refuse } from '../refusal.js';
import type { Schemes } from '../scheme/catalogue.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { fold } from '../text/text.js';
import { factsOf, ofType, type DossierRecord } from './facts.js';

export interface DossierAsked {
  provider: string;
  scheme: string;
  service?: { name: string; kinds: string[] } | undefined;
}

/**
 * Opens a dossier: one service of a provider that seeks the outcome of one scheme. The service is optional while the scope
 * is unknown. The caller checks that the provider exists.
 *
 * @param namesake another dossier of this service, opened under another name or none
 * @throws Refusal already-exists, not-found, name-unusable
 */
export function openDossier(
  record: DossierRecord,
  asked: DossierAsked,
  { id, schemes, namesake }: { id: string; schemes: Schemes; namesake?: string | undefined },
): DossierEvent[] {
  const { provider, scheme, service } = asked;
  schemeOf(scheme, schemes);
  const existing = record.length > 0 ? id : namesake;
  if (existing !== undefined) throw refuse('already-exists', 'service', 'dossier-exists', { dossier: existing });
  if (service && fold(service.name) === '') throw refuse('name-unusable', 'service.name', 'name-without-letters');
  const scope = service && { service: service.name, serviceKinds: service.kinds };
  return [{ type: 'DossierOpened', data: { provider, scheme, ...scope } }];
}

/** @param field of the request, for the refusal @throws Refusal not-found, with the slugs of all schemes */
export function schemeOf<S extends Scheme>(slug: string, schemes: ReadonlyMap<string, S>, field = 'scheme'): S {
  const scheme = schemes.get(slug);
  if (scheme) return scheme;
  throw refuse('not-found', field, 'scheme-not-found', { slug, schemes: [...schemes.keys()] });
}

/** @throws Refusal not-found, unknown-reference, dependency-cycle, already-exists, reason-missing, and those of amendments */
export function recordOnDossier(
  record: DossierRecord,
  event: NewDossierEvent,
  dossier: { id: string; scheme: Scheme },
): DossierEvent[] {
  if (record.length === 0) throw refuse('not-found', 'dossier', 'dossier-not-found', { dossier: dossier.id });
  if (event.type === 'EventCorrected') {
    const corrected = assertAmendable(record, event, DossierEventSchema);
    if (corrected) {
      assertSameDossier(record, corrected);
      assertSound(record, corrected, dossier, 'data.changes.data');
    }
  } else if (event.type === 'EventRetracted') assertAmendable(record, event, DossierEventSchema);
  else {
    assertSound(record, event, dossier, 'data');
    if (hasEffect(event, 'deadlines')) assertDeadline(record, event);
  }
  return [event];
}

function assertDeadline(record: DossierRecord, { type, data: { key, reason } }: DossierEventWith<'deadlines'>): void {
  switch (type) {
    case 'DeadlineSet':
      if (isDeadlineOpen(record, key)) throw refuse('already-exists', 'data.key', 'deadline-already-open', { key });
      return;
    case 'DeadlineMoved':
    case 'DeadlineMet':
    case 'DeadlineCancelled':
      if (type === 'DeadlineCancelled' && isTarget(record, key)) {
        if (reason === undefined) throw refuse('reason-missing', 'data.reason', 'target-reason');
        return;
      }
      if (!isDeadlineOpen(record, key)) throw refuse('unknown-reference', 'data.key', 'deadline-not-open', { key });
  }
}

/** Validates an event, newly recorded or as corrected, against the scheme and the dossier. */
function assertSound(
  record: DossierRecord,
  event: DossierEvent,
  { id, scheme }: { id: string; scheme: Scheme },
  at: string,
): void {
  if ('milestone' in event.data) assertMilestone(event.data.milestone, scheme, at);
  if ('duty' in event.data) assertDuty(event.data.duty, scheme, at);
  if (hasEffect(event, 'dependencies')) assertDependency(record, event, id, at);
}

function assertMilestone(code: string | undefined, scheme: Scheme, at: string): void {
  if (code === undefined || milestoneIndex(scheme, code) >= 0) return;
  const milestones = scheme.milestones.map((milestone) => milestone.code);
  const params = { scheme: scheme.slug, milestone: code, milestones };
  throw refuse('unknown-reference', `${at}.milestone`, 'milestone-not-found', params);
}

function assertDuty(duty: string | undefined, { slug, duties = [] }: Scheme, at: string): void {
  const codes = duties.map(({ code }) => code);
  if (duty === undefined || codes.includes(duty)) return;
  throw refuse('unknown-reference', `${at}.duty`, 'duty-not-found', { scheme: slug, duty, duties: codes });
}

/** Provider and scheme identify a dossier, so a correction cannot change them. */
function assertSameDossier(record: DossierRecord, corrected: DossierEvent): void {
  const opened = record.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (corrected.type !== 'DossierOpened' || opened?.type !== 'DossierOpened') return;
  const { provider, scheme } = corrected.data;
  if (provider === opened.data.provider && scheme === opened.data.scheme) return;
  throw refuse('amendment-invalid', 'data.changes.data', 'dossier-identity-fixed');
}

/** Whether a target has the key and was not set aside before. */
function isTarget(record: DossierRecord, key: string): boolean {
  const facts = factsOf(record);
  if (facts === undefined || targetsSetAside(facts).has(key)) return false;
  return ofType(facts.dated, 'TargetSet').some(({ event: { data } }) => targetKey(data.milestone, data.target) === key);
}

const isDeadlineOpen = (record: DossierRecord, key: string): boolean => {
  const facts = factsOf(record);
  return (
    facts !== undefined && officerDeadlines(facts).some((deadline) => deadline.key === key && deadline.closed === null)
  );
};
