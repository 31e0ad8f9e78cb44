import { killWhileDue, killWhileTelling } from './killed-while-due.js';

killWhileDue({ kills: 15, singles: 1_000, crowds: 20, mails: 100 });
killWhileTelling(6);
