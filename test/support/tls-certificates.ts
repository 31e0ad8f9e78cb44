/**
 * A key and two certificates for `hooks.example.org`, signed by themselves: one is good until 2125, one was in January
 * 2024. Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=hooks.example.org
 * -addext subjectAltName=DNS:hooks.example.org -not_before … -not_after …`; they protect nothing.
 */
export const tlsKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHpO4Tu/e3VU0Xth1
sicsRZIYZ+DlW76z4rRrPPgeQxWhRANCAARSQPTYuhxQBykYwHhn0RMrEbGW6rYJ
odra1bDo/JDOCw14fRFLAtbCUP47FC8aG+lvjkR91IpFrBlyBJTSO5jW
-----END PRIVATE KEY-----`;

export const tlsCertificate = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVOgAwIBAgIUYwh+5xvlUgczUiV7h6/z/0elyV8wCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5vcmcwIBcNMjUwMTAxMDAwMDAwWhgP
MjEyNTAxMDEwMDAwMDBaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUub3JnMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUkD02LocUAcpGMB4Z9ETKxGxluq2CaHa
2tWw6PyQzgsNeH0RSwLWwlD+OxQvGhvpb45EfdSKRawZcgSU0juY1qNxMG8wHQYD
VR0OBBYEFEclC1xcVkYgN4onN2jkzbclivs/MB8GA1UdIwQYMBaAFEclC1xcVkYg
N4onN2jkzbclivs/MA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
ZXhhbXBsZS5vcmcwCgYIKoZIzj0EAwIDSQAwRgIhAPivsMzVdpJgi4i3J08Pdl+J
wvL2G9h8uRRcRALcdQItAiEA3bg2jdpPMRdV8K2G5mRIEN5Q5tfja+sRK3tXfdb6
FV8=
-----END CERTIFICATE-----`;

export const expiredCertificate = `-----BEGIN CERTIFICATE-----
MIIBrDCCAVGgAwIBAgIUOmkSifDXplRr9fyyJpH7ddaWKC4wCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5vcmcwHhcNMjQwMTAxMDAwMDAwWhcN
MjQwMjAxMDAwMDAwWjAcMRowGAYDVQQDDBFob29rcy5leGFtcGxlLm9yZzBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABFJA9Ni6HFAHKRjAeGfREysRsZbqtgmh2trV
sOj8kM4LDXh9EUsC1sJQ/jsULxob6W+ORH3UikWsGXIElNI7mNajcTBvMB0GA1Ud
DgQWBBRHJQtcXFZGIDeKJzdo5M23JYr7PzAfBgNVHSMEGDAWgBRHJQtcXFZGIDeK
Jzdo5M23JYr7PzAPBgNVHRMBAf8EBTADAQH/MBwGA1UdEQQVMBOCEWhvb2tzLmV4
YW1wbGUub3JnMAoGCCqGSM49BAMCA0kAMEYCIQDS1kh+cPfaklgJHhp+c29SYfjL
pK0OlPrgNw8jMga5UwIhANkMvmWMuUR0CgArnqMpJyM0ev6NvGuA9D6v+F2tSgZS
-----END CERTIFICATE-----`;
