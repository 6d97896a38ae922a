const SECRET_NAME =
  /^(?:.*[-_.])?(?:authorization|proxy-authorization|cookie|password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret|credentials?)$/i;

/** Whether a key's name says that its value is a secret: `password`, `db_password`, `X-Api-Key`. */
export function isSecretName(name: string): boolean {
  // `apiKey` and `clientSecret` as well as `api_key`.
  return name.length <= 100 && SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1-$2'));
}
