import { describe } from '@jest/globals';
import { killWhileDue } from './killed-while-due.js';

describe('a worker that is killed 15 times while 2,100 reminders are due', () => {
  killWhileDue({ kills: 15, singles: 1_000, crowds: 20, mails: 100 });
});
