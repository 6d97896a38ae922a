/** The configuration that `init` writes: one machine, one Enterprise Manager. */
export const STARTER_CONFIG = `# Drillbook's configuration, for the worker and the command line. docs/configuration.md has every key.

# The Temporal server that keeps the runs. \`drillbook dev\` starts one at this address.
temporal:
  address: 127.0.0.1:7233
  namespace: default
  taskQueue: drillbook

# Servers that runbooks name. Secrets are never written here: { env: NAME } takes one from an environment
# variable of the worker, { file: PATH } from a file. Look with: drillbook doctor
connections:
  dr-em:
    type: enterprise-manager
    # The port of the REST API, not that of the web pages.
    url: https://em.example.com:9398
    username: { env: EM_USER }
    password: { env: EM_PASSWORD }
    # A fresh Enterprise Manager signs its own certificate: export it, and name it here.
    # tls: { caFile: em-ca.pem }
`;
