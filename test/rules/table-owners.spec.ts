import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The room that owns each table: its queries and commands are the way to the table for every other room. */
const OWNERS = {
  database: ['removed_rows'],
  'event-store': [
    ...['event', 'staged_event', 'ledger_head', 'ledger_epoch', 'revision', 'checkpoint', 'projection_failure'],
  ],
  proof: ['log_salt', 'log_tile', 'log_checkpoint'],
  schemes: ['four_eyes'],
  approvals: ['proposal'],
  access: [
    ...[
      'account',
      'account_credentials',
      'account_identity',
      'oidc_request',
      'account_link',
      'api_key',
      'console_session',
    ],
    ...['activity', 'recovery_code', 'sign_in_attempts', 'sign_in_ticket'],
  ],
  health: ['worker_condition'],
  imports: ['upload'],
  registers: ['register_document', 'register_fetch', 'register_reading'],
  evidence: ['evidence_file', 'evidence_part'],
  feeds: ['feed'],
  projections: [
    ...['provider', 'provider_name', 'provider_span', 'provider_profile', 'dossier', 'dossier_holder', 'dossier_span'],
    ...['deadline_span', 'board_line', 'search_entry'],
  ],
  deadlines: [
    ...['dossier_plan', 'deadline', 'reminder', 'reminder_answer', 'reminder_horizon', 'reminder_audience'],
    ...['deadline_comment', 'deadline_assignee'],
  ],
  views: ['saved_view'],
  subscriptions: [
    ...['subscription', 'daily_change', 'import_summary', 'reading_summary', 'announced_epoch'],
    ...['delivery', 'delivery_attempt', 'suppression', 'mail_host', 'kept_mail'],
  ],
} as const;

/** The layer below all others: everybody may read it. */
const LEDGER: readonly string[] = OWNERS['event-store'];

/** Other rooms that name a table, and why. */
const EXCEPTIONS = [
  { room: 'transfer', tables: ['log_salt'], why: 'a ledger file carries the salts of its events' },
  {
    room: 'dossiers',
    tables: ['provider', 'provider_name', 'dossier', 'dossier_holder'],
    why: 'finds providers by name or slug, and reads one with its dossiers in one query',
  },
  {
    room: 'feeds',
    tables: ['dossier', 'dossier_holder', 'dossier_span'],
    why: 'joins events with the dossiers they belong to',
  },
  {
    room: 'registers',
    tables: ['dossier_span', 'provider'],
    why: 'finds entries by the names of their provider and service, in one query',
  },
  {
    room: 'subscriptions',
    tables: ['account'],
    why: 'mails the person who owns a failing endpoint, in the transaction that finds it failing',
  },
  {
    room: 'health',
    tables: ['evidence_file', 'register_document', 'reminder'],
    why: 'counts what is due for metrics, from indexes alone',
  },
];

const tables = Object.entries(OWNERS).flatMap(([owner, names]) => names.map((name) => [name, owner] as const));
const all = tables.map(([name]) => name).join('|');

/** A table in SQL or in a kysely query. */
const NAMED = new RegExp(
  `\\b(?:from|join|into|update|delete from)\\s+(${all})\\b(?![.'(])|` +
    `(?:From|Into|Table|Join)\\(\\s*\\[?'(${all})(?: as \\w+)?'`,
  'g',
);

function namedIn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return [...code.matchAll(NAMED)].flatMap(([, sql, kysely]) => sql ?? kysely ?? []);
}

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(folder, file));

const uses = sources('libs')
  .filter((file) => !/^libs\/(?:database|language)\//.test(file))
  .flatMap((file) => namedIn(readFileSync(file, 'utf8')).map((table) => ({ file, room: file.split('/')[1], table })));

describe('a table', () => {
  it('is declared with its owner', () => {
    const declared = sources('libs/database').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^ {2}(\w+): \w+Table;/gm)].map(([, name]) => name),
    );
    expect(tables.map(([name]) => name).toSorted()).toEqual(declared.toSorted());
  });

  it('is named only by its owner, and that of the ledger by those who read it', () => {
    const owners = new Map<string, string>(tables);
    const foreign = uses.filter(({ room, table }) => owners.get(table) !== room && !LEDGER.includes(table));
    const named = new Set(foreign.map(({ room, table }) => `${room} names ${table}`));
    const excepted = EXCEPTIONS.flatMap(({ room, tables: some }) => some.map((table) => `${room} names ${table}`));
    expect([...named].toSorted()).toEqual(excepted.toSorted());
  });

  it('of the ledger is written by the event store only', () => {
    const writing = new RegExp(
      `(?:into|update|delete from) (?:${LEDGER.join('|')})\\b|(?:Into|Table|deleteFrom)\\('(?:${LEDGER.join('|')})'`,
    );
    const writers = sources('libs').filter((file) => writing.test(readFileSync(file, 'utf8')));
    expect(writers.filter((file) => !/^libs\/(event-store|database)\//.test(file))).toEqual([]);
    expect(writers).not.toEqual([]);
  });

  it('is found in SQL and in queries', () => {
    expect(namedIn("sql`select from delivery join subscription as s`; db.selectFrom('reminder as r')")).toEqual([
      'delivery',
      'subscription',
      'reminder',
    ]);
    expect(namedIn("/** from delivery */ import { a } from 'x'; // from feed")).toEqual([]);
    expect(new Set(uses.map(({ table }) => table)).size).toBeGreaterThan(20);
  });
});
