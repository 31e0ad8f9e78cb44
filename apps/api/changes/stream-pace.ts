import { Injectable } from '@nestjs/common';

/** How streams go about their time, in ms; specs hurry them. */
@Injectable()
export class StreamPace {
  /** Something is sent at least so often, and the key is looked at again. */
  heartbeatMs = 15_000;
  /** How long a client may take nothing of what waits for it. */
  patienceMs = 30_000;
  /** When clients come back after a connection has ended: at the soonest, and at the latest. Not all of them at once. */
  backAfterMs: [number, number] = [1_000, 5_000];
}
