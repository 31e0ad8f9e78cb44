import { declaresDependency } from '#domain/dossier/dependency-graph.js';
import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { inTurn } from '#database/transactions.js';
import type { Day } from '#domain/date/day.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import { importCause } from '#domain/event/causes.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { reason, Refusal } from '#domain/refusal.js';
import { Conflict, type Context, IdReused } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { assertApproved, FourEyes, type MaybeApproved, mustPreview } from '#schemes/four-eyes.js';
import { statusChangesOf } from '#schemes/preview-appends.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { ImportMessageCount } from '#subscriptions/planning/import-messages.js';
import { rowsRefused } from './file-rows.js';
import { type DecidedRows, decideRows, refusalOf } from './decide-import.js';
import { type DossierChange, dossierChanges, type ImportPreview, previewOf, unreadable } from './import-preview.js';
import { NamesOnRecord } from './name-registry.js';
import { type ParsedRows, readRows } from './parse-row.js';
import type { Upload, UploadStep } from './uploads.js';

const ATTEMPTS = 5;

type OnStep = (step: UploadStep) => void;

interface PreviewOptions {
  /** The day of the statuses. */
  asOf: Day;
}

/** What an import did. `recorded` and `replayed` count rows; `providers` and `dossiers` those that it opened. */
export interface Imported {
  recorded: number;
  /** Rows already on record, and rows that appear twice in the file. */
  replayed: number;
  providers: number;
  dossiers: number;
  /** From this position on the ledger holds all of it. */
  position: number;
}

/** The result of an import, with the changes that its preview listed. */
export interface ImportResult extends Imported {
  changes: DossierChange[];
  /** Number of dossiers with new events, listed or not. */
  touched: number;
  /** Providers that rows are about. */
  about: { id: string; name: string }[];
}

/** Nothing is recorded until a second person approves it. */
export interface ImportProposed {
  /** Id of the proposal. */
  proposal: string;
}

/** A file that is imported, and the state of its import. */
export type ImportUpload = Upload<ImportResult | ImportProposed>;

/** Previews kept in memory: turning a page of one does not decide the file again. */
const CACHED = 2;

/** Imports CSV files and workbooks: a preview, and the recording of the same rows. */
@Injectable()
export class Imports {
  readonly #previews = new Map<string, Promise<ImportPreview>>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly names: NamesOnRecord,
    private readonly fourEyes: FourEyes,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a file, all or nothing, as one append. After a lost race against another writer, perhaps of the same file, the
   * import decides again on the new state.
   *
   * @param asked `causationId`: see `importCause`; absent: an import of its own
   * @param onStep called at each step; deciding may happen several times
   * @throws Refusal import-invalid, too-many-rows; ApprovalNeeded if any row changes a status that needs it
   * @throws Conflict after repeated concurrent writes to the same streams
   */
  async record(bytes: Buffer, asked: Context & MaybeApproved, onStep: OnStep = () => undefined): Promise<Imported> {
    const context = { causationId: importCause(randomUUID()), ...asked };
    onStep('reading');
    const read = await readRows(bytes, await this.schemes.at());
    const record = () => this.#decideAndRecord(read, context, onStep);
    // See `RecordDossierEvent`: nobody else closes the circle of which this file is a part.
    return read.rows.some(({ event }) => declaresDependency(event))
      ? inTurn(this.db, 'dependencies', record)
      : record();
  }

  async #decideAndRecord(read: ParsedRows, context: Context & MaybeApproved, onStep: OnStep): Promise<Imported> {
    const { db, events, names } = this;
    const { rows } = read;
    for (let attempt = 1; ; attempt++) {
      onStep('deciding');
      const ledger = { db, codec: events.codec, names, schemes: await this.schemes.at() };
      const decided = await decideRows(rows, ledger);
      const refusal = refusalOf(read, decided);
      if (refusal) throw refusal;
      const policy = await this.fourEyes.schemes();
      if (decided.plan.appends.length > 0 && mustPreview(policy, context))
        assertApproved(await this.#changes(decided, ledger.schemes), policy, context);
      onStep('recording');
      try {
        return await this.#record(decided, rows.length, context);
      } catch (error) {
        const lost = error instanceof Conflict || error instanceof IdReused;
        if (lost && attempt < ATTEMPTS) continue;
        throw error instanceof IdReused ? await this.#idsTaken(decided) : error;
      }
    }
  }

  #changes({ plan }: DecidedRows, schemes: Schemes): Promise<StatusChange[]> {
    return statusChangesOf(this.events, plan.appends, schemes, this.clock.now());
  }

  async #record({ plan, decisions }: DecidedRows, rows: number, context: Context): Promise<Imported> {
    const { appends } = plan;
    const nothing = { recorded: 0, replayed: rows, providers: 0, dossiers: 0 };
    if (appends.length === 0) return { ...nothing, position: await this.events.head() };
    const appended = await this.events.append(appends, context);
    const position = appended.recorded.at(-1)?.position ?? 0;
    if (appended.replayed) return { ...nothing, position };
    const recorded = [...decisions.values()].filter(({ outcome }) => outcome === 'recorded').length;
    return { recorded, replayed: rows - recorded, ...plan.opened, position };
  }

  /** Ids derive from content and stream: only a client that chose such an id itself can have taken it. */
  async #idsTaken({ plan }: DecidedRows): Promise<Refusal> {
    const taken = await this.events.findAll(plan.appends.flatMap(({ events }) => events.map(({ id }) => id)));
    return rowsRefused(
      [...taken.keys()].map((id) => ({
        row: plan.lineOf(id) ?? 1,
        field: 'row',
        ...reason('row-id-taken', { id }),
      })),
    );
  }

  /** Reads and decides the same rows as `record`, and records nothing. */
  async preview(bytes: Buffer, { asOf }: PreviewOptions): Promise<ImportPreview> {
    const position = await this.events.head();
    const policy = await this.fourEyes.schemes();
    const key = `${createHash('sha256').update(bytes).digest('hex')} ${this.db.epochs.written(position)} ${asOf} ${[...policy].join()}`;
    const known = this.#previews.get(key);
    if (known) return known;
    const preview = this.#preview(bytes, { asOf, policy }, position).catch((error: unknown) => {
      this.#previews.delete(key);
      throw error;
    });
    const excess = Math.max(0, this.#previews.size - CACHED + 1);
    for (const old of [...this.#previews.keys()].slice(0, excess)) this.#previews.delete(old);
    this.#previews.set(key, preview);
    return preview;
  }

  async #preview(
    bytes: Buffer,
    { asOf, policy }: PreviewOptions & { policy: ReadonlySet<string> },
    position: number,
  ): Promise<ImportPreview> {
    try {
      const schemes = await this.schemes.at();
      const ledger = { db: this.db, codec: this.events.codec, names: this.names, schemes };
      const read = await readRows(bytes, schemes);
      const decided = await decideRows(read.rows, ledger);
      const count = await ImportMessageCount.of(this.db, { today: asOf, schemes });
      const changes = await dossierChanges(decided.plan, ledger, { day: asOf, count });
      const reviewed = policy.size > 0 ? await this.#changes(decided, schemes) : [];
      const needsApproval = reviewed.some(({ scheme }) => policy.has(scheme));
      return { ...previewOf(read, decided, changes), needsApproval, messages: count.messages, position };
    } catch (error) {
      if (error instanceof Refusal) return { ...unreadable(error), position };
      throw error;
    }
  }
}
