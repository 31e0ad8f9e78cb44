import type { QueueName } from './queue-name.js';

/** What is done when a queue says that a row may be due. Called any number of times for one row, it does it once. */
export interface Handler {
  readonly queue: QueueName;
  handle(id: string): Promise<void>;
}
