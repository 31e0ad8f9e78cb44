import { frame } from './en/console-frame.js';
import { events } from './en/events.js';
import { reasons } from './en/reasons.js';
import { standing } from './en/standing.js';
import { warnings } from './en/warnings.js';

/** Everything that is said in English. Its type is the contract that other languages fulfil. */
export const en = {
  events,
  standing,
  warnings,
  reasons,
  console: {
    frame,
  },
};
