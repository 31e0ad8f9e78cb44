import type { Message } from './message.js';

/** What of a delivery a mail or payload is written from. */
export interface Carried {
  message: Message;
  /** Of the first delivery of the message: the one that its reminders name. */
  message_id: string;
  created_at: Date;
}
