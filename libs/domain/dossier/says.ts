import type { DossierFact } from './facts.js';

/** What an event says, in a few words; its own title where it has one. */
export function says({ event }: DossierFact): string {
  if (event.data.title !== undefined) return event.data.title;
  switch (event.type) {
    case 'GrantIssued': {
      const { decision, validFrom, validUntil } = event.data;
      return ['granted', from(validFrom), until(validUntil), decision && `decision ${decision}`]
        .filter(Boolean)
        .join(' ');
    }
    case 'RegisterObserved': {
      const { register, listing, validFrom, validUntil } = event.data;
      return [`${register}: ${listing}`, from(validFrom), until(validUntil)].filter(Boolean).join(' ');
    }
    case 'MilestoneReached':
      return `${event.data.milestone} reached`;
    case 'TargetSet':
      return `${event.data.milestone} aimed at for ${event.data.target}`;
    case 'ScopeDeclared':
      return `the service is ${event.data.service}`;
    case 'GrantExpired':
      return `valid until ${event.data.validUntil}`;
    case 'ValidationIssued':
      return `validated by ${event.data.authority}`;
    case 'DeadlineSet':
    case 'DeadlineMoved':
      return `${event.data.key} due ${event.data.due}`;
    case 'DeadlineMet':
    case 'DeadlineCancelled':
      return event.data.key;
    case 'DossierOpened':
    case 'AnnouncementMade':
    case 'IntentDeclared':
    case 'ApplicationFiled':
    case 'GrantAnnounced':
    case 'GrantSuspended':
    case 'GrantReinstated':
    case 'GrantWithdrawn':
    case 'ReservationLifted':
    case 'SurveillancePassed':
    case 'SurveillanceFailed':
    case 'ApplicationRefused':
    case 'ApplicationAbandoned':
    case 'StatementMade':
    case 'ClaimDisputed':
    case 'DependencyDeclared':
    case 'ServiceTransferred':
      return inWords(event.type);
  }
}

const from = (date: string | undefined): string | undefined => date && `from ${date}`;
const until = (date: string | undefined): string | undefined => date && `until ${date}`;

/** `GrantSuspended` is "grant suspended". */
const inWords = (type: string): string =>
  type.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start}`).toLowerCase();
