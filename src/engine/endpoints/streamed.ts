import type { Streamed, StreamedResponse } from './http/request.ts';

/** An answer that is on its way, and who gives it. */
export interface StreamedAnswer extends StreamedResponse {
  readonly variant: string;
  readonly instance: string;
  /** When the request was sent to the instance, monotonic milliseconds. */
  readonly sentAt: number;
}

/** A request whose answer is taken as it comes. */
export interface StreamedInvocation extends Pick<Streamed, 'body'> {
  /**
   * Takes a 2xx answer as soon as its head is there; the invocation lasts until this resolves. Rejects with nothing but what `pieces`
   * threw: the instance is blamed for it.
   */
  take(answer: StreamedAnswer): Promise<void>;
}

/**
 * The invocation as the connection to an instance sees it.
 * @param alive called for each piece: an instance that streams may have no time to answer a ping
 */
export function streamedThrough(
  invocation: StreamedInvocation,
  by: Pick<StreamedAnswer, 'variant' | 'instance' | 'sentAt'>,
  alive: () => void,
): Streamed {
  return {
    ...(invocation.body && { body: invocation.body }),
    take: ({ status, headers, pieces }) =>
      invocation.take({ ...by, status, headers, pieces: watched(pieces, alive) }),
  };
}

async function* watched(pieces: AsyncIterable<Buffer>, alive: () => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    alive();
    yield piece;
  }
}
