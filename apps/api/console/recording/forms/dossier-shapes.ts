import type { DossierType } from '../recordable.js';
import { asked, optional, REMARKS, type FormField, type FormShape } from './form-field.js';

const fact = (...fields: FormField[]): FormShape => ({
  fields: [...fields, ...REMARKS],
  occurred: 'required',
  source: 'required',
});

const housekeeping = (...fields: FormField[]): FormShape => ({
  fields: [...fields, ...REMARKS],
  occurred: 'optional',
  source: 'optional',
});

const decision = optional('decision', 'decision');
const referential = optional('referential', 'referential');
const validity = [optional('validFrom', 'date'), optional('validUntil', 'date')];
const reason = optional('reason', 'prose');
const surveillance = fact(optional('duty', 'duty'), optional('due', 'date'), decision);
const dates = [asked('due', 'date'), optional('opens', 'date'), optional('lapses', 'date'), reason];

/** What the form of each type asks, in its order. `dossier-shapes.spec` holds it to the schemas. */
export const DOSSIER_SHAPES: Record<DossierType | 'DossierOpened' | 'GrantExpired', FormShape> = {
  ScopeDeclared: fact(asked('service'), { ...optional('serviceKinds', 'lines'), isAlwaysGiven: true }),
  AnnouncementMade: fact(referential),
  IntentDeclared: fact(referential),
  ApplicationFiled: fact(referential),
  TargetSet: fact(asked('milestone', 'milestone'), asked('target', 'date'), referential),
  MilestoneReached: fact(asked('milestone', 'milestone')),
  ValidationIssued: fact(asked('authority', 'authority')),
  GrantIssued: fact(
    optional('decision'),
    ...validity,
    optional('reservations', 'reservations'),
    optional('conditions', 'lines'),
    optional('level', 'level'),
    referential,
    optional('authority', 'authority'),
    optional('milestone', 'milestone'),
  ),
  RegisterObserved: fact(asked('register'), asked('listing', 'listing'), decision, ...validity),
  GrantAnnounced: fact(decision),
  GrantSuspended: fact(decision, reason),
  GrantReinstated: fact(decision, reason),
  GrantWithdrawn: fact(decision, reason),
  ReservationLifted: fact(decision, reason),
  SurveillancePassed: surveillance,
  SurveillanceFailed: surveillance,
  ApplicationRefused: fact(reason),
  ApplicationAbandoned: fact(reason),
  StatementMade: fact(optional('speaker')),
  ClaimDisputed: fact(optional('speaker')),
  DependencyDeclared: fact(asked('dependsOn', 'dossier')),
  ServiceTransferred: fact(asked('to', 'provider')),
  DeadlineSet: housekeeping(asked('key', 'key'), ...dates),
  DeadlineMoved: housekeeping(asked('key', 'openKey'), ...dates),
  DeadlineMet: housekeeping(asked('key', 'openKey'), reason),
  DeadlineCancelled: housekeeping(asked('key', 'openKey'), reason),
  // These two are recorded by no form of their own, and corrected like all the others.
  DossierOpened: housekeeping(optional('service'), optional('serviceKinds', 'lines')),
  GrantExpired: housekeeping(decision, asked('validUntil', 'date')),
};
