import { there } from './there-and-back.js';

export const here = (): unknown => there;
