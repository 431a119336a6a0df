import type { Schemas } from "./types.js";

export type FieldError = Schemas["FieldError"];
export type ErrorCode = Schemas["Error"]["code"] | Schemas["ValidationError"]["code"];

/** The API's error codes, and one for when nothing of the API's came back. */
export type ApiErrorCode = ErrorCode | "unreachable";

const UNREACHABLE = "The service cannot be reached, please check your connection and try again";
const NOT_THE_API =
  "Something else answered in place of the service, such as a page to sign in: please sign in and try again";

/** Why a request was refused or failed. `message` is fit to show to the user. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 where no answer came. */
  readonly statusCode: number;
  readonly code: ApiErrorCode;
  /** With the code `validation_failed`, every field that is wrong, in the body's order. */
  readonly fields: readonly FieldError[];
  /** Under which the server's log tells more. */
  readonly requestId: string | undefined;
  /** The error's body as the API sent it, for those who pass errors on. */
  readonly data: unknown;

  /**
   * @param data the body of the answer; anything that is no error of the API's, such as a proxy's page, counts as none
   * @param statusCode the answer's; 0 if there was none; one of success where something that is not the API answered
   * @param options `cause`: what was thrown where the answer should have been
   */
  constructor(data: unknown, statusCode = 0, options?: ErrorOptions) {
    const known = isError(data) ? data : undefined;
    super(known?.message ?? (statusCode >= 200 && statusCode < 300 ? NOT_THE_API : UNREACHABLE), options);
    this.statusCode = known?.statusCode ?? statusCode;
    this.code = known?.code ?? "unreachable";
    this.fields = known !== undefined && "fields" in known ? known.fields : [];
    this.requestId = known?.requestId;
    this.data = known;
  }

  /** What is wrong with a field, to show beside its input. */
  messageOf(field: string): string | undefined {
    return this.fields.find((wrong) => wrong.field === field)?.message;
  }
}

function isError(data: unknown): data is Schemas["Error"] | Schemas["ValidationError"] {
  return typeof data === "object" && data !== null && "error" in data && data.error === true && "code" in data;
}
