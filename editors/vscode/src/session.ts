// One server at a time: started, stopped and replaced, in the order that was asked for.

import { ExtensionContext, window, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

import { createClient, Outputs } from './client';
import { tellMissing } from './missing';
import { findProgram } from './program';

export class Session {
  private client: LanguageClient | undefined;
  // The last thing asked for. A second restart while the first is under way waits for it.
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ExtensionContext,
    private readonly outputs: Outputs,
  ) {}

  restart(): Promise<void> {
    return this.queue(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.queue(() => this.end());
  }

  private queue(task: () => Promise<void>): Promise<void> {
    this.last = this.last.then(task);
    return this.last;
  }

  private async begin(): Promise<void> {
    const configured = workspace.getConfiguration('rubric').get<string>('path', '');
    const program = findProgram(configured, this.context.extensionPath);
    if ('reason' in program) {
      this.outputs.log.error(program.reason);
      void tellMissing(program, this.context.extensionUri);
      return;
    }
    this.outputs.log.info(`starting ${program.command} (from ${program.origin})`);
    const client = createClient(program, this.outputs);
    try {
      await client.start();
      this.client = client;
    } catch (error) {
      this.outputs.log.error(String(error));
      void this.tellFailed(program.command);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that crashed or hangs cannot say goodbye; the next one starts all the same.
      this.outputs.log.warn(`the server did not stop as it should: ${error}`);
    }
  }

  private async tellFailed(command: string): Promise<void> {
    const show = 'Show Output';
    const choice = await window.showErrorMessage(`Rubric could not start ${command}.`, show);
    if (choice === show) this.outputs.log.show();
  }
}
