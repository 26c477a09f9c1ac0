// What `npm start` prints: where the service is, and three lines to try it with, which work as they stand.
import { relative } from 'node:path';

export function firstSteps(
  addresses: { readonly public: string; readonly internal: string },
  operatorTokenFile: string | undefined,
): string {
  const where = `devauth is listening
  public    ${addresses.public}   devices and operators
  internal  ${addresses.internal}   gateways
`;
  if (operatorTokenFile === undefined) return where;
  const file = relative('', operatorTokenFile);
  const management = `${addresses.public}/api/management/v2/devauth`;
  const operator = `-H "Authorization: Bearer $(cat '${file}')"`;
  return `${where}
There are no users yet: the token in ${file} is good for managing from this machine, for 24 hours. Try

  # list who is waiting
  curl -s ${operator} '${management}/devices?status=pending'

  # accept the first one
  curl -s ${operator} '${management}/devices?status=pending' | node -e 'const [d]=JSON.parse(require("fs").readFileSync(0));if(d)console.log("devices/"+d.id+"/auth/"+d.auth_sets[0].id+"/status")' | xargs -r -I{} curl -s -X PUT ${operator} -H 'Content-Type: application/json' -d '{"status":"accepted"}' ${management}/{}

  # ask whether a device's token is good, as gateways do
  curl -s -i -H "Authorization: Bearer $DEVICE_TOKEN" ${addresses.internal}/api/internal/v1/devauth/tokens/verify

`;
}
