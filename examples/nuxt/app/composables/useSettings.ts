const THEMES = ["system", "light", "dark"] as const;
const CURRENCIES = ["ZAR", "EUR", "GBP", "USD", "CHF", "SEK", "INR", "JPY"];
const LOCALES = ["en-ZA", "en-GB", "en-US", "de-DE", "fr-FR", "sv-SE", "de-CH", "en-IN"];

export interface Settings {
  theme: string;
  currency: string;
  locale: string;
}

/** What the visitor has chosen; kept in a cookie, so that the server renders it too. */
export function useSettings() {
  const configured = useRuntimeConfig().public;
  const choices = {
    theme: [...THEMES],
    currency: [...new Set([configured.currency, ...CURRENCIES])],
    locale: [...new Set([configured.locale, ...LOCALES])],
  };
  const cookie = useCookie<Partial<Settings>>("settings", { maxAge: 31_536_000, sameSite: "lax", default: () => ({}) });
  const settings = useState<Settings>("settings", () => ({
    theme: chosen(choices.theme, cookie.value?.theme),
    currency: chosen(choices.currency, cookie.value?.currency),
    locale: chosen(choices.locale, cookie.value?.locale),
  }));
  const save = (change: Partial<Settings>) => {
    settings.value = { ...settings.value, ...change };
    cookie.value = settings.value;
  };
  return { settings, choices, save };
}

/** The cookie's value if it is one of the choices, else the first. */
const chosen = (choices: string[], value: unknown) => choices.find((choice) => choice === value) ?? String(choices[0]);
