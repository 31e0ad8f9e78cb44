import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { actorOf, type Principal } from '#access/principal.js';
import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { NewProviderEvent } from '#domain/event/provider-events.js';
import type { Problem } from '#domain/refusal.js';
import { RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { RecordProviderEvent } from '#dossiers/record-provider-event.js';
import { Proposals } from '#approvals/proposals.js';
import { scopeOf } from '../../api/auth/caller.js';
import { callerOf, problemsUnder, type PageContext } from '../frame/page.js';
import { type RecordingPreview, RecordingPreviews } from './preview.js';
import type { Subject } from './subject.js';

type Of<K extends Subject['kind']> = Extract<Subject, { kind: K }>;

export type NewEntry =
  | { kind: 'dossier'; subject: Of<'dossier'>; event: NewDossierEvent }
  | { kind: 'provider'; subject: Of<'provider'>; event: NewProviderEvent };

/** @returns the problems of an invalid event */
export async function newEntryOf(subject: Subject, candidate: object): Promise<NewEntry | Problem[]> {
  const schema = subject.kind === 'dossier' ? NewDossierEvent : NewProviderEvent;
  const problems = await problemsUnder(schema, candidate);
  if (problems.length > 0) return [...problems];
  return subject.kind === 'dossier'
    ? { kind: 'dossier', subject, event: NewDossierEvent.parse(candidate) }
    : { kind: 'provider', subject, event: NewProviderEvent.parse(candidate) };
}

@Injectable()
export class Recorder {
  constructor(
    private readonly commands: CommandBus,
    private readonly previews: RecordingPreviews,
    private readonly proposals: Proposals,
  ) {}

  /**
   * A form submitted twice records once, by its `idempotencyKey`. What needs a second person is proposed instead.
   *
   * @throws Refusal, Conflict, IdReused, as the commands do
   */
  async record(
    entry: NewEntry,
    page: PageContext,
    { idempotencyKey, expected }: { idempotencyKey: string; expected: number },
  ) {
    const caller = callerOf(page);
    const about = { actor: actorOf(caller), correlationId: page.requestId };
    const context = { ...about, id: idempotentId(caller, idempotencyKey), expected };
    if (entry.kind === 'provider') {
      const command = new RecordProviderEvent(entry.subject.id, entry.event, page.today, context);
      return { recorded: await this.commands.execute(command), proposal: undefined };
    }
    const { id: dossier } = entry.subject;
    return this.proposals.orPropose(
      () => this.commands.execute(new RecordDossierEvent(dossier, entry.event, page.today, context)),
      { kind: 'dossier-event', dossier, event: entry.event },
      context,
    );
  }

  /** @throws Refusal and Conflict, as recording does */
  async preview(entry: NewEntry, page: PageContext): Promise<RecordingPreview> {
    const at = { today: page.today, language: page.language, scope: scopeOf(callerOf(page)) };
    return entry.kind === 'dossier'
      ? this.previews.onDossier(entry.subject, entry.event, at)
      : this.previews.onProvider(entry.subject, entry.event, at);
  }
}

/** The event id derived from the idempotency key of a form. */
export const idempotentId = (caller: Principal, idempotencyKey: string): string =>
  uuidOf('console', caller.id, idempotencyKey);
