import { type Request, sentIn, setCredentials } from "../sent";

export interface AwsCall {
  /** `sns`, `ssm`, `kms` */
  readonly service: string;
  readonly region: string;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An answer: what an action gives, or an error. */
export type AwsAnswer = Readonly<Record<string, unknown>> | { readonly error: string; readonly message: string };

/** Plays Amazon SNS, Systems Manager and KMS at the level of HTTP, as the SDK's clients see them. */
export class FakeAws {
  readonly calls: AwsCall[] = [];

  constructor(private readonly answer: (call: AwsCall) => AwsAnswer | Promise<AwsAnswer>) {
    setCredentials();
  }

  readonly requestHandler = {
    handle: async (request: Request) => {
      const { service, region, action, form, text } = sentIn(request);
      const isQuery = service === "sns";
      const call = { service, region, action, input: isQuery ? form : JSON.parse(text) };
      this.calls.push(call);
      const answer = await this.answer(call);
      const [statusCode, answered] = isQuery ? queryAnswer(action, answer) : jsonAnswer(answer);
      const type = isQuery ? "text/xml" : "application/x-amz-json-1.1";
      return {
        response: { statusCode, headers: { "content-type": type }, body: new TextEncoder().encode(answered) },
      };
    },
  };
}

const isError = (answer: AwsAnswer): answer is { error: string; message: string } => "error" in answer;

const jsonAnswer = (answer: AwsAnswer): [number, string] =>
  isError(answer)
    ? [400, JSON.stringify({ __type: answer.error, message: answer.message })]
    : [200, JSON.stringify(answer)];

function queryAnswer(action: string, answer: AwsAnswer): [number, string] {
  const namespace = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"';
  if (isError(answer)) {
    const error = `<Type>Sender</Type><Code>${answer.error}</Code><Message>${answer.message}</Message>`;
    return [403, `<ErrorResponse ${namespace}><Error>${error}</Error><RequestId>1</RequestId></ErrorResponse>`];
  }
  const fields = Object.entries(answer).map(([name, value]) => `<${name}>${value}</${name}>`);
  return [
    200,
    `<${action}Response ${namespace}><${action}Result>${fields.join("")}</${action}Result></${action}Response>`,
  ];
}
