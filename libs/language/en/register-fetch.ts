/** Reasons of registers that could not be fetched. */
export const fetchReasons = {
  'register-status': ({ status }: { status: number }) => `The server responded with status ${status}`,
  'register-redirects': ({ redirects }: { redirects: number }) => `The server redirects more than ${redirects} times`,
  'register-redirect-invalid':
    'The server redirects from https to http, to another protocol, or to an address with a user name or password',
  'register-encoding': ({ encoding }: { encoding: string }) =>
    `The server sends the document with the content encoding ${encoding}, which was not asked for`,
};
