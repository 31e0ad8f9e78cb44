/** What went wrong before there was an answer, in words for whoever reads the log; the code in brackets is for looking it up. */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name could not be resolved just now',
  ECONNREFUSED: 'nothing takes connections there',
  ECONNRESET: 'the connection was cut off',
  EPIPE: 'the connection was cut off',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'no connection came about in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about within 5 s',
  UND_ERR_SOCKET: 'the connection was closed before an answer',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer are too long',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself, not by an authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send the certificates between its own and the authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** @param error as it came from the connection, or from reading the answer */
export function plainReason(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: unknown; message?: string };
  if (name === 'TimeoutError') return 'no complete answer within 15 s';
  if (name === 'HTTPParserError') return 'what it answered is not HTTP';
  const said = message || name || 'no answer';
  if (typeof code !== 'string') return said;
  const tls = code.startsWith('ERR_SSL_') || code === 'EPROTO';
  const reason = REASONS[code] ?? (tls ? 'encryption (TLS) could not be agreed on' : undefined);
  if (reason !== undefined) return `${reason} (${code})`;
  return said.includes(code) ? said : `${said} (${code})`;
}
