import type { Command } from 'commander';
import { table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import { type CommonOptions, withEngine } from '../session.js';
import { kilobytes } from './deploy.js';

export function addKnowledgeCommands(program: Command, { host, verb, action }: VerbContext): void {
  const kb = program.command('kb').description('knowledge documents').exitOverride();
  verb(kb, 'list', 'the documents that agents read')
    .option('--agent <id>', 'only those of one agent')
    .option('--search <words>', 'only those with these words')
    .action(
      action((options: CommonOptions & { agent?: string; search?: string }) =>
        withEngine(host, options, async ({ client, output }) => {
          const { agent, search } = options;
          const documents = await client.knowledge.list({
            ...(agent === undefined ? {} : { agent }),
            ...(search === undefined ? {} : { search }),
          });
          output.result({ documents }, () =>
            documents.length === 0
              ? 'No documents. Deploy first: aios deploy --approver NAME'
              : table(
                  documents.map((d) => [
                    d.id,
                    d.kind,
                    kilobytes(d.bytes),
                    `${d.agents.length} agent(s)`,
                    d.title,
                  ]),
                ),
          );
          return 0;
        }),
      ),
    );
  verb(kb, 'show <id>', 'one document with its provenance').action(
    action((id: string, options: CommonOptions) =>
      withEngine(host, options, async ({ client, output }) => {
        const document = await client.knowledge.show({ id });
        output.result(document, () =>
          [
            document.title,
            `sources    ${document.sources.join('\n           ')}`,
            `retrieved  ${document.retrievedAt}`,
            `hash       ${document.contentHash}`,
            `agents     ${document.agents.join(', ')}`,
            '',
            document.markdown,
          ].join('\n'),
        );
        return 0;
      }),
    ),
  );
}
