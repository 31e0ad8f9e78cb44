import { Command } from 'commander';
import { callApi } from '../call-api.js';
import { asTable, UserError } from '../terminal.js';
import { changesCommand } from './changes.js';
import { expiringCommand } from './expiring.js';
import { historyCommand } from './history.js';
import { type Access, apiOf, asking } from './questions.js';
import { statusCommand } from './status.js';

const examples = `
The address and the key of the server come from JALON_URL and JALON_KEY, or from --url and --key.

Examples:
  jalon query status ovhcloud
  jalon query status --scheme secnumcloud --as-of 2021-05-27
  jalon query status bleu --as-of 2026-11-25 --known-at 2026-06-30T00:00:00Z
  jalon query history ovhcloud
  jalon query expiring --within 90
  jalon query changes --since 2026-01-01
  jalon query 'dossiers?status=granted&asOf=2026-11-25' provider.name service.name grants.validUntil`;

export const queryCommand = (): Command =>
  new Command('query')
    .description('Ask a running Jalon: the status of certifications, their history, what expires, what has changed.')
    .addCommand(statusCommand())
    .addCommand(historyCommand())
    .addCommand(expiringCommand())
    .addCommand(changesCommand())
    .addCommand(pathCommand(), { isDefault: true })
    .addHelpText('after', examples);

const pathExamples = `
PATH is a REST path below /v1, with its parameters. FIELD is a property of the response, with dots for nested properties;
lists are separated by commas. Without fields, the whole response is printed as JSON.

Examples:
  jalon query 'dossiers?status=granted&asOf=2026-11-25' provider.name service.name grants.validUntil
  jalon query 'deadlines?limit=3' due kind dossier.provider.name daysLeft
  jalon query providers/bleu`;

const pathCommand = (): Command =>
  asking('path')
    .description(
      'Any GET of the REST API, as a table of chosen fields or as JSON. The default: "path" may be left out.',
    )
    .argument('[path]', 'such as dossiers?provider=bleu')
    .argument('[fields...]', 'the columns of the table')
    .addHelpText('after', pathExamples)
    .action(async (path: string | undefined, fields: string[], access: Access, command: Command) => {
      if (path === undefined) {
        command.parent?.help({ error: true });
        return;
      }
      const address = `/v1/${path.replace(/^\/?(v1\/)?/, '')}`;
      // Whatever the path is: it is checked by the server, and the response is read as text.
      const { data, response } = await callApi(apiOf(access), 'read', (client) =>
        client.GET(address as '/v1/schemes', { parseAs: 'text' }),
      );
      const body = jsonIn(data, response);
      console.log(fields.length === 0 ? JSON.stringify(body, undefined, 2) : table(body, fields));
    });

function jsonIn(text: string, { headers }: Response): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`The response is ${headers.get('content-type') ?? 'of no type'}, not JSON.`);
  }
}

function table(body: unknown, fields: readonly string[]): string {
  const items = itemsOf(body);
  const [first] = items;
  const absent = fields.filter((field) => items.every((item) => valueAt(item, field.split('.')) === undefined));
  if (typeof first === 'object' && first !== null && absent.length > 0)
    console.error(`No entry has ${absent.join(', ')}. The first one has: ${Object.keys(first).join(', ')}.`);
  const rows = items.map((item) => fields.map((field) => cell(valueAt(item, field.split('.')))));
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
