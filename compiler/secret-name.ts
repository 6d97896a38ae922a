const SECRET_NAME =
  /^(?:.*[-_.])?(?:authorization|proxy-authorization|cookie|password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret|credentials?)$/i;

// Headers that hold nothing else (Cloudflare's X-Auth-Key, Azure's Ocp-Apim-Subscription-Key and
// X-Functions-Key). `X-Auth-User`, `X-Vault-Namespace` and `Idempotency-Key` are no secrets.
const SECRET_HEADER =
  /^(?:x-(?:.*-)?auth|(?:.*[-_.])?(?:auth|subscription|functions)[-_]?key|x-restsvcsessionid)$/i;

/** Whether a key's name says that its value is a secret: `password`, `db_password`, `X-Api-Key`. */
export function isSecretName(name: string): boolean {
  // `apiKey` and `clientSecret` as well as `api_key`.
  if (name.length > 100) return false;
  return SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1-$2')) || SECRET_HEADER.test(name);
}
