import {
  AssignTag,
  BreakTag,
  CaptureTag,
  CaseTag,
  CommentTag,
  ContinueTag,
  EchoTag,
  type Emitter,
  ForTag,
  IfTag,
  InlineCommentTag,
  LiquidTag,
  Output,
  RawTag,
  type Template,
  TypeGuards,
  toValue,
  toValueSync,
  UnlessTag,
} from 'liquidjs'
import { keepFile, MapfileTag } from '../mapfile-tag.ts'
import { compileFor } from './for-loop.ts'
import { areEqual, isTrue } from './operators.ts'
import { assignVariable, type Evaluate, LeftToLiquid, type Run, type Step } from './run.ts'
import { createCaptureSink } from './sink.ts'
import { compileToken, compileValue } from './values.ts'

/** Compile templates that follow each other. What is not compiled is left to Liquid, each for itself. */
export function compileTemplates(templates: readonly Template[]): Step {
  const steps = templates.map(compileTemplate)
  return run => {
    for (const step of steps) {
      step(run)
      if (run.context.breakCalled || run.context.continueCalled) return
    }
  }
}

function compileTemplate(template: Template): Step {
  try {
    return compileKnown(template) ?? byLiquid(template)
  } catch (error) {
    if (error instanceof LeftToLiquid) return byLiquid(template)
    throw error
  }
}

const nothing: Step = () => undefined

function compileKnown(template: Template): Step | undefined {
  if (TypeGuards.isHTMLToken(template.token)) return write(template.token.getContent())
  if (template instanceof Output) return output(compileValue(template.value, false))
  if (template instanceof EchoTag)
    return template['value'] === undefined ? nothing : output(compileValue(template['value'], false))
  if (template instanceof CommentTag || template instanceof InlineCommentTag) return nothing
  if (template instanceof RawTag) return write(template.render())
  if (template instanceof LiquidTag) return compileTemplates(template.templates)
  if (template instanceof AssignTag) return assign(template['key'], compileValue(template['value'], true))
  if (template instanceof CaptureTag) return capture(template.variable, compileTemplates(template.templates))
  if (template instanceof MapfileTag) return mapfile(template)
  if (template instanceof IfTag) return choose(branchesOf(template.branches, isTrue), template.elseTemplates ?? [])
  if (template instanceof UnlessTag) return choose(unlessBranches(template), template.elseTemplates)
  if (template instanceof CaseTag) return compileCase(template)
  if (template instanceof ForTag) return compileFor(template, compileTemplates)
  if (template instanceof BreakTag || template instanceof ContinueTag) return leave(template instanceof BreakTag)
  return undefined
}

function write(text: string): Step {
  return run => run.out.text(text)
}

function output(value: Evaluate): Step {
  return run => run.out.value(toValue(value(run)))
}

function assign(name: string, value: Evaluate): Step {
  return run => assignVariable(run, name, value(run))
}

function capture(name: string, body: Step): Step {
  return run => assignVariable(run, name, captured(run, body))
}

function mapfile({ variable, templates, liquid }: MapfileTag): Step {
  const body = compileTemplates(templates)
  return run => {
    const text = captured(run, body)
    // A file is told of whenever it is rendered: within a loop that would be forgotten with the item's text.
    if (run.trace !== undefined) run.trace.isTainted = true
    assignVariable(run, variable, keepFile(liquid, variable, text))
  }
}

/** What templates write, instead of having it written. */
function captured(run: Run, body: Step): string {
  const { out } = run
  const sink = createCaptureSink()
  run.out = sink
  body(run)
  run.out = out
  return sink.written
}

interface Branch {
  readonly test: (run: Run) => boolean
  readonly body: Step
}

function branchesOf(branches: IfTag['branches'], test: (run: Run, value: unknown) => boolean): readonly Branch[] {
  return branches.map(({ value, templates }) => {
    const condition = compileValue(value, true)
    return { test: run => test(run, condition(run)), body: compileTemplates(templates) }
  })
}

function unlessBranches({ branches: [first, ...others] }: UnlessTag): readonly Branch[] {
  return [...branchesOf(first === undefined ? [] : [first], (run, value) => !isTrue(run, value)), ...branchesOf(others, isTrue)]
}

function choose(branches: readonly Branch[], otherwise: readonly Template[]): Step {
  const rest = compileTemplates(otherwise)
  return run => (branches.find(({ test }) => test(run))?.body ?? rest)(run)
}

function compileCase({ value, branches, elseTemplates }: CaseTag): Step {
  const target = compileValue(value, true)
  const rest = compileTemplates(elseTemplates)
  const cases = branches.map(({ values, templates }) => ({
    values: values.map(token => compileToken(token, true)),
    body: compileTemplates(templates),
  }))
  return run => {
    const wanted = toValue(target(run))
    // Every branch that fits is taken.
    let isHit = false
    for (const { values, body } of cases) {
      if (!values.some(candidate => areEqual(run, wanted, candidate(run)))) continue
      isHit = true
      body(run)
    }
    if (!isHit) rest(run)
  }
}

/** `break` and `continue`: what follows depends on more than the text of this run. */
function leave(isBreak: boolean): Step {
  return run => {
    if (isBreak) run.context.breakCalled = true
    else run.context.continueCalled = true
    if (run.trace !== undefined) run.trace.isTainted = true
  }
}

function byLiquid(template: Template): Step {
  return run => {
    const { out, context, trace } = run
    // Nobody knows what it reads.
    if (trace !== undefined) trace.isTainted = true
    // Nor what it does with the position of a loop that goes on when this one is over.
    if ((trace?.level ?? run.scopes.length) > 1) run.isForloopLoose = true
    const emitter: Emitter = { buffer: '', write: value => out.value(value) }
    const html = toValueSync(template.render(context, emitter) as IterableIterator<unknown>)
    if (html) out.value(html)
  }
}
