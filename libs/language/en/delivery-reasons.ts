/** The code of a connection error, for looking it up. */
type Failed = { error: string };

/** Reasons of delivery attempts that failed, as the log keeps them. An answer of a server is quoted as it is. */
export const deliveryReasons = {
  'attempts-interrupted': 'Sending was interrupted repeatedly before it completed',
  'send-failed': ({ error }: Failed) => `Could not be sent: ${error}`,
  'mail-returned': ({ answer }: { answer: string }) => `Mail returned: ${answer}`,
  'mail-server-answer': ({ answer }: { answer: string }) => answer,
  'address-suppressed': ({ cause, detail }: { cause: string; detail: string }) =>
    `The address is suppressed (${cause}): ${detail}`,
  'subscription-ended': 'The subscription was ended',
  'confirmation-expired': 'The confirmation period has expired',
  'confirmation-superseded': 'A later confirmation was requested',
  'challenge-not-returned': 'The endpoint did not return the challenge and has not confirmed',
  'endpoint-gone': 'The endpoint responded 410 Gone',
  'endpoint-status': ({ status }: { status: number }) => `The endpoint responded with status ${status}`,
  'endpoint-redirect': ({ status }: { status: number }) =>
    `The endpoint responded with status ${status}; redirects are not followed`,
  'address-not-public': ({ host }: { host: string }) => `${host} is not a public address`,
  'http-not-allowed': ({ host }: { host: string }) => `${host} is outside the networks allowed over plain HTTP`,
  'response-timeout': ({ seconds }: { seconds: number }) => `No complete response within ${seconds} seconds`,
  'response-not-http': 'The response is not valid HTTP',
  'no-response': 'No response',
  'connection-failed': ({ error }: Failed) => `The connection failed: ${error}`,
  'name-not-resolved': ({ error }: Failed) => `The host name does not resolve (${error})`,
  'name-lookup-failed': ({ error }: Failed) => `The host name could not be resolved temporarily (${error})`,
  'connection-refused': ({ error }: Failed) => `Connection refused (${error})`,
  'connection-reset': ({ error }: Failed) => `Connection reset (${error})`,
  'host-unreachable': ({ error }: Failed) => `Host unreachable (${error})`,
  'network-unreachable': ({ error }: Failed) => `Network unreachable (${error})`,
  'connection-timeout': ({ error }: Failed) => `Connection timed out (${error})`,
  'connection-closed': ({ error }: Failed) => `Connection closed before a response (${error})`,
  'response-headers-too-long': ({ error }: Failed) => `Response headers too long (${error})`,
  'certificate-expired': ({ error }: Failed) => `TLS certificate expired (${error})`,
  'certificate-not-yet-valid': ({ error }: Failed) => `TLS certificate not yet valid (${error})`,
  'certificate-revoked': ({ error }: Failed) => `TLS certificate revoked (${error})`,
  'certificate-self-signed': ({ error }: Failed) => `Self-signed TLS certificate (${error})`,
  'certificate-untrusted': ({ error }: Failed) => `TLS certificate issued by an untrusted authority (${error})`,
  'certificate-chain-incomplete': ({ error }: Failed) => `Incomplete TLS certificate chain (${error})`,
  'certificate-name-mismatch': ({ error }: Failed) => `TLS certificate issued for another host name (${error})`,
  'tls-failed': ({ error }: Failed) => `TLS handshake failed (${error})`,
};
