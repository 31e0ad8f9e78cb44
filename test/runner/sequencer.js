import ByDuration from '@jest/test-sequencer';

/** The longest, those that mostly wait between those that do not. On a new machine jest would go by the size of files. */
const FIRST = [
  'browser/accessibility.long',
  'faults/machines.long',
  'worker/faults/killed.long',
  'worker/year/year.long',
  'e2e/start.long',
  'integration/publish.long',
  'e2e/upgrade.long',
  'worker/faults/log.long',
  'worker/shutdown.long',
  'browser/accessibility-daily.long',
  'worker/copy-drill.long',
  'worker/faults/frozen.long',
  'faults/history.long',
  'worker/executor',
  'browser/walk',
];

const rankOf = ({ path }) => {
  const rank = FIRST.findIndex((name) => path.endsWith(`/test/${name}.spec.ts`));
  return rank < 0 ? FIRST.length : rank;
};

/** Begins with what takes longest: at the end nothing long is left that the rest of the machine would wait for. */
export default class Sequencer extends ByDuration {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
