import { APP_RIGHTS } from '#database/app-rights.js';
import type { Database } from '#database/tables.js';

type TableName = keyof Database | 'kysely_migration';

/** Not part of a backup: the schema, which the migrations make again, and what is over after a restart. */
const LEFT_OUT: readonly TableName[] = [
  'kysely_migration',
  'worker_condition',
  'console_session',
  'sign_in_ticket',
  'sign_in_attempts',
  'oidc_request',
];

/** Which a migration fills: their rows are replaced. */
export const FILLED: readonly TableName[] = ['ledger_head', 'ledger_epoch'];

/** Columns that are true of one server only. */
export const OF_THE_SERVER: Partial<Record<string, readonly string[]>> = {
  ledger_head: ['restoring', 'server_started'],
};

export const backedUpTables = (Object.keys(APP_RIGHTS) as TableName[]).filter((name) => !LEFT_OUT.includes(name));

/** The session settings that the text of values depends on. */
export const TEXT_FORMAT = `
  set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set client_encoding = 'UTF8';
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set tcp_user_timeout = 0;
`;
