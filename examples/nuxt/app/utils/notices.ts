import { ApiError } from "budgeting-api-client";

/** What a person can do nothing about but try again, or sign in and try again. */
const PASSING = new Set(["unreachable", "unavailable", "timeout", "too_many_requests", "unauthorized"]);

const SIGN_IN = "Sign in again in another tab, then try again here: nothing that you typed is gone";

export const isPassing = ({ code }: ApiError) => PASSING.has(code);

/** The whole of an error in a line or a few. */
export function explained(error: ApiError): string {
  const fields = error.fields.map(({ message }) => message).filter((message) => !error.message.includes(message));
  const reference = error.code === "internal_error" && error.requestId ? ` (reference ${error.requestId})` : "";
  const advice = error.code === "unauthorized" ? [SIGN_IN] : [];
  return [error.message, ...fields, ...advice].join(". ") + reference;
}

/** The API's error; anything else is a mistake of this app's, and thrown. */
export function apiError(caught: unknown): ApiError {
  if (caught instanceof ApiError) return caught;
  throw caught;
}
