/** The queues. Each holds ids of rows; losing all of them loses nothing. */
export const QUEUES = ['reminder', 'delivery'] as const;

export type QueueName = (typeof QUEUES)[number];
