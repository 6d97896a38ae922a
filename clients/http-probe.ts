import { got, RequestError } from 'got';

/** At most this much of a body is looked at; a health page is small. */
const MOST_BYTES = 1_000_000;

export type HttpSight =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string }
  | { readonly kind: 'none'; readonly seen: string };

/** Asks a URL once, follows no redirect, and never throws for what the other side does. */
export async function probeHttp(
  url: string,
  method: 'GET' | 'HEAD',
  options: { readonly limitMilliseconds: number; readonly signal?: AbortSignal },
): Promise<HttpSight> {
  const request = got(url, {
    method,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    timeout: { request: options.limitMilliseconds },
    responseType: 'buffer',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const body = { isTooBig: false };
  void request.on('downloadProgress', ({ transferred }) => {
    if (transferred <= MOST_BYTES) return;
    body.isTooBig = true;
    request.cancel();
  });
  try {
    const answer = await request;
    return { kind: 'answer', status: answer.statusCode, text: answer.body.toString('utf8') };
  } catch (error) {
    if (body.isTooBig) return { kind: 'none', seen: `a body of more than ${MOST_BYTES} bytes` };
    const seen = error instanceof RequestError ? error.code : 'no answer';
    return { kind: 'none', seen };
  }
}
