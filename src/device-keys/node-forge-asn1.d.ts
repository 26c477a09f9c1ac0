// Types of the module of node-forge that has only the ASN.1 reader. The published types describe only the whole package.
declare module 'node-forge/lib/asn1.js' {
  import { asn1 } from 'node-forge';
  export default asn1;
}
