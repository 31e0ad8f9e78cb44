import type { Entry } from './said.js';

/** What an event says, in a few words; its own title where it has one. */
export function says({ event }: Pick<Entry, 'event'>): string {
  if (event.data.title !== undefined) return event.data.title;
  switch (event.type) {
    case 'ProviderRegistered':
      return `registered as ${event.data.name}`;
    case 'ProviderRenamed':
      return `renamed ${event.data.name}`;
    case 'AliasAdded':
      return `also known as ${event.data.name}`;
    case 'CompanyCreated':
      return 'company created';
    case 'ServiceLaunched':
      return event.data.service === undefined ? 'service launched' : `${event.data.service} launched`;
    case 'OwnershipDeclared':
      return `held by ${event.data.holders.map(holding).join(', ')}`;
    case 'ValidationIssued':
      return `said to be validated by ${event.data.authority}`;
    case 'StatementMade':
      return `statement of ${event.data.speaker}`;
    case 'AnnouncementMade':
    case 'PartnershipAnnounced':
    case 'AuthorizationExpected':
    case 'AuthorizationObtained':
      return event.data.title;
  }
}

const holding = ({ name, share }: { name: string; share?: number | undefined }): string =>
  share === undefined ? name : `${name} (${share} %)`;
