import { Injectable } from '@nestjs/common';
import { refuse } from '#domain/refusal.js';
import { type ReadEvent, readsIn } from '#domain/register/register-record.js';
import { type RegisterKnown, SchemeCatalogue } from '#schemes/scheme-catalogue.js';

export interface KnownRegister extends RegisterKnown {
  /** The events of its readings that are not retracted. */
  reads: readonly ReadEvent[];
}

@Injectable()
export class KnownRegisters {
  constructor(private readonly schemes: SchemeCatalogue) {}

  /** By slug. */
  async all(): Promise<KnownRegister[]> {
    const registers = await this.schemes.registers();
    return [...registers].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, known]) => withReads(known));
  }

  /** @throws Refusal not-found */
  async get(slug: string): Promise<KnownRegister> {
    const registers = await this.schemes.registers();
    const known = registers.get(slug);
    if (known) return withReads(known);
    throw refuse('not-found', 'register', 'register-not-found', {
      slug,
      registers: [...registers.keys()].sort(),
    });
  }
}

const withReads = (known: RegisterKnown): KnownRegister => ({ ...known, reads: readsIn(known.record) });
