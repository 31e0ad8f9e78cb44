import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import type { Source } from '#domain/source/source.js';
import { EventStore } from '#event-store/event-store.js';
import type { ThisPage } from '../frame/page.js';
import type { FormShape } from './forms/form-field.js';
import { readEvent, type ReadEvent } from './forms/read-event.js';
import { References } from './forms/references.js';
import { typedForm } from './forms/typed-form.js';

/** Reads what forms about events send. */
@Injectable()
export class FormReading {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly references: References,
  ) {}

  /** The form tidied. */
  async tidy(sent: URLSearchParams, shape: FormShape): Promise<URLSearchParams> {
    return typedForm(sent, shape, await this.#again(sent.get('same') ?? ''));
  }

  /** @param form tidied */
  async read(form: URLSearchParams, shape: FormShape, page: ThisPage): Promise<ReadEvent> {
    const { references, problems } = await this.references.in(form, shape, page);
    const read = readEvent(form, shape, { language: page.language, references });
    return { ...read, problems: [...problems, ...read.problems] };
  }

  /** The source of an event that was named before; its quote was about that. */
  async #again(event: string): Promise<Source | undefined> {
    if (!z.uuid().safeParse(event).success) return undefined;
    const source = (await this.events.find(event))?.event.source;
    if (!source) return undefined;
    const { quote: _, ...again } = source;
    return again;
  }
}

/** What is wrong with fields, once each: the first that was found. Lines of a list are one field of a form. */
export function problemsOnce(problems: readonly Problem[], { fields }: FormShape): Problem[] {
  const lists = fields.filter(({ input }) => input === 'lines').map(({ name }) => `data.${name}`);
  const once = new Map<string, Problem>();
  for (const problem of problems) {
    const { field } = problem;
    const name = lists.find((list) => field.startsWith(`${list}.`)) ?? field;
    if (!once.has(name)) once.set(name, { ...problem, field: name });
  }
  return [...once.values()];
}
