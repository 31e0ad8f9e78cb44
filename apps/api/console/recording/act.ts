import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { NewProviderEvent } from '#domain/event/provider-events.js';
import type { Problem } from '#domain/refusal.js';
import { problemsUnder } from '../frame/page.js';
import type { Subject } from './subject.js';

type Of<K extends Subject['kind']> = Extract<Subject, { kind: K }>;

/** Something to be recorded on something. */
export type Act =
  | { kind: 'dossier'; subject: Of<'dossier'>; event: NewDossierEvent }
  | { kind: 'provider'; subject: Of<'provider'>; event: NewProviderEvent };

/** @returns what is wrong with it, where it is no event that can be recorded there */
export async function actOf(subject: Subject, candidate: object): Promise<Act | Problem[]> {
  const schema = subject.kind === 'dossier' ? NewDossierEvent : NewProviderEvent;
  const problems = await problemsUnder(schema, candidate);
  if (problems.length > 0) return [...problems];
  return subject.kind === 'dossier'
    ? { kind: 'dossier', subject, event: NewDossierEvent.parse(candidate) }
    : { kind: 'provider', subject, event: NewProviderEvent.parse(candidate) };
}
