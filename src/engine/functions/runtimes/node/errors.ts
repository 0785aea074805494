/** An error of the runtime's own, named as Lambda names it. */
export class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Whatever was thrown, as Lambda answers it. */
export interface ErrorBody {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

const isError = (value: unknown): value is Error =>
  value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';

/** Whatever was thrown, as Lambda answers it: not only errors can be. */
export function describeError(thrown: unknown): ErrorBody {
  if (isError(thrown)) {
    return {
      errorType: String(thrown.name ?? 'Error'),
      errorMessage: String(thrown.message ?? ''),
      trace: String(thrown.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** Whatever was thrown, as Lambda logs it: own properties of the error too. */
export function errorForLog(thrown: unknown): string {
  const { errorType, errorMessage, trace } = describeError(thrown);
  const own = isError(thrown) ? Object.fromEntries(Object.entries(thrown)) : {};
  try {
    return JSON.stringify({ errorType, errorMessage, ...own, stack: trace });
  } catch {
    return JSON.stringify({ errorType, errorMessage, stack: trace });
  }
}
