// The problems that verification finds.

/** A problem, and what to do about it. */
export class Finding extends Error {
  /** @param {string} what @param {string} advice */
  constructor(what, advice) {
    super(what);
    this.advice = advice;
  }
}

const LOOK = 'docs/deploy.md, "When something is wrong", explains the Worker\'s log lines (`npx wrangler tail`).';

/** Stale reads: the failure that this project was started to eliminate. */
export const KEPT =
  "If requests work at first and later fail or hang, one request probably used a database connection that another had opened. " +
  "This Worker never does that. Was the deployed Worker built from this checkout?";

/**
 * The finding for a response with an unexpected status.
 *
 * @param {string} request method and path
 * @param {import("./api.mjs").Answer} answer
 * @param {number} expected
 */
export function wrongStatus(request, { status, body, text }, expected) {
  const said = body?.error === true ? `${body.message} (requestId ${body.requestId})` : text.slice(0, 200);
  return new Finding(`${request} answered ${status} instead of ${expected}: ${said}`, adviceFor(status, body));
}

/** @param {number} status @param {any} body */
function adviceFor(status, body) {
  if (body?.error !== true) {
    return "The answer does not come from this API. Is something else, such as a proxy or an access page, in front of it?";
  }
  switch (status) {
    case 401:
      return "The token is not accepted: it may have expired, or belong to another project. Sign in again and use a new one.";
    case 403:
      return "Something in front of the Worker, or its ALLOWED_ORIGINS, refuses this client.";
    case 404:
      return "A row that was just created was not found. Are there two databases, a replica, or a cache?";
    case 503:
      return (
        "The database could not be reached, or (/api/ready) its tables are older than this Worker. Is it running, does " +
        `Hyperdrive have the right address, and was \`npm run migrate\` run? ${LOOK}`
      );
    case 504:
      return `The database took too long. Is it overloaded, or is something holding a lock? ${KEPT} ${LOOK}`;
    case 500:
      return `${KEPT} ${LOOK}`;
    default:
      return LOOK;
  }
}
