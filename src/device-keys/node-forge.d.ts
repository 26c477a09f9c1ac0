// Types that are missing in the published ones of node-forge, which allow only a boolean as the second argument.
import type {} from 'node-forge';

declare module 'node-forge' {
  namespace asn1 {
    interface ReadOptions {
      readonly strict: true;
      readonly parseAllBytes: true;
      readonly decodeBitStrings: false;
      readonly maxDepth: number;
    }
    function fromDer(bytes: Bytes, options: ReadOptions): Asn1;
  }
}
