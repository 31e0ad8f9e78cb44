import type { CsvRecord } from './csv-records.js';

/** The lines of a table with trimmed cells, without blank ones; collects no more than one beyond the limit. */
export class LineCollector {
  readonly lines: CsvRecord[] = [];

  /** @param most lines that the caller accepts */
  constructor(private readonly most: number) {}

  readonly add = ({ line, cells: given }: CsvRecord): void => {
    const cells = given.map((cell) => cell.trim());
    if (!this.isFull && cells.some((cell) => cell !== '')) this.lines.push({ line, cells });
  };

  /** Whether there is a line beyond the limit. */
  get isFull(): boolean {
    return this.lines.length > this.most;
  }
}
