/** Passes `/api` on to the API, so that the app has one origin. */
export default defineEventHandler((event) => proxyRequest(event, `${useRuntimeConfig(event).apiUrl}${event.path}`));
