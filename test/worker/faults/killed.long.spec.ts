import { killWhileDue, killWhileTelling } from './killed-while-due.js';

killWhileDue({ kills: 3, singles: 300, crowds: 5, mails: 25 });
killWhileDue({ kills: 15, singles: 1_000, crowds: 20, mails: 100 });
killWhileTelling(3);
killWhileTelling(6);
