import { decodeMessage, FrameError, frameLength, type Message, PRELUDE_BYTES } from './message.ts';

/**
 * Cuts a stream of bytes into messages. No more than one message and the chunk that completes it is held.
 * @throws FrameError when the bytes are not messages, or end within one
 */
export async function* readMessages(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Message, void, undefined> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let wanted = PRELUDE_BYTES;
  for await (const chunk of source) {
    held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    heldBytes += chunk.length;
    if (heldBytes < wanted) continue;
    let rest = Buffer.concat(held, heldBytes);
    for (wanted = frameWanted(rest); rest.length >= wanted; wanted = frameWanted(rest)) {
      yield decodeMessage(rest.subarray(0, wanted));
      rest = rest.subarray(wanted);
    }
    held = [rest];
    heldBytes = rest.length;
  }
  if (heldBytes > 0) throw new FrameError('The stream ends within a message');
}

/** How many bytes are needed before anything can be done. */
function frameWanted(bytes: Buffer): number {
  return bytes.length < PRELUDE_BYTES ? PRELUDE_BYTES : frameLength(bytes);
}
