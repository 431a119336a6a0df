/** Signs in with NUXT_PUBLIC_TOKEN, where it is set, as an app would with a session's access token. */
export default defineNuxtPlugin((nuxtApp) => {
  const { token } = useRuntimeConfig().public;
  if (token === "") return;
  nuxtApp.hook("budgeting:request", ({ headers }) => {
    headers.authorization = `Bearer ${token}`;
  });
});
