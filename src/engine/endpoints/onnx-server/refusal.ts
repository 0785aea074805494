/** An answer of the model server that is the client's fault: its HTTP status and a sentence that says what to change. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** How an error is told to the client: a refusal as it is, anything else as 500, which is also printed. */
export function refusalOf(error: unknown): { readonly status: number; readonly text: string } {
  const status = error instanceof Refusal ? error.status : 500;
  if (status === 500) console.error(error);
  return { status, text: JSON.stringify({ error: (error as Error).message }) };
}

/** 400: the body is not what the model takes. */
export const badInput = (message: string): Refusal => new Refusal(400, message);
