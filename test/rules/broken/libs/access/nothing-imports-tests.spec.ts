export { innocent } from '../../test/integration/innocent.js';
