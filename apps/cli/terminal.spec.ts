import { describe, expect, it } from '@jest/globals';
import { durationOf, Progress, progressLine } from './terminal.js';

describe('the progress of long work', () => {
  it('says how much is done, how fast, and how long the rest takes', () => {
    expect(progressLine(25_000, 1_000_000, 3)).toBe('25,000 of 1,000,000 rows (2 %), 8,333 rows/s, 1 min 57 s left');
    expect(progressLine(0, 10, 0)).toBe('0 of 10 rows (0 %), 0 rows/s');
    expect(progressLine(60, 100, 2, 'events', 40)).toBe('60 of 100 events (60 %), 10 events/s, 4.0 s left');
  });

  it.each([
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.6, '1 min 0 s'],
    [3725, '1 h 2 min'],
  ])('calls %p seconds %p', (seconds, text) => {
    expect(durationOf(seconds)).toBe(text);
  });

  it('rewrites one line of a terminal, within its width, and takes it away', () => {
    const written: string[] = [];
    const progress = new Progress(10, { screen: { isTTY: true, columns: 20, write: (text) => written.push(text) } });
    progress.show(5);
    progress.clear();
    expect(written).toEqual(['\r\u001b[K5 of 10 rows (50 %)', '\r\u001b[K']);
  });

  it('is a line per pause elsewhere, and nothing once all is done', () => {
    const written: string[] = [];
    const progress = new Progress(10, { screen: { write: (text) => written.push(text) }, pauseMs: 600_000 });
    progress.show(5);
    progress.show(6);
    progress.show(10);
    progress.clear();
    expect(written).toEqual([expect.stringMatching(/^5 of 10 rows \(50 %\), .* left\n$/)]);
  });
});
