/** Ways of writing the host of a URL that leads where no webhook may go, by what they are. Each is one row of the specs. */
export const nonPublicHosts: Record<string, readonly string[]> = {
  'loopback, IPv4': [
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '2130706433',
    '017700000001',
    '0x7f000001',
    '0x7F.1',
    '0177.0.0.01',
    '0x7f.0x0.0x0.0x1',
    '127.0x000001',
    '%31%32%37.0.0.1',
    '127%2e0%2e0%2e1',
    '\u2460\u2461\u2466.\u24ea.\u24ea.\u2460', // circled
    '\uff11\uff12\uff17.\uff10.\uff10.\uff11', // full width
    '127\u30020\u30020\u30021', // ideographic full stops
    '127\uff0e0\uff0e0\uff0e1', // full-width full stops
    '\u{1d7cf}\u{1d7d0}\u{1d7d5}.0.0.1', // mathematical bold
  ],
  'loopback, IPv6': ['[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::0.0.0.1]'],
  'IPv4 within IPv6': [
    '[::ffff:7f00:1]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:10.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
    '[2001::7f00:1]',
  ],
  'names of the machine itself': [
    'localhost',
    'LocalHost',
    'localhost.',
    'jalon.localhost',
    'localhost.localdomain',
    'ip6-localhost',
    'loc\u00adalhost', // with a soft hyphen
    '\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54', // full width
    '\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3', // circled
  ],
  'names within a network': ['intranet', 'redis', 'printer.local', 'router.home.arpa', 'db.internal'],
  'metadata of clouds': [
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.43518',
    'metadata.google.internal',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '192.0.0.192',
  ],
  unspecified: ['0.0.0.0', '0', '0x0', '00.0', '0.1.2.3', '[::]', '[0:0:0:0:0:0:0:0]'],
  private: ['10.0.0.1', '167772161', '10.255.255.255', '172.16.0.1', '172.31.255.254', '192.168.1.1', '0300.0250.1.1'],
  'shared by carriers': ['100.64.0.1', '100.127.255.254'],
  'link-local': ['169.254.0.1', '[fe80::1]', '[febf::1]'],
  multicast: ['224.0.0.1', '239.255.255.250', '[ff02::1]', '[ff0e::1]'],
  'broadcast and reserved': ['255.255.255.255', '4294967295', '240.0.0.1', '192.0.0.8', '192.88.99.1'],
  documentation: ['192.0.2.1', '198.51.100.7', '203.0.113.9', '[2001:db8::1]', '[3fff::1]'],
  benchmarks: ['198.18.0.1', '198.19.255.254', '[2001:2::1]'],
  'local to a site': ['[fc00::1]', '[fd12:3456::1]', '[fec0::1]'],
  'other special blocks': [
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '[100::1]',
    '[2001:10::1]',
    '[2001:20::1]',
    '[2001:30::1]',
    '[2620:4f:8000::1]',
    '[4000::1]',
    '[5f00::1]',
  ],
};

/** Ways of writing the rest of the URL so that a careless reader takes another host for the one it leads to. */
export const trickyUrls: readonly string[] = [
  'https://93.184.216.34@127.0.0.1/hook',
  'https://hooks.example.org:443@127.0.0.1/hook',
  'https://hooks.example.org%2f@127.0.0.1/hook',
  'https:\\\\127.0.0.1\\hook',
  'https:127.0.0.1/hook',
  'https:///127.0.0.1/hook',
  'https://127.0.0.1\t/hook',
  'https://127.0.\n0.1/hook',
  'https://127.0.0.1#@hooks.example.org/',
  'https://127.0.0.1\\@hooks.example.org/',
  'https://[fe80::1%25eth0]/hook',
  'https://[fe80::1%eth0]/hook',
  'https://[::ffff:127.0.0.1%25lo]/hook',
  'https://0x7f000001ff/hook',
  'https://127.0.0.1%00.example.org/hook',
  'gopher://127.0.0.1/hook',
  'file:///etc/passwd',
  'https://hooks.example.org:6379@127.0.0.1:6379/hook',
];

/** What a resolver may answer for a name that looks like any other; the zone is one that `getaddrinfo` appends. */
export const nonPublicAnswers: readonly string[] = [
  ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.20.0.1', '192.168.0.1', '100.64.1.1', '169.254.169.254'],
  ...['192.0.0.1', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
  ...['255.255.255.255', '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0:7f00:1'],
  ...['64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', '2001::7f00:1', '2001:2::1', '2001:10::1', '2001:db8::1'],
  ...[
    '2002:7f00:1::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ],
];
