import { error, text } from '../message-template.js';

/** The text as YAML. */
export const DOCUMENT_MESSAGES = {
  'document-too-large': error(
    text`The runbook has ${'found'} ${'what'}; at most ${'limit'} are read`,
    text`Split it into several runbooks.`,
  ),
  'document-too-deep': error(
    text`The runbook is nested more than ${'limit'} levels deep`,
    text`No part of a runbook needs more than eight levels: look for a runaway bracket or indentation.`,
  ),
  'empty-document': error(
    text`The runbook is empty`,
    text`Begin with "apiVersion: drillbook/v1"; runbooks/minimal.yaml is a small one to copy.`,
  ),
  'multiple-documents': error(
    text`A second YAML document begins here; a file holds one runbook`,
    text`Remove the "---", or put what follows into a file of its own.`,
  ),
  'yaml-syntax': error(text`${'problem'}`, text`${'advice'}`),
  'yaml-tag': error(
    text`The tag "${'found'}" is not allowed`,
    text`Remove it; quote the value if it must be text.`,
  ),
  'duplicate-key': error(
    text`The key "${'found'}" stands twice in one map`,
    text`Remove one of the two: YAML would silently keep the last.`,
  ),
  'key-not-text': error(text`A key must be text, found ${'found'}`, text`Put the key in quotes.`),
  'unknown-anchor': error(
    text`No anchor "&${'found'}" stands before this alias`,
    text`Define it above, as "x-name: &${'found'} ...". ${'nearest'}`,
  ),
  'too-many-aliases': error(
    text`The aliases of this runbook unfold to more than ${'limit'}`,
    text`Aliases of aliases multiply; write the values out.`,
  ),
  'bad-merge': error(
    text`"<<" merges maps, found ${'found'}`,
    text`Write "<<: *name" or "<<: [*one, *two]", where each name is the anchor of a map.`,
  ),
  'unquoted-expression': error(
    text`YAML cuts this unquoted expression apart: inside { } and [ ] at "{", "}" and ",", everywhere at ": "`,
    text`Write it in quotes: '${'found'}'.`,
  ),
  'comment-cuts-value': error(
    text`YAML reads " #" as the start of a comment, so the expression after it is lost`,
    text`Put the whole value in quotes: '${'found'}'. A comment goes on a line of its own.`,
  ),
};
