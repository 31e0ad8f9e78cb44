/** Ctrl-C during a long import: the first asks it to end between two pieces, the second ends it at once. */
export class Interruption {
  private readonly atOnce = new AbortController();
  asked = false;

  constructor(private readonly onAsked: () => void) {
    process.on('SIGINT', this.heed);
  }

  get signal(): AbortSignal {
    return this.atOnce.signal;
  }

  /** From here on Ctrl-C does what it does everywhere. */
  end(): void {
    process.off('SIGINT', this.heed);
  }

  private readonly heed = (): void => {
    if (this.asked) this.atOnce.abort();
    else this.onAsked();
    this.asked = true;
  };
}
