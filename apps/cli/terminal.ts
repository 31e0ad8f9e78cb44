interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const CLEAR = '\r\u001b[K';

interface ProgressOptions {
  screen?: Screen;
  unit?: string;
  /** What an earlier run had done. */
  from?: number;
  /** Between two lines, when they are not rewritten. */
  pauseMs?: number;
}

/** Progress of long work: one line that is rewritten on a terminal, else one line per step. Nothing for short work. */
export class Progress {
  private readonly start = performance.now();
  private shownAt = -Infinity;

  constructor(
    private readonly total: number,
    private readonly options: ProgressOptions = {},
  ) {}

  get seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  show(done: number): void {
    if (done >= this.total) return;
    const { screen = process.stdout, unit, from, pauseMs = 0 } = this.options;
    const line = progressLine(done, this.total, this.seconds, unit, from);
    if (screen.isTTY) screen.write(CLEAR + line.slice(0, (screen.columns ?? 80) - 1));
    else if (performance.now() - this.shownAt >= pauseMs) {
      this.shownAt = performance.now();
      screen.write(`${line}\n`);
    }
  }

  /** Call before writing anything else. */
  clear(): void {
    const { screen = process.stdout } = this.options;
    if (screen.isTTY) screen.write(CLEAR);
  }
}

/** `25,000 of 1,000,000 rows (2 %), 8,120 rows/s, 2 min 0 s left` */
export function progressLine(done: number, total: number, seconds: number, unit = 'rows', from = 0): string {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const rate = (done - from) / Math.max(seconds, 0.001);
  const left = done === from ? '' : `, ${durationOf((total - done) / rate)} left`;
  return `${count(done)} of ${count(total)} ${unit} (${percent} %), ${count(Math.round(rate))} ${unit}/s${left}`;
}

/** `0.4 s`, `12 s`, `2 min 5 s` or `1 h 2 min` */
export function durationOf(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const count = (n: number): string => n.toLocaleString('en');

/** `1 row`, `2,500 rows` */
export const counted = (n: number, thing: string): string => `${count(n)} ${thing}${n === 1 ? '' : 's'}`;

/** A failure that the user can fix. Only its message is printed, without a stack. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}

/** What is read from a file. @throws UserError if it cannot be read */
export const fromFile = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((error: unknown) => {
    throw error instanceof UserError ? error : new UserError(`Cannot read ${path}: ${(error as Error).message}`);
  });

/** Rows of text as aligned columns, two spaces apart. */
export function asTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
