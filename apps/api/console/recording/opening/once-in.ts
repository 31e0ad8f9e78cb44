import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** Some fields of a form, tidied, and what it was made with, so that it can be sent twice and act once. */
export function formWithKey(sent: URLSearchParams, names: readonly string[]): URLSearchParams {
  const form = new URLSearchParams();
  for (const name of names) form.set(name, (sent.get(name) ?? '').replaceAll('\r\n', '\n').trim());
  form.set('once', z.uuid().safeParse(sent.get('once')).data ?? randomUUID());
  return form;
}
