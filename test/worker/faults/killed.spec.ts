import { killWhileDue, killWhileTelling } from './killed-while-due.js';

killWhileDue({ kills: 3, singles: 300, crowds: 5, mails: 25 });
killWhileTelling(3);
