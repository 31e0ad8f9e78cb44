import { Inject, Injectable } from '@nestjs/common';
import { FetchRegisters } from '#registers/fetch-registers.js';
import type { Handler } from './queues.js';

/** Fetches the registers that are due. Woken every minute while fetching is on; `register_fetch` says what is due. */
@Injectable()
export class RegisterHandler implements Handler {
  readonly queue = 'register';
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(@Inject(FetchRegisters) private readonly registers: FetchRegisters) {}

  async handle(): Promise<undefined> {
    this.#running = this.registers.fetchDue(this.#ending.signal);
    await this.#running;
  }

  /** Aborts the fetch in progress, and resolves when it has given its register back. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running.catch(() => undefined); // the job has failed with it
    await this.registers.close();
  }
}
