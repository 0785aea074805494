/** What is wrong with a policy document, in AWS's words; thrown and caught inside the parser alone. */
export class Refusal extends Error {}
