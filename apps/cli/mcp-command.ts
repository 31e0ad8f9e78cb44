import type { Command } from 'commander';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { type Api, callApi, callingCommand } from './call-api.js';

const advice = `
Assistants start this command by themselves: docs/assistants.md shows how to configure one. The key is needed unless
PUBLIC_READ is on. Nothing is written to the ledger.`;

export const mcpCommand = (): Command =>
  callingCommand('mcp', 'read')
    .description('Let an assistant ask a running Jalon, by the Model Context Protocol on standard input and output.')
    .addHelpText('after', advice)
    .action(async (api: Api) => {
      const assistant = new StdioServerTransport();
      assistant.onmessage = (message) => void answerTo(message, api).then((answer) => answer && assistant.send(answer));
      await assistant.start();
    });

/** A failure is answered, too: an assistant does not read the standard error. */
async function answerTo(message: JSONRPCMessage, api: Api): Promise<JSONRPCMessage | undefined> {
  try {
    const { data } = await callApi(api, 'read', (client) =>
      client.POST('/mcp' as '/v1/imports', {
        ...{ body: message as never, parseAs: 'text' },
        headers: { accept: 'application/json, text/event-stream' },
      }),
    );
    return data === '' ? undefined : (JSON.parse(data) as JSONRPCMessage);
  } catch (error) {
    if (!('method' in message) || !('id' in message)) return undefined;
    return { jsonrpc: '2.0', id: message.id, error: { code: -32603, message: (error as Error).message } };
  }
}
