import { SchemeShape, type Scheme } from './scheme-shape.js';

/** One spelling for whatever says the same: parsing puts fields into their order. */
export const written = (scheme: Scheme): string => JSON.stringify(SchemeShape.parse(scheme));
