// Sends only the head of a request, for a body that is refused because of its length.
import type { TestApp } from '../app/app.ts';
import { exchange, head } from '../raw-http.ts';
import { checkAnswer } from './conforms.ts';
import type { DocumentedOperation } from './document.ts';
import { target, type ValidRequest } from './valid-requests.ts';

/** Sends the head of a request and none of its body. Returns the status of the answer, which is one of its document. */
export async function sendHead(app: TestApp, operation: DocumentedOperation, request: ValidRequest): Promise<number> {
  const listener = operation.listeners[0] ?? 'public';
  const url = listener === 'public' ? app.publicUrl : app.internalUrl;
  const headers = { 'Content-Type': 'application/json', ...request.credential, ...request.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const answer = await exchange(url, head(`${operation.method} ${target(operation, request)}`, ...lines));
  const answered = { status: answer.status, headers: new Headers(), text: answer.body };
  for (const line of answer.headerLines) answered.headers.append(...split(line));
  await checkAnswer(
    { method: operation.method, url: url + target(operation, request), listeners: [listener] },
    answered,
  );
  return answer.status;
}

function split(line: string): [string, string] {
  const [name = '', ...value] = line.split(': ');
  return [name, value.join(': ')];
}
