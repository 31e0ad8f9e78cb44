import { Command, Option } from 'commander';
import { callApi } from '../call-api.js';
import { exportTo, exportToStdout } from './export-to.js';

export const exportCommand = (): Command =>
  new Command('export')
    .description('Write the whole ledger of a running Jalon as a file: every event, in order, as it is stored.')
    .argument('[file]', 'where to, be it a pipe; stdout when it is left out')
    .addOption(new Option('--url <address>', 'where Jalon is').env('JALON_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'an API key that may read').env('JALON_KEY'))
    .option('--known-at <instant>', 'only what was on record then, such as 2026-06-30T00:00:00Z')
    .addHelpText(
      'after',
      `
One line of JSON per event, and a last line that vouches for all before it: it is checked before this command says that
it has succeeded. A file is given its name once it is whole; one of that name is replaced then. "jalon import" brings it
into an empty Jalon.

Examples:
  JALON_KEY=jalon_… jalon export ledger.ndjson
  jalon export --key jalon_… | gzip > ledger.ndjson.gz`,
    )
    .action(async (file: string | undefined, options: { url: string; key?: string; knownAt?: string }) => {
      const { url: address, key, knownAt } = options;
      const query = knownAt === undefined ? '' : `?${new URLSearchParams({ knownAt }).toString()}`;
      const answer = await callApi({ address, key }, `/v1/ledger.ndjson${query}`, 'read');
      const report = (line: string): void => {
        console.error(line);
      };
      if (file === undefined) await exportToStdout(answer, report);
      else await exportTo(file, answer, report);
    });
