import { circleRefused, DependencyGraph } from '#domain/dossier/dependency-graph.js';
import { dossierName } from '#domain/dossier/dependency.js';
import type { DossierRecord } from '#domain/dossier/facts.js';
import { dossierStream, streamId } from '#domain/event/ledger-event.js';
import type { ImportContext } from './decide-import.js';
import type { DossierRow } from './parse-row.js';
import { eventOf, readRecords } from './stream-drafts.js';

/** A row that declares or ends a dependency. */
export interface DependencyRow {
  row: DossierRow;
  dossier: string;
  dependsOn: string;
}

/** The dependencies on record and those that the rows of a file add or end, row by row. */
export class DependencyRows {
  private constructor(
    private readonly graph: DependencyGraph,
    private readonly nameOf: (dossier: string) => string,
  ) {}

  /** Reads every dossier that the rows reach; nothing if no row declares a dependency. */
  static async of(rows: readonly DependencyRow[], { db, codec, names }: ImportContext): Promise<DependencyRows> {
    const declares = rows.some(({ row }) => row.event.type === 'DependencyDeclared');
    const reached = declares ? rows.flatMap(({ dossier, dependsOn }) => [dossier, dependsOn]) : [];
    const graph = await DependencyGraph.read(reached, async (ids) => {
      const records = await readRecords(db, codec, ids.map(dossierStream));
      return new Map([...records].map(([stream, record]) => [streamId(stream), record as DossierRecord]));
    });
    const inFile = new Map(rows.map(({ row, dossier }) => [dossier, dossierName(row.provider, row.service)]));
    return new DependencyRows(
      graph,
      (dossier) => graph.nameOf(dossier, (provider) => names.nameOf(provider)) ?? inFile.get(dossier) ?? dossier,
    );
  }

  /**
   * Counts the row for those after it, unless it is refused.
   *
   * @throws Refusal dependency-cycle
   */
  add({ row, dossier, dependsOn }: DependencyRow): void {
    if (dossier === dependsOn) return; // refused by the rules of the dossier itself
    const event = eventOf(row, dependsOn) as DossierRow['event'];
    const circle = this.graph.circleWith(dossier, [event]);
    if (circle) throw circleRefused(event, circle, this.nameOf);
    this.graph.add(dossier, [event]);
  }
}
