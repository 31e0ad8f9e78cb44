import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { judgeRows } from '../decide-import.js';
import { dossierChanges } from '../dossier-changes.js';
import { NamesOnRecord } from '../names-on-record.js';
import { sortRows } from '../parse-row.js';
import { type JudgedFile, judgedRows, nothingJudged } from './judged-file.js';

/** A file row by row, as importing it would take it on the ledger as it stands. Nothing is recorded. */
export class JudgeImport extends Query<JudgedFile> {
  constructor(
    readonly file: { id: string; bytes: Buffer },
    /** The day of the statuses. */
    readonly asOf: Day,
  ) {
    super();
  }
}

/** Turning a page, or choosing what is shown of it, is no reason to judge a file anew. */
const REMEMBERED = 2;
const CHANGES_LISTED = 200;

@QueryHandler(JudgeImport)
export class JudgeImportHandler implements IQueryHandler<JudgeImport> {
  readonly #judged = new Map<string, Promise<JudgedFile>>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly names: NamesOnRecord,
  ) {}

  async execute({ file: { id, bytes }, asOf }: JudgeImport): Promise<JudgedFile> {
    const key = `${id} ${await this.events.head()} ${asOf}`;
    const known = this.#judged.get(key);
    if (known) return known;
    const judging = this.#judge(bytes, asOf).catch((error: unknown) => {
      this.#judged.delete(key);
      throw error;
    });
    for (const old of [...this.#judged.keys()].slice(0, Math.max(0, this.#judged.size - REMEMBERED + 1)))
      this.#judged.delete(old);
    this.#judged.set(key, judging);
    return judging;
  }

  async #judge(bytes: Buffer, asOf: Day): Promise<JudgedFile> {
    try {
      const schemes = await this.schemes.at();
      const sorted = await sortRows(bytes, schemes);
      const ground = { db: this.db, codec: this.events.codec, names: this.names, schemes };
      const judged = await judgeRows(sorted.rows, ground);
      const changes = await dossierChanges(judged.plan.touched, ground, asOf);
      return {
        ...judgedRows(sorted, judged),
        ...judged.plan.opened,
        changes: changes.toSorted((a, b) => Number(b.moved) - Number(a.moved)).slice(0, CHANGES_LISTED),
        touched: changes.length,
        moved: changes.filter(({ moved }) => moved).length,
      };
    } catch (error) {
      if (error instanceof Refusal) return nothingJudged(problemsIn(error));
      throw error;
    }
  }
}

const problemsIn = ({ problems, why }: Refusal): readonly Problem[] =>
  problems.length > 0 || typeof why === 'string' ? problems : [{ field: 'file', ...why }];
