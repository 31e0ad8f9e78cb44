import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type LedgerEvent, streamId, streamKind } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Source } from '#domain/source/source.js';
import { EventStore } from '#event-store/event-store.js';
import type { RecentSource } from '#ledger/get-timeline.js';
import { KnownRegisters } from '#registers/known-registers.js';
import type { PageContext } from '../../frame/page.js';
import { type Subject, Subjects } from '../subject.js';

/** A source that can be picked with one click. */
export interface OfferedSource {
  /** Value of the field `same`: an event that has the source, or `register:<slug>`. */
  value: string;
  source: Source;
  /** The record on which it was used last, and when. */
  used?: { on: string; at: Date };
}

const MOST = 8;
const REGISTER = /^register:([a-z0-9-]{1,100})$/;

/** Sources that were used recently, and the registers of the scheme as read today. */
@Injectable()
export class SourceOffers {
  constructor(
    private readonly registers: KnownRegisters,
    private readonly events: EventStore<LedgerEvent>,
    private readonly subjects: Subjects,
  ) {}

  async of(page: PageContext, subject: Subject, recent: readonly RecentSource[]): Promise<OfferedSource[]> {
    const used: OfferedSource[] = [];
    for (const { event, source, stream, recordedAt } of recent.slice(0, MOST)) {
      const on = stream === subject.stream ? subject.name : await this.#nameOf(stream, page);
      used.push({ value: event, source, ...(on !== undefined && { used: { on, at: recordedAt } }) });
    }
    const registers = subject.kind === 'dossier' ? await this.#registers(page, subject.scheme.slug) : [];
    return [...used, ...registers];
  }

  /** @param value of the field `same` */
  async named(value: string, page: PageContext): Promise<Source | undefined> {
    const [, slug] = REGISTER.exec(value) ?? [];
    if (slug !== undefined) return (await this.#registers(page)).find((one) => one.value === value)?.source;
    if (!z.uuid().safeParse(value).success) return undefined;
    const source = (await this.events.find(value))?.event.source;
    if (!source) return undefined;
    const { quote: _, sha256: __, ...again } = source;
    return again;
  }

  async #registers({ today }: PageContext, scheme?: string): Promise<OfferedSource[]> {
    return (await this.registers.all())
      .filter(({ register }) => scheme === undefined || register.scheme === scheme)
      .map(({ register: { slug, kind, publisher, url, name } }) => ({
        value: `register:${slug}`,
        source: { kind, publisher, title: name, readOn: today, ...(url !== undefined && { url }) },
      }));
  }

  async #nameOf(stream: string, page: PageContext): Promise<string | undefined> {
    const kind = streamKind(stream);
    if (kind !== 'dossier' && kind !== 'provider') return undefined;
    try {
      return (await this.subjects[kind](streamId(stream), page)).name;
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}
