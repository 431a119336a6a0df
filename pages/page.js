// Shows the API's description. Nothing is fetched from anywhere but here.

window.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  // Otherwise the description would be sent to a validator on the web.
  validatorUrl: null,
});
