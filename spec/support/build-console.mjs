// Builds the page of the console before the specs, where it is missing or older than its sources: the service serves what was built.
import { buildConsole } from '../../scripts/console/build.mjs';

export default () => buildConsole();
