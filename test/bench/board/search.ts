import { sql } from 'kysely';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Search, SearchHandler } from '#projections/search/search.js';
import type { Ledger } from '../million/ledger.js';
import { END } from '../generator/dates.js';

/** What officers type. `number` and `name` are taken from the ledger. */
export const searches = [
  'number',
  'name',
  'name and scheme',
  'one letter',
  'a common word',
  'a typing error',
  'a statement',
] as const;

/** The generated ledger may have no decision with a number: nothing matches, and similar names are looked for. */
const NOWHERE = '2118';

type Words = Record<(typeof searches)[number], string>;

/** Search, and a plain `ilike` over the same rows. */
export class SearchLedger {
  private constructor(
    private readonly ledger: Ledger,
    private readonly handler: SearchHandler,
    private readonly words: Words,
    readonly rows: number,
  ) {}

  static async of(ledger: Ledger): Promise<SearchLedger> {
    const { app } = ledger.database;
    const { rows } = await sql<{ number: string | null; name: string; rows: number }>`
      select (select text from search_entry where kind = 'decision' order by md5(text) limit 1) as number,
        (select text from search_entry where kind = 'provider' and length(text) > 8 order by md5(text) limit 1) as name,
        (select count(*)::int from search_entry) as rows
    `.execute(app);
    const { name = '', rows: count = 0 } = rows[0] ?? {};
    const words: Words = {
      number: rows[0]?.number ?? NOWHERE,
      name,
      'name and scheme': `${name} secnumcloud`,
      'one letter': 'c',
      'a common word': 'cloud',
      'a typing error': name.slice(0, 3) + (name[4] ?? '') + (name[3] ?? '') + name.slice(5),
      'a statement': 'announced qualification',
    };
    return new SearchLedger(ledger, new SearchHandler(app, new SchemeCatalogue(app, ledger.events)), words, count);
  }

  async search(what: (typeof searches)[number]): Promise<{ ms: number }> {
    const start = performance.now();
    await this.handler.execute(new Search({ text: this.words[what], limit: 4, asOf: END }));
    return { ms: performance.now() - start };
  }

  async ilike(what: (typeof searches)[number]): Promise<{ ms: number }> {
    const start = performance.now();
    const conditions = this.words[what]
      .split(' ')
      .map((word) => sql`concat_ws(' ', text, terms, holder) ilike ${`%${word}%`}`);
    await sql`
      select stream, key, kind, text from search_entry where ${sql.join(conditions, sql` and `)}
      order by length(text), text limit 28
    `.execute(this.ledger.database.app);
    return { ms: performance.now() - start };
  }
}
