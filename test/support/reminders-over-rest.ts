import { expect } from '@jest/globals';
import type { Answered, Client } from '#test/client.js';

/** A reminder, as REST shows it. */
export interface Shown {
  id: string | null;
  daysBefore: number;
  day: string;
  state: string;
  outcome: string | null;
  why: string;
  because: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  snoozedUntil: string | null;
  escalation: boolean;
  subscription: { id: string; target: string };
  deadline: { key: string; version: number; moved: boolean };
}

/** @param query further fields, each with its `&` before it */
export async function listReminders(client: Client, query = ''): Promise<Shown[]> {
  const answered = await client.get(`/v1/reminders?limit=200${query}`);
  expect(answered.status).toBe(200);
  return (answered.body as { items: Shown[] }).items;
}

/** Rung, day and state of each, with why it was planned unless for a schedule, and why it is not sent. */
export const told = (reminders: readonly Shown[]): string[] =>
  reminders.map(
    ({ daysBefore, day, state, outcome, because }) =>
      `${daysBefore} ${day} ${state}${because === 'ladder' ? '' : ` ${because}`}${outcome === null ? '' : ` ${outcome}`}`,
  );

/** What is refused, as its status and the code of its problem. */
export const refusalIn = ({ status, body }: Answered): [number, string] => [status, (body as { code: string }).code];
