import { randomUUID } from 'node:crypto';
import { uuidOf } from '#event-store/id.js';
import type { ThisPage } from '../frame/page.js';

/** The id of what a form does: the same when the same caller sends it again, and another for every form that carries none. */
export const onceIn = (form: URLSearchParams, { caller }: ThisPage): string =>
  uuidOf('console', caller?.id ?? '', form.get('once') ?? randomUUID());
