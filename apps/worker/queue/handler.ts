import type { QueueName } from './queue-name.js';

/** What is done when a queue says that something may be due. Called any number of times, it does nothing twice. */
export interface Handler {
  readonly queue: QueueName;
  /** @param id of a delivery; whoever handles `reminder` does without: all that is due concerns it */
  handle(id: string): Promise<void>;
}
