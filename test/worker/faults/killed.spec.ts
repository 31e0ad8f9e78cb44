import { describe } from '@jest/globals';
import { killWhileDue } from './killed-while-due.js';

describe('a worker that is killed 3 times while reminders are due', () => {
  killWhileDue({ kills: 3, singles: 300, crowds: 5, mails: 25 });
});
