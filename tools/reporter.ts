import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { styleText } from 'node:util';

/** A short report: failures in full as they come, skips by name, the counts at the end. */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const skipped: string[] = [];
  const failed = new Set<string>();
  let passed = 0;
  for await (const event of source) {
    if (event.type === 'test:fail') {
      if (event.data.file) failed.add(relative(process.cwd(), event.data.file));
      yield failure(event.data);
    } else if (event.type === 'test:pass' && event.data.skip !== undefined) {
      skipped.push(`${event.data.name}${typeof event.data.skip === 'string' ? `: ${event.data.skip}` : ''}`);
    } else if (event.type === 'test:pass') {
      passed++;
      if (passed % 100 === 0) yield `${passed} passed\n`;
    } else if (
      event.type === 'test:diagnostic' &&
      event.data.nesting === 0 &&
      /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(event.data.message)
    ) {
      if (event.data.message.startsWith('tests ')) yield skips(skipped);
      yield `ℹ ${event.data.message}\n`;
    }
  }
  const note = process.env['POSTERN_FAILED_TESTS'];
  if (note) await writeFile(note, [...failed].join('\n'));
}

function failure(data: Extract<TestEvent, { type: 'test:fail' }>['data']): string {
  const error = data.details.error as Error & { cause?: unknown };
  if (/subtests? failed/.test(error.message)) return '';
  const place = data.file ? ` (${relative(process.cwd(), data.file)}:${data.line})` : '';
  const cause =
    error.cause instanceof Error
      ? (error.cause.stack ?? error.cause.message)
      : typeof error.cause === 'string'
        ? error.cause
        : error.message;
  return `${styleText('red', '✖')} ${data.name}${place}\n${cause.replaceAll(/^/gm, '    ')}\n`;
}

const skips = (names: readonly string[]): string =>
  names.map((name) => `${styleText('yellow', '﹣')} skipped ${name}\n`).join('');
