// `npm run doctor`: checks everything that a deployment needs beforehand, and says how to fix problems.
import { parseArgs } from "node:util";
import { inRoot } from "./common/paths.mjs";
import { runTool } from "./setup/index.mjs";
import { requirePackages } from "./setup/packages.mjs";

const usage = `npm run doctor [-- options]
  --var NAME:value   a variable, as passed to wrangler deploy; may be repeated
  --env NAME         the environment in wrangler.toml that you deploy
  --config FILE      the configuration file (default: wrangler.toml)
Environment: DATABASE_URL (the Worker's login), MIGRATE_DATABASE_URL (the login for npm run migrate), and any variable of
the Worker that is stored elsewhere, such as SUPABASE_JWT_SECRET.`;

await runTool(async () => {
  const options = optionsFrom(process.argv.slice(2));
  await requirePackages();
  // Packages are installed only from here on, so they are imported dynamically.
  const { quietWrangler } = await import("./serve/wrangler-dev.mjs");
  Object.assign(process.env, quietWrangler);
  const { unstable_readConfig } = await import("wrangler");
  const { checkDatabase } = await import("./before-deployment/database.mjs");
  const { line, summary } = await import("./before-deployment/findings.mjs");
  const { checkHyperdrive } = await import("./before-deployment/hyperdrive.mjs");
  const { checkCompatibility, checkRowLimits, secretsIn, variables } = await import("./before-deployment/settings.mjs");
  const { checkHeaders, checkOrigins, checkSignIn } = await import("./before-deployment/sign-in.mjs");

  const { DATABASE_URL, MIGRATE_DATABASE_URL } = process.env;
  const file = options.config ?? inRoot("wrangler.toml");
  let config;
  try {
    config = unstable_readConfig({ config: file, env: options.env }, { hideWarnings: true });
  } catch (error) {
    throw new Error(`${file} can't be read: ${/** @type {Error} */ (error).message}`);
  }
  const { values, findings: exposed } = variables(options.var ?? [], config.vars, process.env);
  const findings = [
    ...checkCompatibility(config),
    ...(await checkHyperdrive(config.hyperdrive, DATABASE_URL)),
    ...exposed,
    ...(await checkSignIn(values)),
    ...checkOrigins(values.ALLOWED_ORIGINS),
    ...checkHeaders(values),
    ...(await checkRowLimits(values.ROW_LIMITS)),
    ...(await checkDatabase(DATABASE_URL, MIGRATE_DATABASE_URL)),
  ];
  const secrets = secretsIn(process.env, values);
  for (const finding of findings) console.log(line(finding, secrets));
  console.log(`\n${summary(findings)}`);
  process.exitCode = findings.some(({ kind }) => kind === "fix") ? 1 : 0;
});

/** @param {string[]} args */
function optionsFrom(args) {
  try {
    return parseArgs({
      args,
      options: {
        var: { type: "string", multiple: true },
        env: { type: "string" },
        config: { type: "string" },
      },
    }).values;
  } catch {
    // The invalid option is not repeated: it may be a secret in the wrong place.
    throw new Error(`There is no such option, or it has no value.\n\n${usage}`);
  }
}
