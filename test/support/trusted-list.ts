import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Day } from '#domain/date/day.js';

/** The documents in `test/data/registers`: the French trusted list as published, with short certificates and without the rest. */
export const TRUSTED_LISTS = ['2023-12-01', '2024-12-01', '2025-12-01', '2026-04-01'] as const;

export const trustedList = (day: (typeof TRUSTED_LISTS)[number]): Buffer =>
  gunzipSync(readFileSync(new URL(`../data/registers/eu-trusted-list-fr-${day}.xml.gz`, import.meta.url)));

const PARIS = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

const first = (text: string, element: string): string =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1]?.trim() ?? '';

/** What a list says of its services since when, by key, the latest first as in the list: read without the reader that is tested. */
export function historiesIn(document: Buffer): Map<string, { day: Day; instant: string; status: string }[]> {
  const services = document.toString('utf8').split('<TSPService>').slice(1);
  return new Map(
    services.map((service) => {
      const certificate = Buffer.from(first(service, 'X509Certificate'), 'base64');
      const type = first(service, 'ServiceTypeIdentifier').split('Svctype/')[1];
      const rows = service
        .split(/<ServiceStatus>/)
        .slice(1)
        .map((row) => {
          const status = /^[^<]*\/(\w+)\s*</.exec(row)?.[1] ?? '';
          const instant = first(row, 'StatusStartingTime');
          return { status, instant, day: PARIS.format(new Date(instant)) };
        });
      const latestFirst = rows.toSorted((a, b) => Date.parse(b.instant) - Date.parse(a.instant));
      return [`${createHash('sha256').update(certificate).digest('hex')} / ${type}`, latestFirst];
    }),
  );
}
