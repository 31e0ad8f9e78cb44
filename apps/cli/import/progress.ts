import { progressLine } from './progress-line.js';

/** Where a person or a log reads how far it is. */
interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const CLEAR = '\r\u001b[K';

/** How far a long import is: one line that is rewritten on a terminal, else a line per piece. Nothing for a short one. */
export class Progress {
  private readonly start = performance.now();

  constructor(
    private readonly total: number,
    private readonly screen: Screen = process.stdout,
  ) {}

  get seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  show(done: number): void {
    if (done >= this.total) return;
    const line = progressLine(done, this.total, this.seconds);
    if (this.screen.isTTY) this.screen.write(CLEAR + line.slice(0, (this.screen.columns ?? 80) - 1));
    else this.screen.write(`${line}\n`);
  }

  /** Before anything else is written. */
  clear(): void {
    if (this.screen.isTTY) this.screen.write(CLEAR);
  }
}
