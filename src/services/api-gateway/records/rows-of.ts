/** The rows of an API's part, e.g. all its resources. */
export const rowsOf = <Row>(
  records: { list(range: { prefix: string }): { row: Row }[] },
  apiId: string,
): Row[] => records.list({ prefix: `${apiId}/` }).map(({ row }) => row);
