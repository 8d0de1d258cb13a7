/**
 * The front door: words to commands, errors to exit statuses. The only file that knows the command-line library.
 */

import yargs, { type Argv } from 'yargs';
import { formatProblem, InvalidInput } from '../problems/invalid-input.ts';
import { version } from '../version.ts';
import { type Command, EXIT, UsageError } from './command.ts';
import { compareCommand } from './compare.ts';
import { dataFetchCommand } from './data-fetch.ts';
import { initCommand } from './init.ts';
import { linkFitCommand } from './link-fit.ts';
import { linkGenerateCommand } from './link-generate.ts';
import { linkImportCommand } from './link-import.ts';
import { linkShowCommand } from './link-show.ts';
import { tellMisuse } from './misuse.ts';
import { optimizeCommand } from './optimize.ts';
import { partitionCommand } from './partition.ts';
import { recordCommand } from './record.ts';
import { regimesCommand } from './regimes.ts';
import { regretCommand } from './regret.ts';
import { reportCommand } from './report.ts';
import { reproduceCommand } from './reproduce.ts';
import { runCommand } from './run.ts';
import { schemaCommand } from './schema.ts';
import { traceCalibrateCommand } from './trace-calibrate.ts';
import { traceImportCommand } from './trace-import.ts';
import { traceShowCommand } from './trace-show.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';

export const COMMANDS: readonly Command[] = [
  runCommand,
  compareCommand,
  reportCommand,
  optimizeCommand,
  partitionCommand,
  regimesCommand,
  regretCommand,
  initCommand,
  recordCommand,
  traceShowCommand,
  traceImportCommand,
  traceCalibrateCommand,
  linkShowCommand,
  linkGenerateCommand,
  linkImportCommand,
  linkFitCommand,
  dataFetchCommand,
  validateCommand,
  verifyCommand,
  reproduceCommand,
  schemaCommand,
];

/** What the user typed wrong, with the help that belongs to it. */
class Misuse extends Error {}

/** @param args the words after `sim` @returns exit status */
export async function main(args: readonly string[]): Promise<number> {
  let status: number = EXIT.done;
  const parser = yargs([...args])
    .scriptName('sim')
    .usage('$0 <command>\n\nEdge-cloud offloading of early-exit neural networks, simulated from real recordings.')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'camel-case-expansion': false,
      'dot-notation': false,
    })
    .exitProcess(false)
    .locale('en')
    .strict()
    .version(version())
    .alias('help', 'h')
    .completion('completion', 'Print a completion script for bash or zsh')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .fail((message, error) => {
      throw error ?? new Misuse(message);
    });
  const groups = new Map<string, Command[]>();
  for (const command of COMMANDS) {
    const [first] = command.name.split(' ') as [string];
    groups.set(first, [...(groups.get(first) ?? []), command]);
  }
  const execute = async (command: Command, values: Record<string, unknown>) => {
    status = await command.run(checked(command, values) as never);
  };
  for (const [first, members] of groups) {
    const [only] = members as [Command];
    if (only.name === first) addCommand(parser, first, only, execute);
    else {
      const about = members.map(({ name }) => name.split(' ')[1]).join(', ');
      parser.command(first, `${first[0]?.toUpperCase()}${first.slice(1)}: ${about}`, (group) => {
        for (const member of members) addCommand(group, member.name.slice(first.length + 1), member, execute);
        return group.demandCommand(1, `sim ${first} needs one of: ${about}`);
      });
    }
  }
  parser.demandCommand(1, 'a command is needed');
  try {
    await parser.parseAsync();
    return status;
  } catch (error) {
    return explain(error, args);
  }
}

function addCommand(
  parser: Argv,
  word: string,
  command: Command,
  execute: (command: Command, values: Record<string, unknown>) => Promise<void>,
): void {
  const shapes = { one: (name: string) => `<${name}>`, list: (name: string) => `<${name}..>`, optional: (name: string) => `[${name}]` };
  const words = Object.entries(command.positionals).map(([name, { kind }]) => shapes[kind](name));
  parser.command(
    [word, ...words].join(' '),
    command.about,
    (builder) => {
      for (const [name, { describe, choices }] of Object.entries(command.positionals)) {
        builder.positional(name, { describe, type: 'string', ...(choices === undefined ? {} : { choices }) });
      }
      for (const [name, flag] of Object.entries(command.flags)) {
        builder.option(name, {
          describe: flag.fallback === undefined ? flag.describe : `${flag.describe} [${flag.fallback}]`,
          type: flag.kind === 'switch' ? 'boolean' : 'string',
          ...(flag.kind === 'texts' ? { array: true, nargs: 1 } : {}),
          ...(flag.kind === 'switch' ? {} : { requiresArg: true }),
          ...(flag.choices === undefined ? {} : { choices: flag.choices }),
          ...(flag.required === true ? { demandOption: true } : {}),
        });
      }
      for (const example of command.examples) builder.example(example, '');
      return builder;
    },
    (values) => execute(command, values as Record<string, unknown>),
  );
}

/** The values a command declared, flags without a value filled in. */
function checked(command: Command, values: Record<string, unknown>): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const name of Object.keys(command.positionals)) taken[name] = values[name];
  for (const [name, { kind }] of Object.entries(command.flags)) {
    const value = values[name];
    if (Array.isArray(value) && kind !== 'texts') throw new UsageError(`--${name} is given more than once`);
    if (kind === 'switch') taken[name] = value === true;
    else if (kind === 'texts') taken[name] = value ?? [];
    else if (kind === 'count' && value !== undefined) {
      if (!/^\d{1,16}$/.test(String(value)) || !Number.isSafeInteger(Number(value)))
        throw new UsageError(`--${name} ${String(value)}: needs a whole number from 0 up`);
      taken[name] = Number(value);
    } else taken[name] = value;
  }
  return taken;
}

/** Tells the user what went wrong. @returns exit status */
function explain(error: unknown, args: readonly string[]): number {
  const write = (text: string) => process.stderr.write(`${text}\n`);
  if (error instanceof InvalidInput) {
    for (const problem of error.problems) write(formatProblem(problem));
    if (process.env['DEBUG'] && error.cause instanceof Error) write(String(error.cause.stack));
    return EXIT.invalid;
  }
  if (error instanceof Misuse || error instanceof UsageError || (error as Error).name === 'YError') {
    const message = error instanceof UsageError ? error.message : tellMisuse((error as Error).message, args, COMMANDS);
    write(`sim: ${message}\nTry 'sim --help', or 'sim <command> --help'.`);
    return EXIT.usage;
  }
  if ((error as Error).name === 'Interrupted') return EXIT.interrupted;
  write(`sim: internal failure, please report it with the command you ran\n${(error as Error).stack ?? String(error)}`);
  return EXIT.failure;
}
