/** A command ends here, for a reason that whoever ran it can put right; the message is all they need to see. */
export class CannotGoOn extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotGoOn';
  }
}
