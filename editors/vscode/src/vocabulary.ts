// The view of the vocabulary: folders (where there are several), fields, terms with their spellings, posts.

import { commands, Disposable, EventEmitter, Range, ThemeIcon, TreeDataProvider, TreeItem, TreeItemCollapsibleState, Uri, window } from 'vscode';

import { nPosts, variantsOf } from './pick';
import { commandNames, Field, Form, Post, Root, Term } from './server';
import { Session } from './session';
import { Place, termsOf } from './terms';

type RootNode = { kind: 'root'; root: Root };
type FieldNode = { kind: 'field'; place: Place; field: Field };
/** `term` is one spelling; `whole` is the term with all of them. */
export type TermNode = { kind: 'term'; place: Place; term: Form; whole: Term };
type PostNode = { kind: 'post'; post: Post };
type Node = RootNode | FieldNode | TermNode | PostNode;

const viewId = 'rubricVocabulary';

const isHead = ({ term, whole }: TermNode): boolean => term.term === whole.term;

function rootItem({ root }: RootNode): TreeItem {
  const item = new TreeItem(root.name, TreeItemCollapsibleState.Expanded);
  item.description = nPosts(root.posts);
  item.iconPath = ThemeIcon.Folder;
  return item;
}

function fieldItem({ field }: FieldNode): TreeItem {
  const item = new TreeItem(field.name, TreeItemCollapsibleState.Collapsed);
  item.description = `${field.terms} ${field.terms === 1 ? 'term' : 'terms'}`;
  item.iconPath = new ThemeIcon('symbol-field');
  return item;
}

function termItem(node: TermNode): TreeItem {
  const { term, whole } = node;
  const item = new TreeItem(term.term, TreeItemCollapsibleState.Collapsed);
  const several = isHead(node) && whole.variants.length > 0;
  item.description = several ? `${term.posts} · also ${variantsOf(whole)}` : `${term.posts}`;
  item.iconPath = new ThemeIcon(isHead(node) ? (several ? 'warning' : 'tag') : 'git-merge');
  item.contextValue = several ? 'termWithVariants' : 'term';
  return item;
}

function postItem({ post }: PostNode): TreeItem {
  const item = new TreeItem(post.title);
  item.resourceUri = Uri.parse(post.uri);
  item.iconPath = ThemeIcon.File;
  item.tooltip = item.resourceUri.fsPath;
  const { start, end } = post.range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  item.command = { command: 'vscode.open', title: 'Open', arguments: [item.resourceUri, { selection }] };
  return item;
}

/** What the view shows of the server's answers, which are kept until the posts change. */
class Tree implements TreeDataProvider<Node> {
  private readonly changed = new EventEmitter<void>();
  private readonly terms = new Map<string, Promise<Term[]>>();
  private filter = '';
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly session: Session) {}

  refresh(): void {
    this.terms.clear();
    this.changed.fire();
  }

  show(filter: string): void {
    this.filter = filter.toLocaleLowerCase();
    this.changed.fire();
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.kind) {
      case 'root':
        return rootItem(node);
      case 'field':
        return fieldItem(node);
      case 'term':
        return termItem(node);
      case 'post':
        return postItem(node);
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const client = this.session.running;
    try {
      return client ? await this.childrenOf(node) : [];
    } catch (error) {
      // A server that ends meanwhile answers nothing any more; the view is asked again when the next one has started.
      if (client !== this.session.running) return [];
      throw error;
    }
  }

  private async childrenOf(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        return this.top();
      case 'root':
        return this.fields(node.root);
      case 'field':
        return this.termsIn(node.place);
      case 'term':
        return this.inTerm(node);
      case 'post':
        return [];
    }
  }

  private async top(): Promise<Node[]> {
    const roots = await this.session.ask<Root[]>(commandNames.vocabulary);
    if (roots.length > 1) return roots.map((root) => ({ kind: 'root', root }));
    return roots.length === 1 ? this.fields(roots[0]) : [];
  }

  private async fields(root: Root): Promise<Node[]> {
    const all = root.fields.map((field): FieldNode => ({ kind: 'field', place: { root: root.uri, field: field.name }, field }));
    if (!this.filter) return all;
    const shown = await Promise.all(all.map(async (it) => (await this.termsIn(it.place)).length > 0));
    return all.filter((_, index) => shown[index]);
  }

  private async termsIn(place: Place): Promise<Node[]> {
    const key = JSON.stringify([place.root, place.field]);
    const asked = this.terms.get(key) ?? termsOf(this.session, place);
    this.terms.set(key, asked);
    const fits = (it: Form) => it.term.toLocaleLowerCase().includes(this.filter);
    const terms = (await asked).filter((it) => [it, ...it.variants].some(fits));
    return terms.map((term) => ({ kind: 'term', place, term, whole: term }));
  }

  private async inTerm(node: TermNode): Promise<Node[]> {
    const { place, term, whole } = node;
    const posts = await this.session.ask<Post[]>(commandNames.posts, { at: place.root, field: place.field, term: term.term });
    const variants = isHead(node) ? whole.variants : [];
    return [
      ...variants.map((it): Node => ({ kind: 'term', place, term: it, whole })),
      ...posts.map((post): Node => ({ kind: 'post', post })),
    ];
  }
}

export function registerVocabulary(session: Session): Disposable {
  const tree = new Tree(session);
  const view = window.createTreeView(viewId, { treeDataProvider: tree, showCollapseAll: true });
  const filter = async (given?: string) => {
    const text = given ?? (await window.showInputBox({ title: 'Filter the vocabulary', placeHolder: 'A part of a term' }));
    if (text === undefined) return;
    tree.show(text);
    view.message = text === '' ? undefined : `Terms with “${text}”`;
    await commands.executeCommand('setContext', 'rubric.filtered', text !== '');
  };
  return Disposable.from(
    view,
    session.onPosts(() => tree.refresh()),
    commands.registerCommand('rubric.filterVocabulary', () => filter()),
    commands.registerCommand('rubric.clearFilter', () => filter('')),
    commands.registerCommand('rubric.refreshVocabulary', () => tree.refresh()),
  );
}
