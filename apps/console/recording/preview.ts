import { changePoints } from '#domain/dossier/spans.js';
import { dependencyWarnings } from '#domain/dossier/dependency.js';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { actorOf, type Principal } from '#access/principal.js';
import { Proposals } from '#approvals/proposals.js';
import { LedgerDatabase } from '#database/connection.js';
import {
  type DeadlinesPreview,
  type DeadlineOfDossier,
  DeadlinesOfDossier,
} from '#deadlines/queries/dossier-deadlines.js';
import { compareDays, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { type Deadline, isSettled } from '#domain/deadline/deadline.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { labelsOn, type Standing, standingOn } from '#domain/dossier/standing.js';
import { statusesOf } from '#domain/dossier/status-change.js';
import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { NewProviderEvent } from '#domain/event/provider-events.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { newWarnings, type Warning } from '#domain/warning/warning.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import { DossierEventPreviews, RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { ProviderEventPreviews, RecordProviderEvent } from '#dossiers/record-provider-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { milestoneName, startPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  activeSubscriptions,
  type ActiveSubscription,
  subscribersToChange,
  digestSubscriptions,
} from '#subscriptions/audience.js';
import { scopeOf } from '../../api/auth/caller.js';
import { audienceOf, EventPreviews } from '../../api/deadlines/event-preview.js';
import { callerOf, problemsUnder, type Page } from '../frame/page.js';
import type { Subject, SubjectOf } from './subject.js';

export interface RecordingPreview {
  /** As it would be recorded, with who speaks. */
  event: LedgerEvent;
  standings: Standings[];
  names?: { before: string; after: string };
  deadlines: DeadlineMove[];
  warnings: WarningChanges;
  /** Subscribers within reach, by frequency, and the number of others. */
  notified: { atOnce: ActiveSubscription[]; daily: ActiveSubscription[]; others: number };
  /** Whether a second person has to look at it first. */
  needsApproval: boolean;
}

/** Records an event, or previews it with the same rules and queries. */
@Injectable()
export class Recorder {
  constructor(
    private readonly commands: CommandBus,
    private readonly proposals: Proposals,
    private readonly dossiers: Dossiers,
    private readonly onDossiers: DossierEventPreviews,
    private readonly onProviders: ProviderEventPreviews,
    private readonly deadlines: DeadlinesOfDossier,
    private readonly db: LedgerDatabase,
    private readonly previews: EventPreviews,
    private readonly fourEyes: FourEyes,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /**
   * A form submitted twice records once, by its `idempotencyKey`. What needs a second person is proposed instead.
   *
   * @throws Refusal, Conflict, IdReused, as the commands do
   */
  async record(
    entry: NewEntry,
    page: Page,
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

  /** Nothing is recorded or scheduled. @throws Refusal and Conflict, as recording does */
  async preview(entry: NewEntry, page: Page): Promise<RecordingPreview> {
    const at = { today: page.today, language: page.language, scope: scopeOf(callerOf(page)) };
    const { event, subject } = entry;
    if (entry.kind === 'provider') {
      const { before, after } = await this.onProviders.of(subject.id, entry.event, at.today);
      const told = await subscribersToChange(this.db, event, [{ provider: subject.id, dossier: null, scheme: null }]);
      return {
        event,
        ...{ standings: [], deadlines: [], needsApproval: false },
        names: { before: before.name, after: after.name },
        warnings: warningChanges(before.warnings, after.warnings),
        notified: await this.#recipients(audienceOf(told, await activeSubscriptions(this.db, at.scope))),
      };
    }
    const { id, scheme } = entry.subject;
    const preview = await this.onDossiers.of(id, entry.event, at.today);
    const notified = await this.previews.notified(id, entry.event, preview, at);
    const { before, after } = preview;
    const warnings = await Promise.all([before, after].map((facts) => this.#warnings(facts, entry.subject, at.today)));
    return {
      event: preview.event,
      standings: daysToCompare({ before, after }, scheme, at),
      deadlines: deadlineMoves(await this.deadlines.preview(id, { before, after }, at.today)),
      warnings: warningChanges(warnings[0] ?? [], warnings[1] ?? []),
      notified: await this.#recipients(notified),
      needsApproval: await this.#needsApproval({ before, after }),
    };
  }

  async #needsApproval({ before, after }: Record<'before' | 'after', DossierFacts>): Promise<boolean> {
    if (!(await this.fourEyes.schemes()).has(after.scheme)) return false;
    const schemes = await this.schemes.at();
    return JSON.stringify(statusesOf(before, schemes)) !== JSON.stringify(statusesOf(after, schemes));
  }

  async #recipients({ subscriptions, others }: ReturnType<typeof audienceOf>): Promise<RecordingPreview['notified']> {
    const daily = await digestSubscriptions(
      this.db,
      subscriptions.map(({ id }) => id),
    );
    return {
      atOnce: subscriptions.filter(({ id }) => !daily.has(id)),
      daily: subscriptions.filter(({ id }) => daily.has(id)),
      others,
    };
  }

  async #warnings(facts: DossierFacts, { id, scheme }: SubjectOf<'dossier'>, day: Day): Promise<Warning[]> {
    const dependent = { id, ...standingOn(facts, scheme, day) };
    const dependencies = await this.dossiers.dependenciesOf([dependent], { asOf: day, knownAt: null });
    return [...dependent.warnings, ...dependencyWarnings(dependent, dependencies)];
  }
}

export interface Compared extends Pick<Standing, 'status' | 'confirmed' | 'stage'> {
  /** Its grants, targets and labels, as displayed. */
  further: string[];
}

interface Standings {
  day: Day;
  before: Compared;
  after: Compared;
}

export const isSameStanding = (a: Compared, b: Compared): boolean =>
  isSameStage(a, b) && a.further.join('\n') === b.further.join('\n');

const isSameStage = (a: Compared, b: Compared): boolean =>
  isSameStatus(a, b) && a.stage?.milestone === b.stage?.milestone;

/**
 * Whether the status and the word for it and for the stage are the same, as displayed: confirmation does not matter while the
 * status is unknown.
 */
export const isSameStatus = (a: Compared, b: Compared): boolean =>
  a.status === b.status &&
  (a.confirmed === b.confirmed || a.status === 'unknown') &&
  (a.stage?.confirmed === b.stage?.confirmed || a.stage?.milestone !== b.stage?.milestone);

function comparedOn(facts: DossierFacts, scheme: Scheme, day: Day, language: Language): Compared {
  const standing = standingOn(facts, scheme, day);
  const { status, confirmed, stage, grants, targets } = standing;
  const { dossiers: words, terms } = phrases(language).console;
  const { confirmation, grantStates } = phrases(language).standing;
  const { decision: number } = phrases(language).mail.general;
  return {
    ...{ status, confirmed, stage },
    further: [
      ...grants.map((grant) =>
        [
          grant.decision === null ? words.grants.nameless : `${number} ${grant.decision}`,
          ...(grant.level === null ? [] : [schemeText(grant.level, language)]),
          `${startPhrase(grant, language)} – ${grant.validUntil === null ? terms.noEnd : writtenDate(grant.validUntil, language)}`,
          `${grantStates[grant.state]} (${confirmation(grant.confirmed, 'grant')})`,
        ].join(', '),
      ),
      ...targets.map(({ milestone, due, reached }) => {
        const { reached: on, notReached } = words.targets;
        const outcome = reached === null ? notReached : on(writtenDate(reached, language));
        return `${milestoneName(milestone, scheme, language)}, ${writtenDate(due, language)}${colon(language)}${outcome}`;
      }),
      ...labelsOn(scheme, standing, day).map((slug) =>
        capitalized(scheme.labels.find((label) => label.slug === slug)?.name[language] ?? slug),
      ),
    ],
  };
}

/**
 * Today, and if nothing changes today, the first later days on which the standing differs, the stage or status, and the
 * status.
 */
function daysToCompare(
  facts: { before: DossierFacts; after: DossierFacts },
  scheme: Scheme,
  { today, language }: Pick<Page, 'today' | 'language'>,
): Standings[] {
  const on = (day: Day): Standings => ({
    day,
    before: comparedOn(facts.before, scheme, day, language),
    after: comparedOn(facts.after, scheme, day, language),
  });
  const now = on(today);
  const turning = [...changePoints(facts.before, scheme), ...changePoints(facts.after, scheme)];
  const later = [...new Set(turning)].filter((day) => day > today).sort();
  const told = [now];
  for (const isSame of [isSameStanding, isSameStage, isSameStatus]) {
    if (!isSame(now.before, now.after)) continue;
    const found = later.map(on).find(({ before, after }) => !isSame(before, after));
    if (found && !told.some(({ day }) => day === found.day)) told.push(found);
  }
  return told.sort((a, b) => (a.day < b.day ? -1 : 1));
}

export interface WarningChanges {
  come: Warning[];
  go: Warning[];
}

const warningChanges = (before: readonly Warning[], after: readonly Warning[]): WarningChanges => ({
  come: newWarnings(before, after),
  go: newWarnings(after, before),
});

export interface DeadlineMove {
  kind: 'comes' | 'goes' | 'moves' | 'met' | 'missed' | 'cancelled' | 'reopens';
  before?: Deadline;
  after?: Deadline;
  dossier: string;
}

export function deadlineMoves({ before, after }: DeadlinesPreview): DeadlineMove[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .flatMap((key) => moveOf(before.get(key), after.get(key)) ?? [])
    .sort((a, b) => compareDays(dayOf(a), dayOf(b)));
}

function moveOf(was: DeadlineOfDossier | undefined, is: DeadlineOfDossier | undefined): DeadlineMove | undefined {
  const dossier = (is ?? was)?.place.dossier ?? '';
  const [before, after] = [was?.deadline, is?.deadline];
  const move = { dossier, ...(before && { before }), ...(after && { after }) };
  if (!before) return after && !isSettled(after.state) ? { kind: 'comes', ...move } : undefined;
  if (!after) return isSettled(before.state) ? undefined : { kind: 'goes', ...move };
  if (before.state !== after.state) return { kind: after.state === 'open' ? 'reopens' : after.state, ...move };
  const isSame = before.due === after.due && before.lapses === after.lapses && before.opens === after.opens;
  return isSame || isSettled(after.state) ? undefined : { kind: 'moves', ...move };
}

const dayOf = ({ before, after }: DeadlineMove): string => earliest((after ?? before)?.due ?? '');

export type NewEntry =
  | { kind: 'dossier'; subject: SubjectOf<'dossier'>; event: NewDossierEvent }
  | { kind: 'provider'; subject: SubjectOf<'provider'>; event: NewProviderEvent };

/** @returns the problems of an invalid event */
export async function newEntryOf(subject: Subject, candidate: object): Promise<NewEntry | Problem[]> {
  const schema = subject.kind === 'dossier' ? NewDossierEvent : NewProviderEvent;
  const problems = await problemsUnder(schema, candidate);
  if (problems.length > 0) return [...problems];
  return subject.kind === 'dossier'
    ? { kind: 'dossier', subject, event: NewDossierEvent.parse(candidate) }
    : { kind: 'provider', subject, event: NewProviderEvent.parse(candidate) };
}

/** The event id derived from the idempotency key of a form. */
export const idempotentId = (caller: Principal, idempotencyKey: string): string =>
  uuidOf('console', caller.id, idempotencyKey);
