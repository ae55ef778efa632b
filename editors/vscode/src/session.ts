// One server at a time: started, stopped and replaced, in the order that was asked for.

import { EventEmitter, ExtensionContext, window, workspace, WorkspaceEdit as Edit } from 'vscode';
import { LanguageClient, WorkspaceEdit } from 'vscode-languageclient/node';

import { ask, createClient, isUpToDate, Outputs, Step } from './client';
import { wanted } from './confirm';
import { tellMissing, tellOld } from './missing';
import { findProgram, Program } from './program';
import { changedNotification } from './server';

export type State = { kind: 'starting' | 'running' | 'stopped' } | { kind: 'working'; percentage?: number; message?: string } | { kind: 'failed'; reason: string };

// VS Code writes what a refactoring changed, if the author lets it, but not where that is one file only.
async function saveAll(edit: Edit): Promise<void> {
  if (!workspace.getConfiguration('files').get('refactoring.autoSave', true)) return;
  const changed = new Set(edit.entries().map(([uri]) => uri.toString()));
  const dirty = workspace.textDocuments.filter((it) => it.isDirty && !it.isUntitled && changed.has(it.uri.toString()));
  await Promise.all(dirty.map((it) => it.save()));
}

export class Session {
  private client: LanguageClient | undefined;
  private program: Program | undefined;
  private current: State = { kind: 'stopped' };
  // The last thing asked for. A second restart while the first is under way waits for it.
  private last: Promise<void> = Promise.resolve();
  private readonly stateChanged = new EventEmitter<State>();
  private readonly postsChanged = new EventEmitter<void>();

  readonly onState = this.stateChanged.event;
  /** Posts or terms are others than before; also when another server has started. */
  readonly onPosts = this.postsChanged.event;

  constructor(
    private readonly context: ExtensionContext,
    private readonly outputs: Outputs,
  ) {
    context.subscriptions.push(this.stateChanged, this.postsChanged);
  }

  get state(): State {
    return this.current;
  }

  /** The program that runs, or that was tried last. */
  get command(): string | undefined {
    return this.program?.command;
  }

  get running(): LanguageClient | undefined {
    return this.client;
  }

  /** Throws a sentence for the person at the keyboard. */
  async ask<T>(command: string, argument: object = {}): Promise<T> {
    if (!this.client) throw new Error('Rubric does not run; its output says why.');
    return ask<T>(this.client, command, argument);
  }

  /** Applies an edit of the server, after a question where it asks for one. Whether it was applied. */
  async apply(edit: WorkspaceEdit): Promise<boolean> {
    const plain = await wanted(edit);
    if (!plain) return false;
    const converted = await this.client?.protocol2CodeConverter.asWorkspaceEdit(plain);
    if (!converted || !(await workspace.applyEdit(converted, { isRefactoring: true }))) return false;
    await saveAll(converted);
    return true;
  }

  /** For edits that nobody waits for. */
  private async applyLater(edit: WorkspaceEdit): Promise<void> {
    try {
      await this.apply(edit);
    } catch (error) {
      void window.showErrorMessage(`Rubric could not make the change: ${error}`);
    }
  }

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

  private become(state: State): void {
    this.current = state;
    this.stateChanged.fire(state);
  }

  private onStep(step: Step): void {
    if (step.kind === 'end') this.become({ kind: 'running' });
    else this.become({ kind: 'working', percentage: step.percentage, message: step.message });
  }

  private async begin(): Promise<void> {
    const configured = workspace.getConfiguration('rubric').get<string>('path', '');
    const program = findProgram(configured, this.context.extensionPath);
    if ('reason' in program) {
      this.fail(program.reason);
      void tellMissing(program, this.context.extensionUri);
      return;
    }
    this.program = program;
    this.outputs.log.info(`starting ${program.command} (from ${program.origin})`);
    this.become({ kind: 'starting' });
    const client = createClient(
      program,
      this.outputs,
      (step) => this.onStep(step),
      (edit) => void this.applyLater(edit),
    );
    try {
      await client.start();
    } catch (error) {
      this.fail(String(error));
      void this.tellFailed(program.command);
      return;
    }
    this.client = client;
    if (this.current.kind === 'starting') this.become({ kind: 'running' });
    client.onNotification(changedNotification, () => this.postsChanged.fire());
    this.postsChanged.fire();
    if (!isUpToDate(client)) {
      const version = client.initializeResult?.serverInfo?.version;
      this.outputs.log.warn(`${program.command} (${version}) is older than this extension`);
      void tellOld(program, version, this.context.extensionUri);
    }
  }

  private fail(reason: string): void {
    this.outputs.log.error(reason);
    this.become({ kind: 'failed', reason });
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become({ kind: 'stopped' });
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
