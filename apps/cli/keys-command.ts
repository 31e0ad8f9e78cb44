import { Command, Option } from 'commander';
import { ApiKeys, type ListedKey, type Scope, scopes } from '#access/api-keys.js';
import { openDatabase } from '#database/connection.js';
import { databaseUrls } from './database-urls.js';
import { asTable } from './table.js';

const examples = `
Uses the database of DATABASE_URL, or that of the Jalon running on this machine.

Examples:
  jalon keys create --name "compliance desk" --scope record
  jalon keys list
  jalon keys revoke 5f0c2a9be771`;

export const keysCommand = (): Command =>
  new Command('keys')
    .description('Create, list and revoke API keys.')
    .addHelpText('after', examples)
    .addCommand(create())
    .addCommand(list())
    .addCommand(revoke());

const create = (): Command =>
  new Command('create')
    .description('Create a key. It is shown once; only its hash is stored.')
    .requiredOption('--name <name>', 'name of the owner, such as "compliance desk"')
    .addOption(
      new Option('--scope <scope>', 'each scope includes those before it').choices(scopes).makeOptionMandatory(true),
    )
    .addHelpText('after', examples)
    .action(async ({ name, scope }: { name: string; scope: Scope }) => {
      const { appUrl } = await databaseUrls(process.env);
      const { id, key } = await withKeys(appUrl, (keys) => keys.create({ name, scopes: [scope] }));
      console.error(`Key ${id} created with scope ${scope}. Store it now; it is not shown again:`);
      console.log(key);
    });

const list = (): Command =>
  new Command('list')
    .description('List keys, newest first, without their secrets.')
    .addHelpText('after', examples)
    .action(async () => {
      const { appUrl } = await databaseUrls(process.env);
      const keys = await withKeys(appUrl, (all) => all.list());
      console.log(keys.length === 0 ? 'No API keys.' : table(keys));
    });

const revoke = (): Command =>
  new Command('revoke')
    .description('Revoke a key permanently. It stops working within seconds.')
    .argument('<id>', 'id as shown by create and list')
    .addHelpText('after', examples)
    .action(async (id: string) => {
      const { appUrl } = await databaseUrls(process.env);
      const key = await withKeys(appUrl, (keys) => keys.revoke(id));
      console.log(`Key ${key.id} (${key.name}) is revoked.`);
    });

function table(keys: readonly ListedKey[]): string {
  const minute = (time: Date | null) => time?.toISOString().slice(0, 16).replace('T', ' ') ?? '-';
  const rows = [
    ['ID', 'SCOPE', 'CREATED', 'LAST USED', 'REVOKED', 'NAME'],
    ...keys.map((key) => [
      key.id,
      key.scopes.join(','),
      minute(key.createdAt),
      minute(key.lastUsedAt),
      minute(key.revokedAt),
      key.name,
    ]),
  ];
  return asTable(rows);
}

/** Opens a database for work on its API keys, and closes it. */
export async function withKeys<T>(url: string, act: (keys: ApiKeys) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon keys' });
  try {
    return await act(new ApiKeys(db));
  } finally {
    await db.destroy();
  }
}
