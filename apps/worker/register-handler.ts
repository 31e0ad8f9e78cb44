import { Injectable } from '@nestjs/common';
import { FetchRegisters } from '#registers/fetch-registers.js';
import type { Handler } from './queues.js';

/** Fetches the registers that are due. Woken every minute while fetching is on; `register_fetch` says what is due. */
@Injectable()
export class RegisterHandler implements Handler {
  readonly queue = 'register';
  readonly #ending = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly registers: FetchRegisters) {}

  async handle(): Promise<undefined> {
    const fetching = this.registers.fetchDue(this.#ending.signal);
    this.#running.add(fetching);
    try {
      await fetching;
    } finally {
      this.#running.delete(fetching);
    }
  }

  /** Aborts the fetches in progress, and resolves when they have given their registers back. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#running); // the jobs fail with them
    await this.registers.close();
  }
}
