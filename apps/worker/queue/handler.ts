import type { QueueName } from './queue-name.js';
import type { WakeUp } from './wake-up.js';

/** What is done when a queue says that something may be due. Called any number of times, it does nothing twice. */
export interface Handler {
  readonly queue: QueueName;
  /**
   * @param id of a subscription; whoever handles `reminder` does without: all that is due concerns it
   * @returns the next wake-up that is to be queued, if it knows of one
   */
  handle(id: string): Promise<WakeUp | undefined>;
}
