// Builds the page of the console before the specs, if it is missing or older than its sources: the service serves the build.
import { buildConsole } from '../../scripts/console/build.mjs';

export default () => buildConsole();
