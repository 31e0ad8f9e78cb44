import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actorOf } from '#access/principal.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Source } from '#domain/source/source.js';
import { fold, urlIn } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { LanguageSchema } from '#language/language.js';
import { RecentSources } from '#ledger/get-timeline.js';
import { KnownRegisters } from '#registers/known-registers.js';
import { callerOf, type PageContext } from '../../frame/page.js';
import type { Subject, SubjectHistory } from '../subject.js';
import { type FormShape, translate, typedForm } from './form-data.js';

export interface OfferedSource {
  /** Value of the field `same`: an event that has the source, or `register:<slug>`. */
  value: string;
  source: Source;
}

/** The sources on record that a form offers: those of the record itself, of the authority of its scheme, and others. */
export type Sources = Record<'own' | 'authority' | 'others', OfferedSource[]>;

const MOST = 60;
const REGISTER = /^register:([a-z0-9-]{1,100})$/;

@Injectable()
export class FormSources {
  constructor(
    private readonly registers: KnownRegisters,
    private readonly events: EventStore<LedgerEvent>,
    private readonly recent: RecentSources,
  ) {}

  async of(page: PageContext, { scheme }: Subject, { live }: SubjectHistory): Promise<Sources> {
    const told = new Set<string>();
    const isNew = ({ source: { kind, publisher, url, title } }: OfferedSource): boolean => {
      const key = JSON.stringify([kind, publisher, url, title]);
      return told.size < told.add(key).size;
    };
    const own = live
      .toReversed()
      .flatMap(({ id, event: { source } }) => (source ? [{ value: id, source: usedAgain(source) }] : []));
    const recent = (await this.recent.of(actorOf(callerOf(page)))).map(({ event, source }) => ({
      value: event,
      source,
    }));
    const registers = scheme ? await this.#registers(page, scheme.slug) : [];
    const authorities = [scheme?.authority, ...registers.map(({ source }) => source.publisher)].map((name = '') =>
      fold(name),
    );
    const isOfAuthority = ({ source }: OfferedSource): boolean => authorities.includes(fold(source.publisher));
    const sources = {
      own: own.filter(isNew),
      authority: [...recent.filter(isOfAuthority), ...registers].filter(isNew),
    };
    return { ...sources, others: recent.filter(isNew).slice(0, MOST) };
  }

  /** A form as it was sent, with the source that was picked, and what is known of the address of a new one. */
  async tidy(sent: URLSearchParams, shape: FormShape, page: PageContext, sources: Sources): Promise<URLSearchParams> {
    const form = typedForm(sent, shape, await this.#named(sent.get('same') ?? '', page), page.language);
    const from = LanguageSchema.safeParse(form.get('writtenIn')).data;
    if (from && from !== page.language) translate(form, shape, { from, to: page.language });
    form.set('writtenIn', page.language);
    const filled = knownOf(form, sources);
    for (const [name, value] of filled) form.set(`source.${name}`, value);
    if (filled.length > 0) form.set('filled', JSON.stringify(Object.fromEntries(filled)));
    return form;
  }

  async #named(value: string, page: PageContext): Promise<Source | undefined> {
    if (REGISTER.test(value)) return (await this.#registers(page)).find((one) => one.value === value)?.source;
    if (!z.uuid().safeParse(value).success) return undefined;
    const source = (await this.events.find(value))?.event.source;
    return source && usedAgain(source);
  }

  async #registers({ today }: PageContext, scheme?: string): Promise<OfferedSource[]> {
    return (await this.registers.all())
      .filter(({ register }) => scheme === undefined || register.scheme === scheme)
      .map(({ register: { slug, kind, publisher, url, name } }) => ({
        value: `register:${slug}`,
        source: { kind, publisher, title: name, readOn: today, ...(url !== undefined && { url }) },
      }));
  }
}

/** Without what one event says of it. */
const usedAgain = ({ quote: _, sha256: __, speaker: ___, ...source }: Source): Source => source;

/**
 * What sources on record say of the address in a form, as far as its fields are empty: of the same page, or of its host if
 * that is of one publisher only.
 */
function knownOf(form: URLSearchParams, { own, authority, others }: Sources): [name: string, value: string][] {
  const url = form.get('source.url') ?? '';
  const host = hostOf(url);
  const isEmpty = (name: string): boolean => (form.get(`source.${name}`) ?? '') === '';
  if (host === undefined || !isEmpty('publisher')) return [];
  const known = [...own, ...authority, ...others].map(({ source }) => source);
  const onHost = known.filter((source) => hostOf(source.url) === host);
  const page = onHost.find((source) => source.url === url);
  const found = page ?? (new Set(onHost.map(({ publisher }) => fold(publisher))).size === 1 ? onHost[0] : undefined);
  if (!found) return [];
  const fields = { kind: found.kind, publisher: found.publisher, title: page?.title };
  return Object.entries(fields).flatMap(([name, value]) =>
    value !== undefined && isEmpty(name) ? [[name, value]] : [],
  );
}

export const hostOf = (address = ''): string | undefined => urlIn(address)?.host.replace(/^www\./, '') || undefined;
