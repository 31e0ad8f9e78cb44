import { z } from 'zod';

/** Permissions of a key: each of these scopes includes the previous ones. */
const levels = ['read', 'record', 'approve', 'admin'] as const;

/** For programs that need not hold an admin key: `bounces` allows reporting returned emails only, `metrics` reading metrics. */
const single = ['bounces', 'metrics'] as const;

export const scopes = [...levels, ...single] as const;
export const ScopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof ScopeSchema>;

/** The scopes and all that they include. */
export function withIncluded(asked: readonly Scope[]): ReadonlySet<Scope> {
  if (asked.includes('admin')) return new Set(scopes);
  const highest = Math.max(...levels.map((level, index) => (asked.includes(level) ? index : -1)));
  return new Set([...levels.slice(0, highest + 1), ...asked]);
}

/** What a person may do; each role includes those before it. */
export const ROLES = ['reader', 'officer', 'approver', 'admin'] as const;
export const RoleSchema = z.enum(ROLES);
export type Role = z.infer<typeof RoleSchema>;

/** The scope of sessions of a role, and the highest of its keys. */
export const SCOPE_OF_ROLE = {
  reader: 'read',
  officer: 'record',
  approver: 'approve',
  admin: 'admin',
} as const satisfies Record<Role, Scope>;

/** Who makes a request: a person in a session of the console, or a program with an API key. */
export interface Principal {
  /** Of the API key; in the session of a person, of the account. */
  id: string;
  name: string;
  /** With included scopes: `record` includes `read`. */
  scopes: ReadonlySet<Scope>;
  /** The person. Absent for a key that belongs to no account. */
  account?: string;
}

type Identified = Pick<Principal, 'id' | 'account'>;

/** How the owner of subscriptions and feeds refers to a key that belongs to no account: ids are not reused, names may be. */
export const keyReference = ({ id }: Pick<Principal, 'id'>): string => `key:${id}`;

/** The owner of subscriptions, feeds and views: a person, whatever the key, or a key that belongs to no account. */
export const ownerReference = ({ id, account }: Identified): string =>
  account === undefined ? keyReference({ id }) : `account:${account}`;

/**
 * The actor of events: `account:<id>`, `account:<id> key:<id>` for a key of an account, `key:<id>` for one without. It names
 * nobody; `ActorNames` does.
 */
export const actorOf = (principal: Identified): string => {
  const { id, account } = principal;
  const owner = ownerReference(principal);
  return account === undefined || account === id ? owner : `${owner} ${keyReference(principal)}`;
};

/** A key, an account, or both, as joined rows. */
interface Credentials {
  key: string | null;
  name: string | null;
  scopes: readonly Scope[] | null;
  revoked_at: Date | null;
  account: string | null;
  person: string | null;
  role: Role | null;
  disabled_at: Date | null;
}

/** A key of an account has the scopes that both allow. @returns `undefined` if either cannot be used */
export function principalOf(row: Credentials): Principal | undefined {
  const { key, name, scopes, account, person, role } = row;
  if (row.revoked_at || row.disabled_at) return undefined;
  const ofRole = role && withIncluded([SCOPE_OF_ROLE[role]]);
  const ofKey = scopes && withIncluded(scopes);
  const allowed = ofKey && ofRole ? new Set([...ofKey].filter((scope) => ofRole.has(scope))) : (ofKey ?? ofRole);
  const id = key ?? account;
  if (id === null || !allowed) return undefined;
  return { id, name: name ?? person ?? '', scopes: allowed, ...(account !== null && { account }) };
}

/** Whether an actor is a person other than that of another actor: not two keys of one account, nor a key without an account. */
export function isOtherPerson(actor: string, than: string): boolean {
  const { account } = actorIn(actor);
  return account !== undefined && account !== actorIn(than).account;
}

export interface Actor {
  account?: string;
  key?: string;
  /** What events of earlier releases hold of a key, and the name of a program that acts without a key, such as `worker`. */
  name?: string;
}

/** The parts of an actor, of earlier releases included (`key:<id> <name>`). */
export function actorIn(actor: string): Actor {
  const words = actor.split(' ');
  const taken = (kind: string) => (words[0]?.startsWith(kind) ? words.shift()?.slice(kind.length) : undefined);
  const [account, key] = [taken('account:'), taken('key:')];
  const name = words.join(' ');
  return { ...(account && { account }), ...(key && { key }), ...(name && { name }) };
}
