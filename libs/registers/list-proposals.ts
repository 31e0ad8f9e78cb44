import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Match, matchesIn } from '#domain/register/register-record.js';
import { fold } from '#domain/text/text.js';
import { tradeNameOf } from '#domain/text/look-alike.js';
import { EventStore } from '#event-store/event-store.js';
import { Attempts, judgedIn } from './attempts.js';
import { entriesOnRecord, type EntryOnRecord } from './dossier-on-record.js';
import { type KnownRegister, KnownRegisters } from './known-registers.js';
import { RegisterNames } from './names.js';

/** A name that the register gives to a provider, and another provider on record whose name is like it. */
export interface Proposal {
  /** As the register writes it. */
  name: string;
  /** Number of entries with that name. */
  entries: number;
  /** Id of the provider that they belong to now. */
  provider: string;
  candidate: { id: string; name: string };
}

/** A proposal with the keys of its entries. */
interface OpenProposal extends Omit<Proposal, 'entries'> {
  entries: readonly string[];
}

@Injectable()
export class NameProposals {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly names: RegisterNames,
    private readonly attempts: Attempts,
  ) {}

  /** What nobody has answered yet: see `MatchEntry`. @throws Refusal not-found */
  async of(register: string): Promise<Proposal[]> {
    const known = await this.registers.get(register);
    const ledger = { db: this.db, events: this.events };
    const { names, attempts, registers } = this;
    const onRecord = await entriesOnRecord(ledger, known.register);
    const open = await openProposals(known, onRecord, { names, attempts, registers });
    return open.map(({ entries, ...proposal }) => ({ ...proposal, entries: entries.length }));
  }
}

/** The last answer about a name and a proposed provider; `undefined` if nobody has answered. */
export const matchIn = ({ record }: KnownRegister, asked: Pick<Match, 'name' | 'candidate'>): Match | undefined =>
  matchesIn(record).findLast(({ name, candidate }) => fold(name) === fold(asked.name) && candidate === asked.candidate);

/**
 * Providers of the register whose names differ from those of others by a legal form only or look like them, or that have an
 * identifier of others, and names that it now gives to entries of one provider while another one has them. In order of name.
 * What was answered for another register is not asked again.
 */
export async function openProposals(
  known: KnownRegister,
  onRecord: ReadonlyMap<string, EntryOnRecord>,
  { names, attempts, registers }: { names: RegisterNames; attempts: Attempts; registers: KnownRegisters },
): Promise<OpenProposal[]> {
  await names.catchUp();
  const listed = entriesByProvider(onRecord);
  const proposals = [...likeOthers(listed, names), ...(await unmatched(known, onRecord, { names, attempts }))];
  const matches = (await registers.all()).flatMap(({ record }) => matchesIn(record));
  return proposals
    .filter((proposal) => !matches.some((match) => answers(match, proposal, names)))
    .sort((a, b) => (fold(a.name) < fold(b.name) ? -1 : 1));
}

/** An answer about two providers holds whichever of them is proposed to the other. */
function answers({ name, candidate, provider }: Match, proposal: OpenProposal, names: RegisterNames): boolean {
  if (candidate === proposal.candidate.id) return provider === null && fold(name) === fold(proposal.name);
  return candidate === proposal.provider && names.providers.providersNamed(name).has(proposal.candidate.id);
}

/** Keys of the entries that are listed, by id of their provider. */
function entriesByProvider(onRecord: ReadonlyMap<string, EntryOnRecord>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { provider, listed } of onRecord.values()) {
    if (listed.data.listing === 'absent') continue;
    const known = found.get(provider);
    if (known) known.push(listed.entry);
    else found.set(provider, [listed.entry]);
  }
  return found;
}

/** Of two providers of the register, the entries of the one with fewer are proposed to the other. */
function likeOthers(listed: ReadonlyMap<string, readonly string[]>, names: RegisterNames): OpenProposal[] {
  const byAlike = new Map<string, Map<string, string>>();
  for (const { id, names: all, keys } of names.providers.all()) {
    const byName = all.map((name) => [tradeNameOf(name), name] as const);
    for (const [alike, name] of [...byName, ...keys.map((key) => [key, all[0] ?? id] as const)]) {
      const group = byAlike.get(alike) ?? new Map<string, string>();
      byAlike.set(alike, group);
      if (!group.has(id)) group.set(id, name);
    }
  }
  const sizeOf = (id: string): number => listed.get(id)?.length ?? 0;
  const found = new Map<string, OpenProposal>();
  for (const group of byAlike.values())
    for (const [provider, name] of group)
      for (const candidate of group.keys()) {
        if (candidate === provider || sizeOf(provider) === 0) continue;
        const more = sizeOf(provider) - sizeOf(candidate) || (provider < candidate ? -1 : 1);
        if (sizeOf(candidate) > 0 && more > 0) continue;
        const proposal = { name, provider, entries: listed.get(provider) ?? [] };
        found.set(`${provider} ${candidate}`, { ...proposal, candidate: named(candidate, names) });
      }
  return [...found.values()];
}

async function unmatched(
  { reads }: KnownRegister,
  onRecord: ReadonlyMap<string, EntryOnRecord>,
  { names, attempts }: { names: RegisterNames; attempts: Attempts },
): Promise<OpenProposal[]> {
  const last = reads.at(-1);
  const row = last && (await attempts.ofEvent(last.id));
  const found = new Map<string, OpenProposal>();
  for (const { entry, name, provider, candidate } of (row && judgedIn(row.result))?.unmatched ?? []) {
    if (candidate === null || onRecord.get(entry)?.provider !== provider) continue;
    const key = `${fold(name)} ${provider}`;
    const entries = [...(found.get(key)?.entries ?? []), entry];
    found.set(key, { name, provider, entries, candidate: named(candidate, names) });
  }
  return [...found.values()];
}

const named = (id: string, names: RegisterNames): Proposal['candidate'] => ({
  id,
  name: names.providers.nameOf(id) ?? id,
});
