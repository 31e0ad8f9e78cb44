/** The embedded database cannot be had, and why, in words for whoever started it; not a bug. */
export class Unusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unusable';
  }
}
