/** Whether a message was taken; what is said of a failure holds no address and no credential. */
export type Delivery =
  | {
      readonly kind: 'delivered';
      /** What went not quite right; null: nothing. */
      readonly note: string | null;
    }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** It may go better a little later. */
      readonly isWorthAnotherTry: boolean;
      readonly retryAfterSeconds: number | null;
    };

export interface DeliveryOptions {
  readonly tls: { readonly caFile: string | null; readonly insecure: boolean };
  /** For the whole exchange. */
  readonly limitMilliseconds: number;
  readonly signal?: AbortSignal;
}
