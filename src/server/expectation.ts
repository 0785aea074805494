import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Tells a client that asked (`Expect: 100-continue`) to go on once somebody reads its body: what is refused by its head is never sent. A client
 * that was not told may send its body all the same, or not at all, so its connection ends with the answer.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 */
export function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const keepAlive = response.shouldKeepAlive;
  response.shouldKeepAlive = false;
  const read = request._read.bind(request);
  request._read = (size) => {
    request._read = read;
    if (!response.headersSent) {
      response.shouldKeepAlive = keepAlive;
      response.writeContinue();
    }
    read(size);
  };
}
