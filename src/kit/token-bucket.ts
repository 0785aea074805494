/**
 * A token bucket: refills continuously at `ratePerSecond` up to `burst`. Time is an argument.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class TokenBucket {
  readonly ratePerSecond: number;
  readonly burst: number;
  #tokens: number;
  #atMs: number;

  /**
   * @param ratePerSecond tokens added a second
   * @param burst the most tokens it holds; it starts full
   * @param nowMs any monotonic time, milliseconds
   */
  constructor(ratePerSecond: number, burst: number, nowMs: number) {
    this.ratePerSecond = ratePerSecond;
    this.burst = burst;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** Takes `count` tokens when they are there; answers whether it did. */
  take(nowMs: number, count = 1): boolean {
    this.#tokens = Math.min(this.burst, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.ratePerSecond);
    this.#atMs = nowMs;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }
}
