import { CannotGoOn } from '../cannot-go-on.js';

export interface Row {
  /** With its line end; a line end inside quotes belongs to the cell. */
  text: string;
  lines: number;
}

const [QUOTE, LINE_FEED] = [0x22, 0x0a];

/** The api would take none of it. */
const LONGEST = 10_000_000;

/** Cuts the text of a CSV file into rows, piece by piece, so that no more of a long file than a row is held here. */
export class RowSplitter {
  private rest = '';
  /** Of `rest`, what has been looked at. */
  private seen = 0;
  private quoted = false;
  private lines = 0;
  private line = 1;

  /** @throws CannotGoOn when a row is so long that a quote must have been left open */
  push(piece: string): Row[] {
    const text = this.rest + piece;
    const rows: Row[] = [];
    let start = 0;
    for (let at = this.seen; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) this.quoted = !this.quoted;
      if (code !== LINE_FEED) continue;
      this.lines += 1;
      if (this.quoted) continue;
      rows.push(this.row(text.slice(start, at + 1)));
      start = at + 1;
    }
    this.rest = text.slice(start);
    this.seen = this.rest.length;
    if (this.seen > LONGEST)
      throw new CannotGoOn(`The row that begins at line ${this.line} does not end: a quote may have been left open.`);
    return rows;
  }

  /** What comes after the last line end. */
  end(): Row[] {
    if (this.rest === '') return [];
    this.lines += 1;
    return [this.row(`${this.rest}\n`)];
  }

  private row(text: string): Row {
    const row = { text, lines: this.lines };
    this.line += this.lines;
    this.lines = 0;
    return row;
  }
}
