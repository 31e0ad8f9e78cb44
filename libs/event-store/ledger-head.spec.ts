import { expect, it } from '@jest/globals';
import type { LedgerDatabase } from '#database/connection.js';
import { LedgerHead } from './ledger-head.js';

it('knows which streams have changed, although a look under way did not see what was recorded meanwhile', async () => {
  const streams = ['dossier-0'];
  let answering = Promise.resolve();
  const prepared = async (_name: string, _text: string, [since = 0, furthest = 0]: number[]) => {
    const head = streams.length;
    const [known, last] = [furthest, head].map((position) => (position > 0 ? `event ${position}` : null));
    const seen = { head, epoch: null, known, last, revisions: {}, followed: {}, streams: streams.slice(since) };
    await answering;
    return [{ seen }];
  };
  const heads = new LedgerHead({ epochs: { current: 1 }, prepared } as unknown as LedgerDatabase);
  const { life } = await heads.look();
  const told = (position: number): void => {
    heads.recorded({ position, id: `event ${position}`, stream: streams[position - 1] ?? '' }, life);
  };
  streams.push('dossier-a');
  let answer = (): void => undefined;
  answering = new Promise<void>((resolve) => (answer = resolve));
  const looking = heads.look();
  await new Promise(setImmediate);
  streams.push('dossier-b', 'dossier-c');
  for (const position of [2, 3, 4]) told(position);
  answer();
  await looking;
  const lost: number[] = [];
  for (let others = 0; others < 20_000; others += 1) {
    told(streams.push(`dossier-${others}`));
    if (!heads.hasChanged('dossier-c', 3) || !heads.hasChanged('dossier-b', 2)) lost.push(others);
  }
  expect(lost).toEqual([]);
});
