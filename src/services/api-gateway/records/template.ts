import { compileTemplate } from '../../../engine/gateway/index.ts';
import { badRequest, notImplemented } from '../faults.ts';

/** Refuses templates under what is no media type, and those that need the mapping template language. */
export function checkTemplate(mediaType: string, text: string | undefined): void {
  if (mediaType !== '$default' && !/^[\w.+*-]+\/[\w.+*-]+(;.*)?$/.test(mediaType)) {
    throw badRequest(
      `Validation Result: warnings : [], errors : [Invalid content type specified: ${mediaType}]`,
    );
  }
  if (text && !compileTemplate(text)) {
    throw notImplemented(
      'A mapping template in VTL (only texts without $ and #, and $input.body, are rendered)',
    );
  }
}
