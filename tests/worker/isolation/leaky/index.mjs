/** A Worker that tells what it must not: in its answer, in its log, or nowhere, as the path says. */
export default {
  /** @param {Request} request @param {{ HYPERDRIVE: { connectionString: string } }} env */
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const leaks = {
      password: env.HYPERDRIVE.connectionString,
      token: request.headers.get("authorization"),
      sql: "select month_name from budgeting.transaction_months",
      profile: searchParams.get("profile"),
      body: await request.text(),
      stack: "Error: at Core.plan (core.js:12:34)",
    };
    const leak = leaks[/** @type {keyof typeof leaks} */ (pathname.split("/")[2])] ?? "nothing";
    if (pathname.startsWith("/log/")) console.log(leak);
    return new Response(pathname.startsWith("/answer/") ? leak : "nothing");
  },
};
