// The module of node-forge that holds the ASN.1 reader alone; the published types know only the whole package.
declare module 'node-forge/lib/asn1.js' {
  import { asn1 } from 'node-forge';
  export default asn1;
}
