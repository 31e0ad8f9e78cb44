import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** An assistant that asks an API, with a key or without. It checks each answer against the schema of its tool. */
export const assistantOf = (url: string, key?: string) =>
  assistantOn(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
      requestInit: { headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }) } },
    }),
  );

export async function assistantOn(transport: Transport) {
  const client = new Client({ name: 'tests', version: '1' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    client,
    tools,
    /** The data of the answer; of a problem, what its text says. */
    // oxlint-disable-next-line typescript/no-explicit-any -- specs look into it and say what must be there
    async ask(name: string, asked: Record<string, unknown> = {}): Promise<any> {
      const { content, structuredContent } = await client.callTool({ name, arguments: asked });
      const [said] = content as [{ text: string }];
      const data: unknown = JSON.parse(said.text);
      if (structuredContent !== undefined && JSON.stringify(structuredContent) !== said.text)
        throw new Error(`the text of ${name} is not its data`);
      return data;
    },
    close: () => client.close(),
  };
}
