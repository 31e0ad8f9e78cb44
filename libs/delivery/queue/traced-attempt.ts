import { inSpan } from '#tracing/tracing.js';
import type { Attempt } from '../recipient.js';
import type { FinishedAttempt } from './outcome.js';
import type { Withheld } from './withhold.js';

type Made = FinishedAttempt | Withheld;

/** An attempt in the trace of what its message is about, which the message's row carries; else in that of the job. */
export const traced = ({ delivery, subscription }: Attempt, attempt: () => Promise<Made>): Promise<Made> =>
  inSpan(
    `deliver ${subscription.channel}`,
    {
      kind: 'CONSUMER',
      parent: delivery.traceparent,
      attributes: {
        'jalon.delivery.id': delivery.id,
        'jalon.delivery.attempt': delivery.attempts,
        'jalon.message.type': delivery.message.type,
      },
    },
    async (span) => {
      const made = await attempt();
      span.setAttribute('jalon.outcome', 'outcome' in made ? made.outcome.result : 'withheld');
      return made;
    },
  );
