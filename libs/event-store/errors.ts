/** The stream does not stand at the version that the append expected. Nothing of the append was recorded. */
export class Conflict extends Error {
  override name = 'Conflict';

  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} stands at version ${actual}, not ${expected}`);
  }
}

/** The id is on record with other content, or with only a part of the append. Nothing of the append was recorded. */
export class IdReused extends Error {
  override name = 'IdReused';

  constructor(readonly id: string) {
    super(`${id} is the id of another event`);
  }
}

/** PostgreSQL cannot hold a value of the append, such as a NUL character. Nothing of the append was recorded. */
export class Unstorable extends Error {
  override name = 'Unstorable';
}
