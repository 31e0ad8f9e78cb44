import { createHash, randomUUID } from 'node:crypto';
import {
  Module,
  Injectable,
  type BeforeApplicationShutdown,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Selectable, sql } from 'kysely';
import { Activities } from '#access/activities.js';
import { planApproverMails, mayNow } from '#access/people.js';
import { actorIn, actorOf, isOtherPerson, type Principal } from '#access/principal.js';
import { PeriodicTask } from '#concurrency/periodic-task.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { isLostConnection } from '#database/errors.js';
import type { ProposalTable } from '#database/tables/work.js';
import { inTurn } from '#database/transactions.js';
import { ApprovalNeeded } from '#domain/approval.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import { importCause, proposalCause, maybeProposalIn } from '#domain/event/causes.js';
import type { Amendment } from '#domain/event/corrections.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, registerStream, schemeStream } from '#domain/event/ledger-event.js';
import type { Reason } from '#domain/reasons.js';
import { reason, Refusal, refuse } from '#domain/refusal.js';
import type { Match } from '#domain/register/register-record.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { IdReused, UnreadableEvent, Conflict } from '#event-store/events.js';
import { Imports, ImportsModule } from '#imports/imports.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { MatchEntry } from '#registers/match-entry.js';
import { type Approval, previewIdOf } from '#schemes/four-eyes.js';
import { AmendScheme, PublishScheme } from '#schemes/publish-scheme.js';

/** What a proposal would do, were it recorded now; `refused`: nothing. */
export type Previewed =
  | { id: string; changes: readonly StatusChange[]; refused?: undefined }
  | { refused: Reason; changes?: undefined };

/** Runs the commands of proposals. The same decision is taken as when they were proposed, on the ledger as it is now. */
@Injectable()
export class ProposedCommands {
  constructor(
    private readonly commands: CommandBus,
    private readonly imports: Imports,
    private readonly clock: Clock,
  ) {}

  /** Records nothing. */
  async preview(proposal: Proposal): Promise<Previewed> {
    try {
      await this.run(proposal, { preview: null });
      return { refused: reason('proposal-recorded') };
    } catch (error) {
      if (error instanceof ApprovalNeeded) return { id: previewIdOf(error.changes), changes: error.changes };
      if (error instanceof Refusal) return { refused: refusalIn(error) };
      if (error instanceof IdReused) return { refused: reason('proposal-recorded') };
      if (error instanceof UnreadableEvent) return { refused: reason('proposal-unreadable') };
      throw error;
    }
  }

  /**
   * Records a proposal in the name of its author. Repeating it records nothing twice: the id of the event is that of the
   * proposal, those of a file derive from its rows.
   *
   * @returns the last position of what it records
   * @throws ApprovalNeeded it would no longer do what was approved; and as the commands do
   */
  async run(proposal: Proposal, approval: Approval): Promise<{ position: number }> {
    const { id, proposed, event, proposer: actor } = proposal;
    const context = { actor, causationId: causeOf(proposed.kind, id), approval };
    const withId = { ...context, id: event };
    switch (proposed.kind) {
      case 'dossier-event': {
        const today = this.clock.today('UTC'); // of the answer, which is not used
        return this.commands.execute(new RecordDossierEvent(proposed.dossier, proposed.event, today, withId));
      }
      case 'import':
        return this.imports.record(proposed.bytes, context);
      case 'scheme':
        return this.commands.execute(new PublishScheme(proposed.scheme, withId));
      case 'scheme-amendment':
        return this.commands.execute(new AmendScheme(proposed.slug, proposed.amendment, withId));
      case 'match':
        return this.commands.execute(new MatchEntry(proposed.register, proposed.match, withId));
    }
  }
}

/** The most specific reason. */
const refusalIn = ({ why, problems: [first] }: Refusal): Reason =>
  first ? ({ code: first.code, ...(first.params && { params: first.params }) } as Reason) : why;

/** Whoever proposes: the actor, and the id that the event would have had. */
interface ProposalContext {
  actor: string;
  id?: string;
  /** The request, which the mails to approvers name. */
  correlationId?: string;
}

/** Between two looks for proposals that another process has left. */
const RESUME_MS = 60_000;

/**
 * Changes that wait for a second person. A decision is stored before what it leads to is recorded: a process that stops in
 * between, or loses its connection, leaves a proposal in state `recording`, which is ended within a minute, or by the next
 * decision. One that cannot be recorded is open again, and hinders no other.
 */
@Injectable()
export class Proposals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Proposals.name);
  readonly #stopping = new AbortController();
  readonly #resuming = new PeriodicTask(
    RESUME_MS,
    () => this.#resumeLeft(),
    (error) => {
      this.#log.error(error);
    },
  );
  #resumed: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly commands: ProposedCommands,
    private readonly activities: Activities,
    private readonly clock: Clock,
  ) {}

  /** Does not wait: a process starts whatever was left. */
  onApplicationBootstrap(): void {
    this.#resumed = this.#resuming.run(this.#stopping.signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#resumed;
  }

  /**
   * Stores a change that was refused for want of an approval. Somebody who proposes the same again, while it waits or with
   * the same id, is given the same proposal.
   *
   * @throws Refusal account-needed
   * @throws IdReused the id was used for something else
   */
  async propose(
    proposed: Proposed,
    { actor, id: event, correlationId: requestId }: ProposalContext,
    needed: ApprovalNeeded,
  ): Promise<Proposal> {
    const { account } = actorIn(actor);
    if (account === undefined) throw new Refusal('account-needed', reason('account-needed'));
    const hash = hashOf(proposed);
    const known = event === undefined ? undefined : await this.#row(proposalIdOf(event));
    if (known && !known.hash.equals(hash)) throw new IdReused(known.event);
    if (known) return proposalOf(known);
    const about = aboutOf(proposed);
    const id = proposalIdOf(event ?? randomUUID());
    await this.db.ledger.transaction().execute(async (tx) => {
      const { numAffectedRows } = await sql`
        insert into proposal (id, kind, about, payload, event, bytes, hash, schemes, proposer, account, proposed_at, state)
        select ${id}, ${proposed.kind}, ${about}, ${JSON.stringify(payloadOf(proposed))}::jsonb,
          ${event ?? uuidOf('proposed', id)}, ${proposed.kind === 'import' ? proposed.bytes : null}, ${hash},
          ${[...needed.schemes]}::text[], ${actor}, ${account}, clock_timestamp() + clock_offset, 'open'
        from ledger_head on conflict do nothing
      `.execute(tx);
      if (numAffectedRows === 0n) return;
      await planApproverMails(tx, { proposal: id, proposer: account, requestId }, this.clock.now());
      await this.activities.note({ actor, act: 'proposal-made', about: `proposal:${id}` }, tx);
    });
    const row = await this.db.ledger
      .selectFrom('proposal')
      .selectAll()
      .where((is) => is.or([is('id', '=', id), is.and({ account, hash }).and('state', 'in', WAITING)]))
      .orderBy('proposed_at')
      .executeTakeFirstOrThrow();
    return proposalOf(row);
  }

  /**
   * Records, or proposes what a second person has to look at first.
   *
   * @throws Refusal account-needed, and whatever recording throws
   */
  async orPropose<T>(
    record: () => Promise<T>,
    proposed: Proposed,
    context: ProposalContext,
  ): Promise<{ recorded: T; proposal?: undefined } | { proposal: Proposal; recorded?: undefined }> {
    try {
      return { recorded: await record() };
    } catch (error) {
      if (!(error instanceof ApprovalNeeded)) throw error;
      return { proposal: await this.propose(proposed, context, error) };
    }
  }

  /** Newest first. Files come without their bytes. */
  async list(
    { state }: { state?: ProposalState | undefined },
    { limit, before }: { limit: number; before?: { at: Date; id: string } | undefined },
  ): Promise<Proposal[]> {
    let query = this.db
      .selectFrom('proposal')
      .select(['id', 'kind', 'about', 'payload', 'event', 'hash', 'schemes', 'proposer', 'account', 'proposed_at'])
      .select(['state', 'decided_by', 'decided_at', 'reason', 'preview', 'refusal', 'position'])
      .orderBy('proposed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (state) query = query.where('state', '=', state);
    if (before) query = query.where(sql<boolean>`(proposed_at, id) < (${before.at}, ${before.id}::uuid)`);
    return (await query.execute()).map((row) => proposalOf({ ...row, bytes: null }));
  }

  /** How many somebody has to decide on. @param account whose own are not counted */
  async countOpen(account: string): Promise<number> {
    const { count } = await this.db.ledger
      .selectFrom('proposal')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('state', '=', 'open')
      .where('account', '<>', account)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Adds to each entry who approved it; their ids are in proposals, not in the ledger. */
  async withApprovers(entries: readonly TimelineEntry[]): Promise<TimelineEntry[]> {
    const ids = [...new Set(entries.flatMap(({ causationId }) => maybeProposalIn(causationId) ?? []))];
    if (ids.length === 0) return [...entries];
    const rows = await this.db.ledger
      .selectFrom('proposal')
      .select(['id', 'kind', 'decided_by'])
      .where('id', 'in', ids)
      .where('state', 'in', ['approved', 'recording'])
      .execute();
    const approvers = new Map(rows.map((row) => [causeOf(row.kind, row.id), row.decided_by ?? '']));
    return entries.map((entry) => {
      const approvedBy = approvers.get(entry.causationId ?? '');
      return approvedBy === undefined ? entry : { ...entry, approvedBy };
    });
  }

  /** @throws Refusal not-found */
  async get(id: string): Promise<Proposal> {
    const row = await this.#row(id);
    if (!row) throw refuse('not-found', 'id', 'proposal-id-not-found', { id });
    return proposalOf(row);
  }

  /** Whether an id is that of a proposal: nobody else may name it as the cause of what they record. */
  async has(id: string): Promise<boolean> {
    return (await this.#row(id)) !== undefined;
  }

  /**
   * Approves and records a proposal.
   *
   * @param preview id of the one that the approver saw
   * @throws Refusal own-proposal, account-needed, proposal-decided; proposal-changed: it would do something else now
   */
  async approve(id: string, by: Principal, { preview, reason }: { preview: string; reason?: string | undefined }) {
    return inTurn(this.db, 'approvals', async () => {
      await this.#resume().catch((error: unknown) => {
        this.#log.error(error); // of other proposals
      });
      await this.#assertDecides(await this.#open(id), by);
      const decision = { by: actorOf(by), state: 'recording', reason, preview } as const;
      return this.#record(await this.#decide(id, decision), true);
    }).finally(() => {
      this.#resuming.trigger(); // soon, rather than in a minute
    });
  }

  /** @throws Refusal own-proposal, account-needed, proposal-decided */
  async reject(id: string, by: Principal, reason: string): Promise<Proposal> {
    return inTurn(this.db, 'approvals', async () => {
      await this.#assertDecides(await this.#open(id), by);
      return this.#decide(id, { by: actorOf(by), state: 'rejected', reason });
    });
  }

  /** By its author. @throws Refusal own-proposal, proposal-decided */
  async withdraw(id: string, by: Principal): Promise<Proposal> {
    return inTurn(this.db, 'approvals', async () => {
      const { proposer } = await this.#open(id);
      const isOwn = by.account !== undefined && actorIn(proposer).account === by.account;
      if (!isOwn) throw refuse('own-proposal', 'id', 'proposal-not-own');
      return this.#decide(id, { by: actorOf(by), state: 'withdrawn' });
    });
  }

  /** Both the role and the key that the request, or the session, came with. */
  async #assertDecides({ proposer }: Proposal, by: Principal): Promise<void> {
    if (by.account === undefined) throw refuse('account-needed', 'id', 'account-needed');
    if (!isOtherPerson(actorOf(by), proposer)) throw refuse('own-proposal', 'id', 'own-proposal');
    if (!by.scopes.has('approve') || !(await mayNow(this.db, by.account, 'approve')))
      throw refuse('account-needed', 'id', 'approver-needed');
  }

  async #open(id: string): Promise<Proposal> {
    const proposal = await this.get(id);
    if (proposal.state !== 'open') throw refuse('proposal-decided', 'id', 'proposal-state', { state: proposal.state });
    return proposal;
  }

  async #record(proposal: Proposal, isFresh = false): Promise<Proposal> {
    const { id, event, preview, proposed } = proposal;
    const found = await this.events.find(event);
    if (found && found.causationId !== causeOf(proposed.kind, id))
      return this.#outdate(proposal, reason('proposal-recorded'));
    if (found) return this.#conclude(proposal, { state: 'approved', position: found.position });
    let position: number;
    try {
      ({ position } = await this.commands.run(proposal, { preview }));
    } catch (error) {
      if (error instanceof ApprovalNeeded || error instanceof Conflict) {
        await this.#reopen(id);
        if (!isFresh) return this.get(id);
        throw error instanceof Conflict ? error : refuse('proposal-changed', 'preview', 'proposal-changed');
      }
      if (error instanceof Refusal) return this.#outdate(proposal, refusalIn(error));
      // Whether it is on record after a lost connection is found out later. Otherwise it is not, and can be decided again.
      if (!isLostConnection(error)) await this.#reopen(id);
      throw error;
    }
    return this.#conclude(proposal, { state: 'approved', position });
  }

  #outdate(proposal: Proposal, refusal: Reason): Promise<Proposal> {
    return this.#conclude(proposal, { state: 'outdated', refusal: JSON.stringify(refusal) });
  }

  async #conclude(
    { id, decided }: Proposal,
    set: { state: 'approved'; position: number } | { state: 'outdated'; refusal: string },
  ): Promise<Proposal> {
    await this.db.ledger.transaction().execute(async (tx) => {
      await tx
        .updateTable('proposal')
        .set({ ...set, bytes: null })
        .where('id', '=', id)
        .execute();
      const actor = decided?.by ?? 'worker';
      const about = `proposal:${id}`;
      await this.activities.note({ actor, act: 'proposal-decided', about, details: { decision: set.state } }, tx);
    });
    return this.get(id);
  }

  async #decide(id: string, decision: Decision): Promise<Proposal> {
    const { by, state, reason = null, preview = null } = decision;
    await this.db.ledger.transaction().execute(async (tx) => {
      await sql`
        update proposal set state = ${state}, decided_by = ${by}, reason = ${reason}, preview = ${preview},
          decided_at = clock_timestamp() + clock_offset,
          bytes = case when ${state} = 'recording' then bytes end
        from ledger_head where id = ${id}
      `.execute(tx);
      if (state === 'recording') return;
      const about = `proposal:${id}`;
      await this.activities.note({ actor: by, act: 'proposal-decided', about, details: { decision: state } }, tx);
    });
    return this.get(id);
  }

  async #reopen(id: string): Promise<void> {
    await this.db.ledger
      .updateTable('proposal')
      .set({ state: 'open', decided_by: null, decided_at: null, reason: null, preview: null })
      .where('id', '=', id)
      .execute();
  }

  async #resumeLeft(): Promise<void> {
    if ((await this.#recording()).length > 0) await inTurn(this.db, 'approvals', () => this.#resume());
  }

  /**
   * Ends what a process has left: what was approved is recorded, unless it would now do something else.
   *
   * @throws AggregateError once each was tried
   */
  async #resume(): Promise<void> {
    const errors: unknown[] = [];
    for (const row of await this.#recording())
      await this.#record(proposalOf(row)).catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw new AggregateError(errors, 'proposals that were approved could not be recorded');
  }

  #recording() {
    return this.db.ledger.selectFrom('proposal').selectAll().where('state', '=', 'recording').execute();
  }

  #row(id: string) {
    return this.db.ledger.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst();
  }
}

const WAITING = ['open', 'recording'] as const;

interface Decision {
  by: string;
  state: 'recording' | 'rejected' | 'withdrawn';
  reason?: string | undefined;
  preview?: string;
}

const proposalIdOf = (event: string): string => uuidOf('proposal', event);

function payloadOf({ kind: _, ...proposed }: Proposed): object {
  const { bytes: __, ...payload } = { bytes: undefined, ...proposed };
  return payload;
}

const hashOf = (proposed: Proposed): Buffer =>
  createHash('sha256')
    .update(`${proposed.kind}\n${canonicalJson(payloadOf(proposed))}\n`)
    .update(proposed.kind === 'import' ? proposed.bytes : '')
    .digest();

function aboutOf(proposed: Proposed): string | null {
  switch (proposed.kind) {
    case 'dossier-event':
      return dossierStream(proposed.dossier);
    case 'import':
      return null;
    case 'scheme':
      return schemeStream(proposed.scheme.slug);
    case 'scheme-amendment':
      return schemeStream(proposed.slug);
    case 'match':
      return registerStream(proposed.register);
  }
}

/** A change of a status that a second person has to look at. */
type Proposed =
  | { kind: 'dossier-event'; dossier: string; event: NewDossierEvent }
  | { kind: 'import'; name: string; bytes: Buffer }
  | { kind: 'scheme'; scheme: Scheme }
  | { kind: 'scheme-amendment'; slug: string; amendment: Amendment }
  | { kind: 'match'; register: string; match: Match };

export const PROPOSAL_STATES = ['open', 'recording', 'approved', 'rejected', 'withdrawn', 'outdated'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export interface Proposal {
  id: string;
  proposed: Proposed;
  /** Stream; null for a file. */
  about: string | null;
  /** The id of the event that it records. */
  event: string;
  schemes: string[];
  /** Actor of its events. */
  proposer: string;
  proposedAt: Date;
  state: ProposalState;
  decided: { by: string; at: Date; reason: string | null } | null;
  /** What the approver saw. */
  preview: string | null;
  /** Why it can no longer be recorded. */
  refusal: Reason | null;
  position: number | null;
}

/** The `causationId` of the events that a proposal records. */
const causeOf = (kind: Proposed['kind'], id: string): string =>
  kind === 'import' ? importCause(id) : proposalCause(id);

function proposalOf(row: Selectable<ProposalTable>): Proposal {
  const { id, kind, payload, bytes, about, event, schemes, proposer, state, reason, preview, refusal, position } = row;
  const file = kind === 'import' && { bytes: bytes ?? Buffer.of() };
  return {
    ...{ id, about, event, schemes, proposer, state, preview, refusal, position },
    proposed: { kind, ...payload, ...file } as Proposed,
    proposedAt: row.proposed_at,
    decided: row.decided_by !== null && row.decided_at ? { by: row.decided_by, at: row.decided_at, reason } : null,
  };
}

/** Changes that a second person has to approve. Needs the modules of the commands that are proposed. */
@Module({
  imports: [ImportsModule],
  providers: [Proposals, ProposedCommands],
  exports: [Proposals, ProposedCommands],
})
export class ApprovalsModule {}
