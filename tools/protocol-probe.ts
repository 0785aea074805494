/**
 * Drives the wire's codecs by any Smithy model: one JSON line in, one JSON line out, in order. For running the public Smithy protocol tests
 * (`httpRequestTests`, `httpResponseTests`, `httpMalformedRequestTests`, `eventStreamTests`) and for looking at a protocol by hand. The
 * fields are those of these tests. `docs/protocol-probe.md` has the whole format with examples.
 *
 *     node tools/protocol-probe.ts [--model FILE] [--service ID] [--protocol NAME] [--blobs text|base64] [--request-id ID]
 *
 * In, each with an optional `id` that comes back, and `service`, `protocol`, `operation` (absolute or bare names; all may be left out
 * where the model or the request tells):
 *
 *     {"kind":"model","path":"model.json"}                          or "model": the JSON AST itself; "kind" may be left out
 *     {"kind":"request","method":"POST","uri":"/a?b=c","queryParams":["d=e"],"headers":{},"body":"...","bodyMediaType":"..."}
 *     {"kind":"response","operation":"GetThing","output":{}}        or "params"
 *     {"kind":"error","operation":"GetThing","error":"NotFound","message":"...","params":{}}
 *
 * Out:
 *
 *     {"id":1,"operation":"GetThing","input":{}}                    for a request; or, where it is refused:
 *     {"id":1,"operation":"GetThing","error":{"code":"...","message":"...","status":400},"response":{"status":400,"headers":{},"body":"..."}}
 *     {"id":2,"operation":"GetThing","status":200,"headers":{},"body":"...","bodyEncoding":"utf-8"}    for an output or an error
 *     {"id":3,"failure":"..."}                                      for a line that is wrong itself
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { withKind } from './probe/line.ts';
import { Probe } from './probe/probe.ts';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    service: { type: 'string' },
    protocol: { type: 'string' },
    blobs: { type: 'string', default: 'text' },
    'request-id': { type: 'string', default: 'foo-id' },
  },
});

const probe = new Probe({
  service: options.service,
  protocol: options.protocol,
  blobs: options.blobs === 'base64' ? 'base64' : 'text',
  requestId: options['request-id'],
});
if (options.model !== undefined) await probe.answer({ kind: 'model', path: options.model });

for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (text.trim() !== '') process.stdout.write(`${JSON.stringify(await answer(text))}\n`);
}

async function answer(text: string): Promise<Record<string, unknown>> {
  let id: unknown;
  try {
    const line = withKind(JSON.parse(text) as Record<string, unknown>);
    id = line.id;
    return { ...(id !== undefined && { id }), ...(await probe.answer(line)) };
  } catch (error) {
    return {
      ...(id !== undefined && { id }),
      failure: error instanceof Error ? error.message : String(error),
    };
  }
}
