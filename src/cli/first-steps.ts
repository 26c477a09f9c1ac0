// Writes what `npm start` prints: the addresses of the service, and commands to try it with.
import { relative } from 'node:path';
import { DEFAULT_INTERNAL_SERVER, DEFAULT_SERVER } from '../config/client.ts';
import { LOCAL_OPERATOR } from './credentials.ts';

export interface Addresses {
  readonly public: string;
  readonly internal: string;
  /** Absent if the console is not served. */
  readonly console?: string;
  /** The code of the link that signs in to the console once. Absent if there is none. */
  readonly signInCode?: string;
}

/** `operatorTokenFile` is absent if users are configured. */
export function firstSteps(addresses: Addresses, operatorTokenFile: string | undefined): string {
  const where = `devauth is listening
  public    ${addresses.public}   devices and operators
  internal  ${addresses.internal}   gateways
${addresses.console === undefined ? '' : `  console   ${addresses.console}   operators, in a browser\n`}`;
  if (operatorTokenFile === undefined) return where;
  const file = relative('', operatorTokenFile);
  const settings = settingsFor(addresses, file);
  return `${where}
No users are configured: the token in ${file} manages this installation from this machine. In another terminal, try

  # enrol five simulated devices, accept some, revoke one
  ${settings}npm run demo

  # list the devices
  ${settings}npx devauth devices list

  # read the API documents, and try them
  ${addresses.internal}/openapi
${linkStep(addresses)}
`;
}

/** Returns the link to the console. Its code is after the `#`, which browsers never send. */
const linkStep = ({ console: page, signInCode: code }: Addresses): string =>
  page === undefined || code === undefined
    ? ''
    : `
  # open the console, signed in: works once, within five minutes
  ${page}#code=${code}
`;

/** Returns the variables that the demo and the CLI need if they cannot find the server on their own. */
function settingsFor(addresses: Addresses, file: string): string {
  const settings = [
    ['DEVAUTH_SERVER', addresses.public, DEFAULT_SERVER],
    ['DEVAUTH_INTERNAL_SERVER', addresses.internal, DEFAULT_INTERNAL_SERVER],
    ['DEVAUTH_TOKEN_FILE', file, LOCAL_OPERATOR],
  ] as const;
  return settings
    .filter(([, value, fallback]) => value !== fallback)
    .map(([name, value]) => `${name}='${value}' `)
    .join('');
}
