export { innocent } from '../../test/support/innocent.js';
