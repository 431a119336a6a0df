import { ApiError } from "budgeting-api-client";

/** What a person can do nothing about but try again. */
const PASSING = new Set(["unreachable", "unavailable", "timeout", "too_many_requests"]);

export const isPassing = ({ code }: ApiError) => PASSING.has(code);

/** The whole of an error in a line or a few. */
export function explained(error: ApiError): string {
  const fields = error.fields.map(({ message }) => message).filter((message) => !error.message.includes(message));
  const reference = error.code === "internal_error" && error.requestId ? ` (reference ${error.requestId})` : "";
  return [error.message, ...fields].join(". ") + reference;
}

/** The API's error; anything else is a mistake of this app's, and thrown. */
export function apiError(caught: unknown): ApiError {
  if (caught instanceof ApiError) return caught;
  throw caught;
}
