import type { ProviderType } from '../recordable.js';
import { asked, optional, REMARKS, type FormField, type FormShape } from './form-field.js';

const fact = (...fields: FormField[]): FormShape => ({ fields, occurred: 'required', source: 'required' });
const undated = (...fields: FormField[]): FormShape => ({ fields, occurred: 'optional', source: 'required' });
const housekeeping = (...fields: FormField[]): FormShape => ({ fields, occurred: 'optional', source: 'optional' });

const note = optional('note', 'prose');
const announcement = fact(asked('title'), optional('parties', 'lines'), optional('sectors', 'lines'), note);
const authority = optional('authority', 'authority');

/** What the form of each type asks, in its order. */
export const PROVIDER_SHAPES: Record<ProviderType | 'ProviderRegistered', FormShape> = {
  ProviderRenamed: housekeeping(asked('name'), ...REMARKS),
  AliasAdded: housekeeping(asked('name'), ...REMARKS),
  AnnouncementMade: announcement,
  PartnershipAnnounced: announcement,
  CompanyCreated: fact(optional('service'), ...REMARKS),
  ServiceLaunched: fact(optional('service'), ...REMARKS),
  OwnershipDeclared: undated(
    asked('holders', 'holders'),
    optional('technology', 'lines'),
    optional('hosting'),
    ...REMARKS,
  ),
  AuthorizationExpected: undated(asked('title'), authority, note),
  AuthorizationObtained: fact(asked('title'), authority, note),
  ValidationIssued: fact(asked('authority', 'authority'), ...REMARKS),
  StatementMade: fact(asked('speaker'), ...REMARKS),
  // Recorded by registering, and corrected like the others. The short name stays what it is: addresses hold it.
  ProviderRegistered: housekeeping(asked('name'), ...REMARKS),
};
