import { type Node, SyntaxKind } from 'typescript/unstable/ast'
import { NodeBuilderFlags, type Project, type Symbol as TsSymbol } from 'typescript/unstable/sync'

// The parts that declarations have, each as far as its kind has it.
interface WithBody {
  readonly body?: Node
  readonly members?: readonly Node[]
  readonly type?: Node
}

/** The declaration of a symbol as a reader wants it: types with the comments of their fields, functions and classes without bodies. */
export function declarationText(name: string, symbol: TsSymbol, project: Project): string {
  return symbol.declarations
    .flatMap(handle => handle.resolve(project) ?? [])
    .map(node => textOfNode(name, node, symbol, project))
    .join('\n')
}

function textOfNode(name: string, node: Node, symbol: TsSymbol, project: Project): string {
  switch (node.kind) {
    case SyntaxKind.InterfaceDeclaration:
      return sourceOf(node, node.end)
    case SyntaxKind.TypeAliasDeclaration: {
      const text = sourceOf(node, node.end)
      if (!text.includes('typeof ')) return text
      // What a schema makes of it says more than the name of the schema.
      const flags = NodeBuilderFlags.NoTruncation | NodeBuilderFlags.MultilineObjectLiterals | NodeBuilderFlags.InTypeAlias
      const printed = project.checker.typeToString(project.checker.getDeclaredTypeOfSymbol(symbol), node, flags)
      return `type ${name} = ${printed.replace(/import\("[^"]+"\)\./g, '').replace(/ {4}/g, '  ')}`
    }
    case SyntaxKind.FunctionDeclaration:
      return sourceOf(node, bodyStart(node)) + inferredResult(node, project)
    case SyntaxKind.ClassDeclaration:
      return classText(node)
    default: {
      const type = project.checker.getTypeOfSymbol(symbol)
      const printed = type === undefined ? 'unknown' : project.checker.typeToString(type, node)
      // The options of a factory have a name of their own, under which they are listed.
      return `const ${name === 'default' ? 'plugin' : name}: ${printed.replace(/^PluginFactory<\{[\s\S]*\}>$/, 'PluginFactory<{ … }>')}`
    }
  }
}

function inferredResult(node: Node, { checker }: Project): string {
  if ((node as WithBody).type !== undefined) return ''
  const signature = checker.getSignatureFromDeclaration(node)
  const type = signature === undefined ? undefined : checker.getReturnTypeOfSignature(signature)
  return type === undefined ? '' : `: ${checker.typeToString(type, node)}`
}

function classText(node: Node): string {
  const members = (node as WithBody).members ?? []
  const head = sourceOf(node, members[0]?.pos ?? node.end)
  const isPublic = (text: string) => !/^(private|#|override)/.test(text.replace(/^\/\*\*[\s\S]*?\*\/\s*/, ''))
  const lines = members.map(member => withComments(member, bodyStart(member)).replace(/ = [^=]*$/, '')).filter(isPublic)
  return `${head}\n${lines.map(line => `  ${line}\n`).join('')}}`
}

function bodyStart(node: Node): number {
  return (node as WithBody).body?.pos ?? node.end
}

/** The text without the comment before it, which is shown as prose, and without `export`. */
function sourceOf(node: Node, end: number): string {
  return withComments(node, end)
    .replace(/^(\/\*\*[\s\S]*?\*\/\s*|\/\/[^\n]*\n\s*)+/, '')
    .replace(/^export (default )?/, '')
}

function withComments(node: Node, end: number): string {
  return node.getSourceFile().text.slice(node.pos, end).trim()
}
