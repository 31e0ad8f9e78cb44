/** A webhook's host is, or resolves to, an address that nobody may be made to connect to in this way. */
export class ForbiddenTarget extends Error {
  override name = 'ForbiddenTarget';

  private constructor(
    message: string,
    /** What would be right. */
    readonly instead: string,
  ) {
    super(message);
  }

  static notPublic = (host: string): ForbiddenTarget =>
    new ForbiddenTarget(`${host} is not a public address`, 'must lead to a public address');

  static notEncrypted = (host: string): ForbiddenTarget =>
    new ForbiddenTarget(`${host} is not in a network that plain http is allowed to`, 'must start with https://');
}
