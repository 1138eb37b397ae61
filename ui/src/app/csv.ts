// Tables as files: chosen by a person, previewed by the server, and written only when nothing in them is wrong.
import { problem, request } from './gql';

/** A cell that is wrong. */
export interface CellError {
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

/** Sends a table; `path` with `/preview` at its end writes nothing. */
export async function sendTable<Answer>(path: string, table: string): Promise<Answer> {
  const { response, body } = await request(path, { method: 'POST', body: table });
  if (!response.ok) throw problem(response, body);
  return body as Answer;
}
