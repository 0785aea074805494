import assert from 'node:assert/strict';

/** Checks that an error is AWS's: its code, status and words. */
export const refusal =
  (name: string, message: string | RegExp, status = 400) =>
  (error: Error) => {
    const { $metadata } = error as Error & { $metadata: { httpStatusCode?: number } };
    assert.deepEqual([error.name, $metadata.httpStatusCode], [name, status], error.message);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  };
