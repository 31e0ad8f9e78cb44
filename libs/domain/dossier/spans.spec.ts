import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, END_OF_TIME, type Day } from '../date/day.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { schemesAt } from '../scheme/catalogue.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { fact, onRecord, opened } from '#test/events.js';
import { history } from '#test/laws/history.js';
import { everyRun } from '#test/laws/law.js';
import { play } from '#test/laws/play.js';
import { factsOf } from './facts.js';
import { beginOf, outlineOn, spansOf, standingSpans } from './spans.js';

describe('the start of the first grant', () => {
  it('is confirmed if the authority gives it, not if it only lists the grant of a claim once it is over', () => {
    const data = { decision: '9', validUntil: '2024-03-31' };
    const issued = (by: 'company' | 'decision') => fact('GrantIssued', '2024-01-16', data, by);
    const over = fact('RegisterObserved', '2024-06-10', { ...data, register: 'r', listing: 'granted' }, 'catalogue');
    const granted = (...events: DossierEvent[]) =>
      outlineOn(factsOf(onRecord([opened(), ...events]))!, secnumcloud, '2024-07-01').granted;
    const start = { occurred: '2024-01-16', dated: true };
    expect(granted(issued('company'), over)).toEqual({ ...start, confirmed: false });
    expect(granted(issued('decision'), over)).toEqual({ ...start, confirmed: true });
  });
});

describe('the spans of a dossier', () => {
  it('begin with the dossier, and follow each other without gaps or equal neighbours', () => {
    fc.assert(
      fc.property(history, (moments) => {
        const { record, publications, scheme: slug } = play(moments);
        const facts = factsOf(record)!;
        const scheme = schemesAt(publications).get(slug)!;
        const spans = standingSpans(facts, scheme);
        expect([spans[0]?.from, spans.at(-1)?.to]).toEqual([beginOf(facts, scheme), END_OF_TIME]);
        spans.slice(1).forEach((span, index) => {
          expect(addDays(spans[index]!.to, 1)).toBe(span.from);
          expect(isDeepStrictEqual(span.value, spans[index]!.value)).toBe(false);
        });
      }),
      everyRun,
    );
  });

  it('merge if nothing changes', () => {
    const days: Day[] = ['2021-01-03', '2021-01-01', '2021-01-02'];
    expect(spansOf(days, (at) => at > '2021-01-02')).toEqual([
      { from: '2021-01-01', to: '2021-01-02', value: false },
      { from: '2021-01-03', to: END_OF_TIME, value: true },
    ]);
  });
});
