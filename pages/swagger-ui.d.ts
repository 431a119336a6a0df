interface Window {
  SwaggerUIBundle(options: Record<string, unknown>): void;
}
