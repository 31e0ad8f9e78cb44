/** The queues. What they hold follows from rows; losing all of it loses nothing. */
export const QUEUES = ['reminder', 'delivery'] as const;

export type QueueName = (typeof QUEUES)[number];
