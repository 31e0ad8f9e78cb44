import type { Message } from './message.js';

const TYPES: Record<Message['type'], true> = {
  'event.recorded': true,
  'changes.digest': true,
  'deadline.reminder': true,
  'deadline.digest': true,
  'subscription.verification': true,
  'subscription.failing': true,
  'subscription.disabled': true,
  'subscription.test': true,
};

/** All that there are; one that is missing here does not compile. */
export const MESSAGE_TYPES = Object.keys(TYPES) as [Message['type'], ...Message['type'][]];
