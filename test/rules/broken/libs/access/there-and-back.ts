import { here } from './no-circular.js';

export const there = (): unknown => here;
