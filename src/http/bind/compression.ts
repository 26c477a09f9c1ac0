// Compresses large answers of the operations that the document marks (`x-compress`), if the caller accepts gzip. None of these
// answers has a secret beside a text that a stranger chose.
import { constants, createGzip, gzip, type Gzip } from 'node:zlib';
import type { RequestHandler, Response } from 'express';
import type { Operation } from './document.ts';

const WORTH_COMPRESSING = 1024;
/** A page of devices shrinks to a fifth. Higher levels take twice the time for a tenth less. */
const LEVEL = 4;

const compressed = new WeakSet<Response>();

export function compression({ compresses }: Pick<Operation, 'compresses'>): RequestHandler {
  return (req, res, next) => {
    if (!compresses) return next();
    res.vary('Accept-Encoding');
    if (req.acceptsEncodings('gzip', 'identity') !== 'gzip') return next();
    compressed.add(res);
    compressJson(res);
    next();
  };
}

/**
 * Returns the compressor of a streamed body, or `undefined` if it is sent as it is. Each piece is sent when it is written. A stream
 * of events is small and stays open for minutes, and so would the memory of its compressor.
 */
export function streamCompression(res: Response): Gzip | undefined {
  if (!compressed.has(res) || res.get('Content-Type')?.startsWith('text/event-stream') === true) return undefined;
  res.setHeader('Content-Encoding', 'gzip');
  return createGzip({ level: LEVEL, flush: constants.Z_SYNC_FLUSH });
}

function compressJson(res: Response): void {
  const send = res.json.bind(res);
  res.json = (body) => {
    const text = JSON.stringify(body);
    if (text.length < WORTH_COMPRESSING) return send(body);
    compress(res, text);
    return res;
  };
}

/** Sends a text that is JSON. */
export function sendText(res: Response, text: string): void {
  if (compressed.has(res) && text.length >= WORTH_COMPRESSING) compress(res, text);
  else sendPlain(res, text);
}

/** A text that cannot be compressed is sent as it is. */
function compress(res: Response, text: string): void {
  gzip(text, { level: LEVEL }, (error, bytes) => {
    if (res.headersSent || res.destroyed) return;
    if (error) return sendPlain(res, text);
    if (!res.hasHeader('Content-Type')) res.setHeader('Content-Type', JSON_TYPE);
    res.setHeader('Content-Encoding', 'gzip');
    res.end(bytes);
  });
}

const JSON_TYPE = 'application/json; charset=utf-8';

function sendPlain(res: Response, text: string): void {
  if (!res.hasHeader('Content-Type')) res.setHeader('Content-Type', JSON_TYPE);
  res.send(text);
}
