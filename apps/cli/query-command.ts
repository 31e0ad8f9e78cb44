import { Command, Option } from 'commander';
import { addressOption, callApi } from './call-api.js';
import { asTable, UserError } from './terminal.js';

const examples = `
PATH is a REST path below /v1, with its parameters. FIELD is a property of the response, with dots for nested properties;
lists are separated by commas. Without fields, the whole response is printed as JSON.

Examples:
  jalon query 'dossiers?status=granted&asOf=2026-11-25' provider.name service.name grants.validUntil
  jalon query 'deadlines?limit=3' due kind dossier.provider.name daysLeft
  jalon query providers/bleu`;

export const queryCommand = (): Command =>
  new Command('query')
    .description('Query the REST API of a running Jalon and print the response as a table or as JSON.')
    .argument('<path>', 'such as dossiers?provider=bleu')
    .argument('[fields...]', 'the columns of the table')
    .addOption(addressOption())
    .addOption(new Option('--key <key>', 'an API key with scope read; not needed with PUBLIC_READ').env('JALON_KEY'))
    .addHelpText('after', examples)
    .action(async (path: string, fields: string[], { url: address, key }: { url: string; key?: string }) => {
      const answer = await callApi({ address, key }, `/v1/${path.replace(/^\/?(v1\/)?/, '')}`, 'read');
      const body: unknown = await answer.json().catch(() => {
        throw new UserError(`The response is ${answer.headers.get('content-type') ?? 'of no type'}, not JSON.`);
      });
      console.log(fields.length === 0 ? JSON.stringify(body, undefined, 2) : table(body, fields));
    });

function table(body: unknown, fields: readonly string[]): string {
  const rows = itemsOf(body).map((item) => fields.map((field) => cell(valueAt(item, field.split('.')))));
  return asTable([fields, ...rows]);
}

/** A list answers `{ items }`; anything else is one row. */
const itemsOf = (body: unknown): unknown[] => {
  const items = (body as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items : [body];
};

/** Of each entry, where the way leads through a list. */
function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((entry) => valueAt(entry, [name, ...rest]));
  return valueAt((value as Record<string, unknown> | null | undefined)?.[name], rest);
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cell).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
