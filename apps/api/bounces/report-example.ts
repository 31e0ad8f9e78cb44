/** As a mail server writes it. */
export const reportExample = `From: MAILER-DAEMON@mx.example.org
To: bounces@jalon.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain

officer@example.org: no such user

--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; officer@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--=_1
Content-Type: text/rfc822-headers

Message-ID: <3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81@jalon.example.org>

--=_1--
`;
