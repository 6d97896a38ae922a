import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/** A key is known by the SHA-256 of its public half (DER, SubjectPublicKeyInfo). */
export interface Signer {
  readonly keyId: string;
  readonly publicPem: string;
  sign(data: Buffer): Buffer;
}

export interface PublicKey {
  readonly keyId: string;
  readonly pem: string;
  verify(data: Buffer, signature: Buffer): boolean;
}

/** A new pair of Ed25519 keys, as PEM. */
export function createKeys(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/**
 * What signs by a private key in PEM.
 *
 * @throws Error that says what is wrong, without a word of the key.
 */
export function signerOf(privatePem: string): Signer {
  let key: KeyObject;
  try {
    key = createPrivateKey(privatePem);
  } catch {
    throw new Error('it is no private key in PEM without a password');
  }
  refuseOtherKinds(key);
  const { keyId, pem } = publicKeyOf(createPublicKey(key));
  return { keyId, publicPem: pem, sign: (data) => sign(null, data, key) };
}

/**
 * Reads a public key in PEM.
 *
 * @throws Error that says what is wrong.
 */
export function readPublicKey(pem: string): PublicKey {
  // From a private key Node would make the public one: then it has been given to the wrong program.
  if (/PRIVATE KEY/.test(pem)) throw new Error('it is a private key: give its public half, .pub');
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw new Error('it is no public key in PEM');
  }
  refuseOtherKinds(key);
  return publicKeyOf(key);
}

function publicKeyOf(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    keyId: `sha256:${createHash('sha256').update(der).digest('hex')}`,
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    verify: (data, signature) => verify(null, data, key, signature),
  };
}

function refuseOtherKinds({ asymmetricKeyType }: KeyObject): void {
  if (asymmetricKeyType === 'ed25519') return;
  throw new Error(`its kind is ${asymmetricKeyType ?? 'unknown'}; Drillbook signs with Ed25519`);
}
