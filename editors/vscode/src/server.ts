// What the server tells of the vocabulary, in its own words: the commands of `workspace/executeCommand` and their answers.

import { Range } from 'vscode-languageclient/node';

export type Form = { term: string; posts: number };

/** A term in its most used spelling; the others, the most used first. */
export type Term = Form & { variants: Form[] };

export type Field = { name: string; terms: number; uses: number };

/** `uri` is the one that all questions about the root begin with. */
export type Root = { uri: string; name: string; posts: number; complete: boolean; fields: Field[] };

export type Post = { uri: string; range: Range; title: string };

export type CodeSummary = { code: string; summary: string };

export const commandNames = {
  vocabulary: 'rubric.vocabulary',
  terms: 'rubric.terms',
  posts: 'rubric.posts',
  rewrite: 'rubric.rewrite',
  fixPosts: 'rubric.fixPosts',
  explain: 'rubric.explain',
} as const;

/** Sent when posts or terms changed, because the client asks for it when it starts. */
export const changedNotification = 'rubric/changed';
