/** An answer of the model server that is the client's fault: its HTTP status and a sentence that says what to change. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** 400: the body is not what the model takes. */
export const badInput = (message: string): Refusal => new Refusal(400, message);
