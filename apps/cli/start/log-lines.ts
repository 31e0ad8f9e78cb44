import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { logLine } from './log-line.js';

/** What the children say, line by line, each with the name of who said it. */
export class LogLines {
  constructor(private readonly out: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY'>>) {}

  follow(name: string, stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      this.say(name, line);
    });
  }

  say(name: string, line: string): void {
    this.out.write(`${logLine(name, line, this.out.isTTY === true)}\n`);
  }
}
