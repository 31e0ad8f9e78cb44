import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { addressOf, type PageContext } from './page.js';

/** The input of a form whose page keeps it. */
export interface KeptInput {
  /** What was entered, if the address names a draft. */
  draft?: URLSearchParams;
  /** Whether that draft was recorded. */
  isSaved?: boolean;
  /** A draft of the page that was not recorded, if the address names none. */
  unfinished?: { id: string; changedAt: Date };
}

/** The address of a page with a form that shows its draft. */
export const draftAddress = (page: PageContext, id: string, step?: 'preview'): string =>
  addressOf(page, page.path, { draft: id, step });

/** The address under which a page shows the input of its form again. */
export function keptAt(page: PageContext, action: string, form: URLSearchParams): string {
  const asked = page.isAnswer ? {} : Object.fromEntries(page.query);
  return addressOf(page, action, { ...asked, draft: form.get('idempotencyKey') ?? undefined, step: undefined });
}

/** The key of a form that is opened: that of its address, if it was left before anything was sent. */
export const newKey = ({ query }: PageContext): string => z.uuid().safeParse(query.get('draft')).data ?? randomUUID();

const CONTROLS = ['csrf', 'step', 'shown'];

/** @param form with an `idempotencyKey`, which is the id of the draft */
export function draftOf({ path }: PageContext, form: URLSearchParams) {
  const fields = new URLSearchParams(form);
  for (const name of CONTROLS) fields.delete(name);
  return { id: z.uuid().safeParse(form.get('idempotencyKey')).data ?? randomUUID(), path, fields };
}
