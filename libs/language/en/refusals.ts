/** HTTP problems that the rules of the ledger refuse a request with, by code: a title, what it means and what to do. */
export const refusals = {
  'unknown-provider': { title: 'Provider not found', text: 'No provider has this id, slug or name.' },
  'unknown-dossier': { title: 'Dossier not found', text: 'No dossier has this id, or it was not recorded by then.' },
  'unknown-scheme': { title: 'Scheme not found', text: 'No scheme has this slug, or it was not published by then.' },
  'unknown-subscription': { title: 'Subscription not found', text: 'No subscription within your scope has this id.' },
  'unknown-delivery': { title: 'Delivery not found', text: 'The subscription has no delivery with this id.' },
  'subscription-unfit': {
    title: 'Not possible in this state of the subscription',
    text: 'The state of the subscription does not allow this operation. `detail` gives the state.',
  },
  'unknown-reminder': { title: 'Reminder not found', text: 'No reminder within your scope has this id.' },
  'no-such-deadline': { title: 'Deadline not found', text: 'No deadline has this key.' },
  'reminder-not-sent': {
    title: 'Reminder not sent yet',
    text: 'Only reminders that were sent can be acknowledged or snoozed.',
  },
  'reminder-over': {
    title: 'Deadline already closed',
    text: 'The deadline is already closed, so its reminder can no longer be snoozed.',
  },
  'snooze-out-of-range': {
    title: 'Invalid snooze date',
    text: 'A reminder can be snoozed from tomorrow until the day before the deadline. `detail` gives the bounds.',
  },
  'unknown-key': { title: 'API key not found', text: 'No API key has this id.' },
  'unknown-milestone': { title: 'Milestone not found', text: 'The scheme does not define this milestone.' },
  'scheme-unchanged': {
    title: 'The scheme is unchanged',
    text: 'The published version of the scheme is identical. Nothing was recorded.',
  },
  'milestone-dropped': {
    title: 'Milestone removed',
    text: 'A new version of a scheme must keep all milestones of the previous one. Add the missing milestone.',
  },
  'unknown-duty': { title: 'Duty not found', text: 'The scheme does not define this duty.' },
  'unknown-event': { title: 'Event not found', text: 'No event with this id was recorded on this resource.' },
  'unknown-deadline': { title: 'No such open deadline', text: 'The dossier has no open deadline with this title.' },
  'provider-exists': {
    title: 'Provider already exists',
    text: 'A provider with this name was registered before. Record events on it instead.',
  },
  'dossier-exists': {
    title: 'Dossier already exists',
    text: 'A dossier for this provider, scheme and service was opened before. Record events on it instead.',
  },
  'name-taken': { title: 'Name already taken', text: 'Another provider has this name.' },
  'slug-taken': { title: 'Slug already taken', text: 'Another provider has this slug. Choose another one.' },
  'deadline-exists': {
    title: 'The deadline already exists',
    text: 'The dossier already has an open deadline with this title.',
  },
  'already-retracted': { title: 'Event already retracted', text: 'The event was retracted before.' },
  'name-ambiguous': {
    title: 'Ambiguous name',
    text: 'Several providers match this name. Use the slug or the id of one of them.',
  },
  'service-ambiguous': {
    title: 'Ambiguous service',
    text: 'The provider has several dossiers of this scheme. Name the service.',
  },
  'name-unusable': { title: 'Invalid name', text: 'A name must contain at least one letter or digit.' },
  'no-such-dependency': { title: 'Dependency not found', text: 'The dossier has no such dependency by that date.' },
  'depends-on-itself': { title: 'Circular dependency', text: 'A dossier cannot depend on itself.' },
  'transfer-to-holder': {
    title: 'Already held by this provider',
    text: 'The provider to which the service is transferred already holds it.',
  },
  'amendment-invalid': {
    title: 'Invalid correction',
    text: 'The event would not be valid once corrected. `problems` names each field and the reason.',
  },
  'import-invalid': {
    title: 'Invalid import',
    text: 'Rows of the file are not valid. `problems` names each row and column. Nothing was recorded.',
  },
  'ledger-not-empty': {
    title: 'Ledger not empty',
    text: 'A ledger can only be restored into an empty database, or continue an interrupted restore of the same file.',
  },
  'too-many-rows': { title: 'Too many rows', text: 'The import has too many rows. Split the file.' },
  'unknown-feed': { title: 'Feed not found', text: 'No private feed has this address.' },
  'feed-revoked': { title: 'Feed revoked', text: 'The private feed was revoked. Create a new one.' },
  'unknown-suppression': { title: 'Suppression not found', text: 'This mail address is not suppressed.' },
  'not-a-bounce': {
    title: 'Not a delivery status notification',
    text: 'The message is not a delivery status notification (RFC 3464). Send the whole message as it was received.',
  },
  'bounce-unknown': {
    title: 'Returned mail not found',
    text: 'The notification is about a mail that was not sent by this installation.',
  },
  'token-invalid': { title: 'Invalid token', text: 'The token is wrong or has expired. Request a new one.' },
  'target-not-allowed': {
    title: 'Target not allowed',
    text: 'The webhook target is not allowed, for example because it is a private address (SSRF protection).',
  },
};
