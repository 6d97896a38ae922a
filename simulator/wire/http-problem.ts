import { element, type Element } from './element.js';

/** A request that is answered with an Error document. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body is JSON whatever was accepted: seen on real servers. */
  readonly alwaysJson: boolean;

  constructor(
    status: number,
    message: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly alwaysJson?: boolean;
    } = {},
  ) {
    super(message);
    this.name = 'HttpProblem';
    this.status = status;
    this.headers = options.headers ?? {};
    this.alwaysJson = options.alwaysJson ?? false;
  }
}

/** No session, an expired one, or a wrong password: all answered alike [vendor's response codes]. */
export function unauthorized(): HttpProblem {
  return new HttpProblem(
    401,
    'Authentication is required: the session is unknown or has expired.',
    {
      headers: { 'www-authenticate': 'Basic Realm=RestSvc' },
    },
  );
}

export function accessDenied(): HttpProblem {
  return new HttpProblem(403, 'Access denied');
}

/** Enterprise Manager's Error document. */
export function errorElement(status: number, message: string): Element {
  return element(
    'Error',
    [
      element('FirstChanceExceptionMessage', status === 500 ? message : null),
      element('StackTrace', null),
    ],
    { Message: message, StatusCode: status, Status: null },
  );
}
