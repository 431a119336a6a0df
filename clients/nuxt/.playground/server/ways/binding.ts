/** Passes a request on to the API's Worker. */
export default defineEventHandler((event) => event.context.cloudflare.env.API.fetch(toWebRequest(event)));
