import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { CannotGoOn } from '../cannot-go-on.js';
import { chunksOf, CHUNK_ROWS, type Chunk } from './chunks.js';
import { ImportRefused, postCsv, type Imported } from './post-csv.js';

export const importCommand = (): Command =>
  new Command('import')
    .description('Send a CSV file to a running Jalon.')
    .argument('<file>', 'UTF-8, comma-separated, with a header row')
    .addOption(new Option('--url <address>', 'where Jalon is').env('JALON_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'an API key that may record').env('JALON_KEY'))
    .addHelpText(
      'after',
      `
A large file is sent in pieces of ${CHUNK_ROWS} rows; each is recorded as a whole or not at all. After an interruption, or once a
bad row is put right, send the same file again: what is on record already is not recorded twice.

Examples:
  JALON_KEY=jalon_… jalon import samples/ledger.csv
  jalon import big.csv --url https://jalon.example.org --key jalon_…`,
    )
    .action(async (path: string, { url, key }: { url: string; key?: string }) => {
      if (!URL.canParse(url))
        throw new CannotGoOn(`--url must be an address such as http://127.0.0.1:3000, and is ${url}`);
      const file = await readFile(path).catch((error: unknown) => {
        throw new CannotGoOn(`Cannot read ${path}: ${(error as Error).message}`);
      });
      let rows = 0;
      const total = { recorded: 0, replayed: 0 };
      for (const chunk of chunksOf(file)) {
        const imported = await postCsv({ address: url, key }, chunk.csv).catch((error: unknown) =>
          explain(error, chunk, rows),
        );
        rows += chunk.rows;
        total.recorded += imported.recorded;
        total.replayed += imported.replayed;
        console.log(`${rows} rows: ${total.recorded} events recorded, ${total.replayed} were on record.`);
      }
    });

/** One line per problem, with the line of the whole file. */
function explain(error: unknown, { linesBefore }: Chunk, rowsDone: number): Promise<Imported> {
  if (!(error instanceof ImportRefused)) throw error;
  const lines = error.problems.map(({ row, field, reason }) =>
    row === undefined ? `${field}: ${reason}` : `row ${row + linesBefore}, ${field}: ${reason}`,
  );
  const state = rowsDone === 0 ? 'Nothing was recorded.' : `The first ${rowsDone} rows are recorded, the rest is not.`;
  throw new CannotGoOn([error.message, ...lines, state].join('\n'));
}
