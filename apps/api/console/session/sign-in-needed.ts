import { Rejection } from '../../problem/rejection.js';

/** Only somebody who is signed in may do this. What was typed is kept over the signing in. */
export class SignInNeeded extends Rejection {
  constructor(
    /** `stale-form`: signed in, and the form is of another session. */
    readonly because: 'no-session' | 'stale-form',
    /** The fields of the form, but for its token. */
    readonly typed?: URLSearchParams,
  ) {
    super('unauthorized');
    this.name = 'SignInNeeded';
  }
}
