import { english as en } from '../format.js';

interface Rate {
  rate: number;
  delivered: number;
  attempts: number;
}

interface Times {
  p50Ms: number;
  p95Ms: number;
}

/** How the deliveries of a subscription fared. */
export const deliveryStatistics = {
  heading: 'Statistics',
  none: 'Figures appear here once the first message has been sent.',
  noneIn: (days: number) => `Nothing was sent in the last ${en.count(days, 'day', 'days')}.`,
  period: 'Period',
  days: (days: number) => en.count(days, 'day', 'days'),
  rate: 'Success rate',
  rateOf: ({ rate, delivered, attempts }: Rate) =>
    `${en.percent(rate)}: ${en.number(delivered)} of ${en.count(attempts, 'attempt', 'attempts')} accepted`,
  time: 'Response time',
  times: ({ p50Ms, p95Ms }: Times) => `median ${en.number(p50Ms)} ms, 95th percentile ${en.number(p95Ms)} ms`,
  failed: 'Failed permanently',
  pending: 'Waiting',
  held: 'Held',
  messages: (count: number) => en.count(count, 'message', 'messages'),
  oldest: 'the oldest since',
  lastDelivered: 'Last accepted',
  lastFailure: 'Last failed attempt',
  plot: 'Attempts per day',
  plotHow: 'Each bar is a day: accepted attempts below, failed ones hatched above.',
  most: (count: number) => `${en.number(count)} per day`,
  table: 'Figures per day',
  caption: 'Days with attempts, newest first',
  column: {
    day: 'Day',
    attempts: 'Attempts',
    delivered: 'Accepted',
    failed: 'Failed',
    p50: 'Median (ms)',
    p95: '95th percentile (ms)',
  },
};
