import { Injectable } from '@nestjs/common';
import { refuse } from '#domain/refusal.js';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import type { Reading } from '#domain/register/reading.js';
import type { Register } from '#domain/register/register.js';
import { type RegisterRecord, type RegisterRead, readsIn } from '#domain/register/register-record.js';
import { type RegisterKnown, SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** A register as it is on record, or as it is built in. */
export interface KnownRegister {
  register: Register;
  record: RegisterRecord;
  readings: readonly Reading[];
  /** The events of its readings that are not retracted. */
  reads: readonly RegisterRead[];
}

@Injectable()
export class KnownRegisters {
  constructor(private readonly schemes: SchemeCatalogue) {}

  /** By slug. */
  async all(): Promise<KnownRegister[]> {
    const published = await this.schemes.registers();
    const slugs = new Set([...builtInRegisters.keys(), ...published.keys()]);
    return [...slugs].sort().flatMap((slug) => knownAs(slug, published) ?? []);
  }

  /** @throws Refusal unknown-register */
  async get(slug: string): Promise<KnownRegister> {
    const published = await this.schemes.registers();
    const known = knownAs(slug, published);
    if (known) return known;
    const registers = [...new Set([...builtInRegisters.keys(), ...published.keys()])].sort();
    throw refuse('unknown-register', 'register', 'register-not-found', { slug, registers });
  }
}

function knownAs(slug: string, published: ReadonlyMap<string, RegisterKnown>): KnownRegister | undefined {
  const known = published.get(slug);
  if (known) return { ...known, reads: readsIn(known.record) };
  const register = builtInRegisters.get(slug);
  return register && { register, record: [], readings: [], reads: [] };
}
