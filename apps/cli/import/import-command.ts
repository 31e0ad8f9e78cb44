import { Command, Option } from 'commander';
import { CannotGoOn } from '../cannot-go-on.js';
import { CHUNK_ROWS } from './chunks.js';
import { importFile } from './import-file.js';
import { importLedger, isLedgerFile, rehearseLedger } from './ndjson.js';
import { rehearseFile } from './rehearse-file.js';

const more = `
A large file is sent in pieces of ${CHUNK_ROWS} rows; each is recorded as a whole or not at all. After an interruption (Ctrl-C ends
between two pieces), or once a bad row is put right, send the same file again: what is on record already is not recorded
twice. With --dry-run the same judgement is made and nothing recorded.

A file that "jalon export" has written is a whole ledger: it goes into an empty Jalon, with an admin key. With --dry-run it
is judged, and what it holds is told.

Examples:
  JALON_KEY=jalon_… jalon import samples/ledger.csv
  jalon import --dry-run big.csv --url https://jalon.example.org --key jalon_…
  jalon import ledger.ndjson --key jalon_…`;

export const importCommand = (): Command =>
  new Command('import')
    .description('Send a CSV file, or a whole ledger that was exported, to a running Jalon.')
    .argument('<file>', 'CSV: UTF-8, comma-separated, with a header row; or what "jalon export" has written')
    .addOption(new Option('--url <address>', 'where Jalon is').env('JALON_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'an API key that may record').env('JALON_KEY'))
    .option('--dry-run', 'say what would be recorded and which statuses would change, and record nothing', false)
    .addHelpText('after', more)
    .action(async (path: string, options: { url: string; key?: string; dryRun: boolean }) => {
      const { url: address, key, dryRun } = options;
      if (!URL.canParse(address))
        throw new CannotGoOn(`--url must be an address such as http://127.0.0.1:3000, and is ${address}`);
      const isLedger = await isLedgerFile(path).catch((error: unknown) => {
        throw error instanceof CannotGoOn ? error : new CannotGoOn(`Cannot read ${path}: ${(error as Error).message}`);
      });
      const api = { address, key };
      if (isLedger)
        await (dryRun ? rehearseLedger : importLedger)(api, path, (line) => {
          console.log(line);
        });
      else await (dryRun ? rehearseFile(api, path) : importFile(api, path));
    });
