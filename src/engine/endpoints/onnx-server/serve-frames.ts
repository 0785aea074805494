import { createServer, type Server } from 'node:net';
import { FrameReader } from '../../../kit/index.ts';
import { decodeRequest, encodeResponse, Kind, MOST_FRAME_BYTES } from '../frames/messages.ts';
import { Outbox } from '../frames/outbox.ts';
import type { Predict } from './predict.ts';
import { refusalOf } from './refusal.ts';

/** Predictions over frames: what `POST /invocations` does, at a third of its cost. */
export function frameServer(predict: Predict): Server {
  return createServer((socket) => {
    const outbox = new Outbox(socket);
    const answer = async (frame: Buffer): Promise<void> => {
      const { id, contentType, accept, body } = decodeRequest(frame);
      try {
        const prediction = await predict(body, contentType, accept);
        outbox.add(encodeResponse(id, 200, prediction.type, Buffer.from(prediction.body)));
      } catch (error) {
        const { status, text } = refusalOf(error);
        outbox.add(encodeResponse(id, status, 'application/json', Buffer.from(text)));
      }
    };
    const reader = new FrameReader(
      MOST_FRAME_BYTES,
      (kind, frame) => void (kind === Kind.request && answer(frame)),
      () => socket.destroy(),
    );
    socket.on('data', (piece: Buffer) => reader.push(piece));
    socket.on('error', () => {}); // its end says enough
  });
}
