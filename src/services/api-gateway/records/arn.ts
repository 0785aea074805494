/** The ARN of a path of the control plane; it names no account. */
export const arn = (region: string, path: string): string => `arn:aws:apigateway:${region}::${path}`;
