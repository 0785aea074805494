import type { RestEvents } from '../http/rest.ts';
import { decodeEvents, EVENT_STREAM_TYPE, encodeEvents } from './stream.ts';

/** Event streams in the REST protocols: the members besides the stream are in header fields. */
export const restEvents: RestEvents = {
  contentType: EVENT_STREAM_TYPE,
  encode: encodeEvents,
  decode: decodeEvents,
};
