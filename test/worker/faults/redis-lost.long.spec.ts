import { describe } from '@jest/globals';
import { loseRedis } from './redis-lost.js';

describe('a worker whose Redis is lost while 30 endpoints are being told', () => {
  loseRedis({ kills: 1, flushes: 1, endpoints: 30 });
});

describe('a worker whose Redis is lost while 60 endpoints are being told', () => {
  loseRedis({ kills: 5, flushes: 3, endpoints: 60 });
});
