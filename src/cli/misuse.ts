/**
 * What the command-line library says of words typed wrong, in our words: which word, what is wrong with it, what to write.
 *
 * Knows the library's sentences, so that nothing else need; a sentence that it does not know stays as it is.
 */

import { nearestName, suggestNames } from '../models/near-names.ts';
import type { Command } from './command.ts';

/** The command that `words` call, and the words that follow. */
function calledCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, i) => words[i] === word));
}

function usage({ name, positionals }: Command): string {
  const shapes = { one: (word: string) => `<${word}>`, list: (word: string) => `<${word}..>`, optional: (word: string) => `[${word}]` };
  return ['sim', name, ...Object.entries(positionals).map(([word, { kind }]) => shapes[kind](word))].join(' ');
}

function unknownCommand(words: readonly string[], commands: readonly Command[]): string {
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `));
  const depth = group.length > 0 ? 1 : 0;
  const names = [...new Set((depth === 1 ? group : commands).map(({ name }) => name.split(' ')[depth] as string))];
  const word = words[depth] as string;
  return `${depth === 1 ? `${words[0]} ` : ''}${word}: there is no such command; ${suggestNames(word, names, '')}`;
}

function unknownWord(word: string, words: readonly string[], command: Command): string {
  const isFlag = !words.includes(word);
  if (!isFlag) return `${word}: one word too many; write ${usage(command)}`;
  const flag = `${word.length === 1 ? '-' : '--'}${word}`;
  const near = word.length === 1 ? undefined : nearestName(word, Object.keys(command.flags));
  return `${flag}: sim ${command.name} has no such flag${near === undefined ? '' : `; did you mean --${near}?`}`;
}

/** @param message the library's sentence @param words what was typed after `sim` */
export function tellMisuse(message: string, words: readonly string[], commands: readonly Command[]): string {
  const command = calledCommand(words, commands);
  const [, name, given, choices] = /^Invalid values:\n {2}Argument: (\S+), Given: "(.*)", Choices: (.*)$/.exec(message) ?? [];
  if (name !== undefined && given !== undefined && choices !== undefined) {
    const names = [...choices.matchAll(/"([^"]*)"/g)].map(([, choice]) => choice as string);
    return `${command !== undefined && name in command.flags ? '--' : ''}${name} ${given}: ${suggestNames(given, names, '')}`;
  }
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/.exec(message)?.[1];
  if (unknown !== undefined) {
    if (command === undefined) return words[0]?.startsWith('-') === false ? unknownCommand(words, commands) : message;
    return unknown
      .split(', ')
      .map((word) => unknownWord(word, words, command))
      .join('\n     ');
  }
  if (command !== undefined && message.startsWith('Not enough non-option arguments'))
    return `something is missing; write ${usage(command)}`;
  const unset = /^Missing required arguments?: (.*)$/.exec(message)?.[1];
  if (unset !== undefined)
    return `sim ${command?.name} needs ${unset
      .split(', ')
      .map((flag) => `--${flag}`)
      .join(' and ')}`;
  const bare = /^Not enough arguments following: (\S+)$/.exec(message)?.[1];
  if (bare !== undefined) return `--${bare}: a value is missing behind it`;
  return message;
}
