-- In: the words of a command line. Out: text or JSON on standard output, one line on standard error when something is
-- wrong, and the exit status: 0 found, 1 nothing found, 2 wrong use, 3 input failed.
-- Promises no vim.*: it runs under Lua 5.4 alone. Lines and columns are 1-based, as in the editor.

local correct_command = require('sayso.correct_command')
local export = require('sayso.export')
local native = require('sayso.native')
local report = require('sayso.report')
local store = require('sayso.store')
local terminal = require('sayso.terminal')

local M = {}

M.FOUND, M.NOTHING, M.WRONG_USE, M.INPUT_FAILED = 0, 1, 2, 3

local HELP = [[
sayso: who said what in a text

  sayso outline FILE            actors, most talkative first, and what each said
  sayso quotes FILE             statements in the order of the text, one a line
  sayso who FILE LINE [COL]     who says what stands there
  sayso said NAME FILE...       what someone said: full name, surname or another name used for them
  sayso stats FILE...           statements, words and share of each actor
  sayso dump --stage=S FILE     what one stage of the reading made of the text
  sayso export --format=F FILE  all of it as brat, csv, json, markdown or tei
  sayso jsonl [FILE]            one JSON document a line in, one a line out
  sayso correct FILE ...        what the reader got wrong: see sayso correct --help

FILE may be - for standard input.

  --json                  results as JSON (offsets in code points)
  --offsets=bytes         offsets in bytes
  --stances               beliefs, wishes and demands too, not only what was uttered
  --min-score=X           leave out statements whose score is below X (0 to 1)
  --input-format=NAME     plain, markdown, tex, typst, rst, asciidoc, org, mail;
                          else from the file's name
  --actors=FILE           your list of actors and their names (jsonl: one for all)
  --no-corrections        as read, without what FILE.sayso.json says
  --given=attributions    jsonl: sources, cues and contents come with the input;
                          =content: contents alone
  --threads=N             jsonl: lines read at the same time (1)
  --stage=S               dump: one of
%s
  --output=FILE           export: write there, not to standard output
  --force                 export: over an existing file
  --kernel=NAME           c, avx2 or neon; else the fastest that this machine has
  --no-color              no colours; NO_COLOR does the same
  --version, --help

Exit status: 0 found, 1 nothing found, 2 wrong use, 3 input failed.
]]

-- Keys of JSON objects in the order they are written; the first ones are those of jsonl.
local KEYS = {
  'file', 'line', 'column', 'id', 'name', 'kind', 'gender', 'aliases', 'roles', 'parent', 'source', 'cue', 'content', 'act',
  'actor', 'score', 'rule', 'span', 'form', 'type', 'text', 'mention', 'statements', 'words', 'share', 'files', 'actors',
  'attributions', 'unattributed', 'total', 'stage', 'dump', 'language', 'version', 'abi', 'action', 'before', 'after', 'anchor',
  'corrections', 'value', 'state', 'reason',
}

-- ---- failing ------------------------------------------------------------------------------------------------------

-- An error that ends the command: thrown by stop(), caught in main().
local function stop(status, message, ...)
  if select('#', ...) > 0 then message = message:format(...) end
  error({ status = status, message = message }, 0)
end

local function wrong_use(...) stop(M.WRONG_USE, ...) end
local function input_failed(...) stop(M.INPUT_FAILED, ...) end

-- ---- arguments ----------------------------------------------------------------------------------------------------

-- Options: does it take a value; which command knows it (only; nil: all that read files), which do not (never).
local OPTIONS = {
  json = {}, stances = {}, ['no-color'] = {}, ['no-corrections'] = {}, force = { only = 'export' },
  format = { value = true, only = 'export' },
  output = { value = true, only = 'export' },
  offsets = { value = true }, ['input-format'] = { value = true }, actors = { value = true }, kernel = { value = true },
  ['min-score'] = { value = true, never = { dump = true, correct = true } },
  given = { value = true, only = 'jsonl' },
  threads = { value = true, only = 'jsonl' },
  stage = { value = true, only = 'dump' },
}

local CHOICES = {
  offsets = { codepoints = true, bytes = true },
  given = { attributions = true, content = true },
}

-- Splits the words into options and operands; `--` ends the options, `-` is an operand.
local function parse(words)
  local options, operands, i = {}, {}, 1
  while i <= #words do
    local word = words[i]
    if word == '--' then
      for rest = i + 1, #words do operands[#operands + 1] = words[rest] end
      break
    end
    local name, value = word:match('^%-%-([%w-]+)=?(.*)$')
    local option = name and OPTIONS[name]
    if word == '-h' or word == '--help' or word == '--version' then
      options[word == '--version' and 'version' or 'help'] = true
    elseif word:sub(1, 1) ~= '-' or word == '-' then
      operands[#operands + 1] = word
    elseif not option then
      wrong_use('there is no option %s (see sayso --help)', word:match('^[^=]*'))
    elseif option.value and not word:find('=', 1, true) then
      i = i + 1
      options[name] = words[i] or wrong_use('--%s needs a value', name)
    elseif not option.value and word:find('=', 1, true) then
      wrong_use('--%s takes no value', name)
    else
      options[name] = option.value and value or true
    end
    i = i + 1
  end
  return options, operands
end

local function check_options(core, command, options)
  for name, value in pairs(options) do
    local only, never = (OPTIONS[name] or {}).only, (OPTIONS[name] or {}).never
    if only and only ~= command then wrong_use('--%s belongs to sayso %s', name, only) end
    if never and never[command] then wrong_use('--%s is not for sayso %s', name, command) end
    if CHOICES[name] and not CHOICES[name][value] then wrong_use("--%s cannot be '%s'", name, value) end
  end
  local format, threads, least = options['input-format'], options.threads, options['min-score']
  if format and not core.format(format) then wrong_use("there is no input format '%s'", format) end
  if threads and not (threads:match('^%d+$') and tonumber(threads) >= 1 and tonumber(threads) <= 256) then
    wrong_use('--threads needs a number from 1 to 256')
  end
  if least and not (least:match('^[%d.]+$') and (tonumber(least) or 2) <= 1) then
    wrong_use('--min-score needs a number from 0 to 1')
  end
  if options.kernel then
    local known, message = pcall(core.open, '', { kernel = options.kernel })
    if not known then wrong_use('%s', message:match('%((.*)%)') or message) end
  end
end

-- ---- input --------------------------------------------------------------------------------------------------------

-- The reason in a message of io functions, which start with the file's name.
local function reason_of(message)
  return message:match('([^:]+)$'):gsub('^ ', '')
end

local function read_file(path)
  local file, message = io.stdin
  if path ~= '-' then
    file, message = io.open(path, 'rb')
    if not file then input_failed('%s: %s', path, (reason_of(message))) end
  end
  local text
  text, message = file:read('*a')
  if path ~= '-' then file:close() end
  if not text then input_failed('%s: %s', path, (reason_of(message or 'cannot be read'))) end
  return text
end

-- What goes to core.open for every file of one command.
local function reading_options(run)
  if run.reading then return run.reading end
  run.reading = {
    format = run.options['input-format'],
    kernel = run.options.kernel,
    actors = run.options.actors and read_file(run.options.actors),
  }
  return run.reading
end

-- The corrections kept for a text; nil: none are wanted, or it comes from standard input and has none.
local function open_store(run, path)
  if path == '-' or run.options['no-corrections'] then return nil end
  local kept, message = store.open(path, { core = run.core, encode = run.core.json_encode, decode = run.core.json_decode })
  return kept or input_failed('%s (it is left alone; --no-corrections reads without it)', message)
end

-- Corrections that find their place no more are told of, and change nothing.
local function tell_drift(article)
  local drifted = 0
  for _, item in ipairs(article.doc:corrections()) do drifted = drifted + (item.state == 'drifted' and 1 or 0) end
  if drifted == 0 then return end
  io.stderr:write(('sayso: %s: %d correction%s no longer %s the place: see sayso correct %s\n'):format(terminal.visible(article.path),
    drifted, drifted == 1 and '' or 's', drifted == 1 and 'finds' or 'find', terminal.visible(article.path)))
end

local function read_article(run, path, kept)
  kept = kept or open_store(run, path)
  local article, message, code, place =
    report.read(run.core, path, read_file(path), reading_options(run), kept and kept.corrections)
  if article and kept then tell_drift(article) end
  if article then
    article.min_score = tonumber(run.options['min-score'])
    return article
  end
  if code == 'BAD_ACTORS' then input_failed('%s:%d: %s', run.options.actors, place, message) end
  input_failed('%s: %s', path, message)
end

local function read_articles(run, first)
  local articles = {}
  for i = first, #run.operands do articles[#articles + 1] = read_article(run, run.operands[i]) end
  return articles
end

-- ---- output -------------------------------------------------------------------------------------------------------

local function emit(run, ...)
  for _, piece in ipairs({ ... }) do run.out[#run.out + 1] = piece end
  run.out[#run.out + 1] = '\n'
end

-- Everything is written at once. A reader that has gone away is no failure of ours.
local function flush(run)
  local good, message, number = io.stdout:write(table.concat(run.out))
  if good then good, message, number = io.stdout:flush() end
  if not good and number ~= 32 then input_failed('standard output: %s', message) end -- 32: EPIPE
end

local function emit_json(run, value) emit(run, run.core.json_encode(value, KEYS)) end

local function nothing(run, message, ...)
  if not run.options.json then stop(M.NOTHING, message, ...) end
  return M.NOTHING
end

-- Why an article has nothing to show.
local function nothing_said(run, article)
  if article.language == 'other' then
    return nothing(run, '%s: the text is not in English, so nothing was read', article.path)
  end
  return nothing(run, '%s: no statements found', article.path)
end

-- ---- JSON forms, keys and units as jsonl has them -----------------------------------------------------------------

local function convert(run, article, span)
  if run.options.offsets == 'bytes' then return { span[1], span[2] } end
  article.map = article.map or run.core.codepoints(article.text)
  return { article.map:point(span[1]), article.map:point(span[2]) }
end

local function convert_all(run, article, spans)
  local converted = {}
  for i, span in ipairs(spans) do converted[i] = convert(run, article, span) end
  return converted
end

local function statement_form(run, statement)
  local article = statement.article
  return {
    file = article.path, line = statement.line, column = statement.column, text = statement.said, words = statement.words,
    source = convert_all(run, article, statement.source),
    cue = convert_all(run, article, statement.cue),
    content = convert_all(run, article, statement.content),
    kind = statement.kind, act = statement.act, actor = statement.actors, score = report.round(statement.score),
    rule = statement.rule,
  }
end

local function statement_forms(run, statements)
  local forms = {}
  for i, statement in ipairs(statements) do forms[i] = statement_form(run, statement) end
  return forms
end

local function actor_form(actor)
  return {
    id = actor.id, name = actor.name, kind = actor.kind, gender = actor.gender, aliases = actor.aliases,
    roles = actor.roles, parent = actor.parent,
  }
end

local function actor_forms(actors)
  local forms = {}
  for i, actor in ipairs(actors) do forms[i] = actor_form(actor) end
  return forms
end

local function voice_form(voice, sum)
  local form = actor_form(voice.actor)
  form.statements, form.words, form.share = #voice.statements, voice.words, report.share(voice.words, sum) / 100
  return form
end

-- ---- text forms ---------------------------------------------------------------------------------------------------

local visible = terminal.visible

-- Words that are the speaker's own stand in quotation marks; what the writer tells does not, a mixed one has its own.
local QUOTED = { direct = '“%s”', unmarked = '‘%s’', written = '“%s”' }

local function said_text(statement)
  local text = visible(statement.said)
  local form = not report.has_marks(text) and QUOTED[statement.kind]
  return form and form:gsub('%%s', (text:gsub('%%', '%%%%'))) or text
end

local function plural(count, one) return count == 1 and '1 ' .. one or count .. ' ' .. one .. 's' end

local function speaker_names(statement)
  local names = {}
  for i, actor in ipairs(statement.speakers) do names[i] = visible(actor.name) end
  return #names > 0 and table.concat(names, ' and ') or nil
end

local function kind_text(statement)
  return statement.kind .. (statement.act == 'stance' and ', stance' or '')
end

-- ---- outline ------------------------------------------------------------------------------------------------------

local CUE_COLUMNS = 16 -- a cue is a verb or two; longer ones are shortened

-- Columns for line numbers and cues, so that the quotations of all actors start below each other.
local function outline_layout(run, statements)
  local layout = { line = 2, cue = 4, width = run.width }
  for _, statement in ipairs(statements) do
    layout.line = math.max(layout.line, #tostring(statement.line))
    layout.cue = math.max(layout.cue, terminal.width(visible(statement.cue_text)))
  end
  layout.cue = math.min(layout.cue, CUE_COLUMNS)
  return layout
end

local function outline_statement(run, statement, layout, indent)
  local style = run.style
  local number = ('%' .. layout.line .. 'd'):format(statement.line)
  local cue = terminal.pad(terminal.shorten(visible(statement.cue_text), layout.cue), layout.cue)
  local room = math.max(20, layout.width - #indent - layout.line - layout.cue - 4)
  local tag = statement.act == 'stance' and ' (stance)' or ''
  local text = terminal.shorten(said_text(statement), room - #tag)
  emit(run, indent, style.dim(number), '  ', style.cue(cue), '  ', text, style.dim(tag))
end

-- The name, and at the right edge what is known of it.
local function outline_head(run, name, details, layout, indent, style)
  local room = layout.width - #indent - terminal.width(details) - 2
  local shown = terminal.shorten(name, math.max(room, 20))
  emit(run, indent, style(shown), (' '):rep(math.max(2, room + 2 - terminal.width(shown))), run.style.dim(details))
end

local function outline_names(run, actor, layout, indent)
  local names, seen = {}, {}
  for _, list in ipairs({ actor.aliases, actor.roles }) do
    for _, name in ipairs(list) do
      if not seen[name] then names[#names + 1] = visible(name) end
      seen[name] = true
    end
  end
  if #names == 0 then return end
  emit(run, indent, run.style.dim(terminal.shorten('also ' .. table.concat(names, ', '), layout.width - #indent)))
end

-- `close`: directly below its silent parent, without an empty line between.
local function outline_voice(run, voice, sum, layout, indent, close)
  local count = #voice.statements
  local details = voice.actor.kind
  if count > 0 then
    details = ('%s, %s, %d%% of the words'):format(details, plural(count, 'statement'), report.share(voice.words, sum))
  end
  if not close then emit(run) end
  outline_head(run, visible(voice.actor.name), details, layout, indent, run.style.name)
  outline_names(run, voice.actor, layout, indent .. '  ')
  for _, statement in ipairs(voice.statements) do outline_statement(run, statement, layout, indent .. '  ') end
  for i, child in ipairs(voice.children) do
    outline_voice(run, child, sum, layout, indent .. '  ', i == 1 and count == 0)
  end
end

local SILENT_KINDS = { person = true, organization = true, place = true }

-- Those who are named and say nothing.
local function outline_silent(run, article, roots, layout)
  local speaking, names = {}, {}
  local function mark(voices)
    for _, voice in ipairs(voices) do
      speaking[voice.actor.id] = true
      mark(voice.children)
    end
  end
  mark(roots)
  for _, actor in ipairs(article.actors) do
    if SILENT_KINDS[actor.kind] and not speaking[actor.id] then names[#names + 1] = visible(actor.name) end
  end
  if #names == 0 then return end
  emit(run)
  for _, line in ipairs(terminal.wrap('Also named: ' .. table.concat(names, ', '), layout.width)) do
    emit(run, run.style.dim(line))
  end
end

local function article_title(article)
  local heading = article.headings[1]
  local title = heading and article.text:sub(heading.span[1] + 1, heading.span[2]) or ''
  return title:find('%S') and visible(title) or visible(article.path)
end

local function outline_json(run, article, roots, unattributed, sum)
  local actors, unnamed = {}, {}
  local function list(voices)
    for _, voice in ipairs(voices) do
      actors[#actors + 1] = voice_form(voice, sum)
      list(voice.children)
    end
  end
  list(roots)
  for i, statement in ipairs(unattributed.statements) do unnamed[i] = statement_form(run, statement) end
  emit_json(run, {
    file = article.path, language = article.language, actors = actors, unattributed = unnamed,
    attributions = statement_forms(run, report.shown(article, run.options.stances)),
    total = { statements = sum.statements, words = sum.words },
  })
end

local function outline(run)
  local article = read_article(run, run.operands[1])
  local roots, unattributed, sum = report.tree(run.core, article, run.options.stances)
  if run.options.json then outline_json(run, article, roots, unattributed, sum) end
  if sum.statements == 0 then return nothing_said(run, article) end
  if run.options.json then return M.FOUND end
  local layout = outline_layout(run, report.shown(article, run.options.stances))
  emit(run, run.style.bold(terminal.shorten(article_title(article), layout.width)))
  emit(run, run.style.dim(('%s, %s said'):format(plural(sum.statements, 'statement'), plural(sum.words, 'word'))))
  for _, voice in ipairs(roots) do outline_voice(run, voice, sum, layout, '') end
  if unattributed.total > 0 then
    local details = ('%s, %d%% of the words'):format(
      plural(unattributed.total, 'statement'), report.share(unattributed.words, sum))
    emit(run)
    outline_head(run, 'Unattributed', details, layout, '', run.style.warn)
    for _, statement in ipairs(unattributed.statements) do outline_statement(run, statement, layout, '  ') end
  end
  outline_silent(run, article, roots, layout)
  return M.FOUND
end

-- ---- quotes -------------------------------------------------------------------------------------------------------

-- FILE:LINE:COLUMN: in front, so that editors can jump there.
local function place_text(statement)
  return ('%s:%d:%d:'):format(visible(statement.article.path), statement.line, statement.column)
end

local function quote_line(run, statement)
  local style = run.style
  local who = speaker_names(statement)
  local cue = statement.cue_text ~= '' and visible(statement.cue_text) .. ', ' or ''
  emit(run, style.dim(place_text(statement)), ' ', who and style.name(who) or style.warn('unattributed'), ' ',
    style.dim('(' .. cue .. kind_text(statement) .. ')'), ' ', said_text(statement))
end

local function quotes(run)
  local article = read_article(run, run.operands[1])
  local shown = report.shown(article, run.options.stances)
  if run.options.json then
    emit_json(run, {
      file = article.path, language = article.language, actors = actor_forms(article.actors),
      attributions = statement_forms(run, shown),
    })
  end
  if #shown == 0 then return nothing_said(run, article) end
  if run.options.json then return M.FOUND end
  for _, statement in ipairs(shown) do quote_line(run, statement) end
  return M.FOUND
end

-- ---- who ----------------------------------------------------------------------------------------------------------

local function whole_number(word, what)
  local number = word:match('^%d+$') and tonumber(word)
  if not number or number < 1 then wrong_use('%s must be a number from 1 on, not %s', what, word) end
  return math.floor(number)
end

local function touches(statement, from, to)
  for _, key in ipairs({ 'content', 'source', 'cue' }) do
    for _, span in ipairs(statement[key]) do
      if span[1] < to and span[2] > from then return true end
    end
  end
  return false
end

-- Statements of a line, or the one at a column; and the mention there.
local function statements_at(run, article, line, column)
  local from, to = report.line_span(article, line)
  if not from then return {} end
  if not column then
    local found = {}
    for _, statement in ipairs(report.shown(article, run.options.stances)) do
      if touches(statement, from, to) then found[#found + 1] = statement end
    end
    return found
  end
  local at = article.doc:at(math.min(from + column - 1, to))
  local statement = at.statement and article.statements[at.statement.index]
  if statement and report.round(statement.score) < (article.min_score or 0) then statement = nil end
  return { statement }, at.mention
end

local function who_statement(run, statement)
  local style = run.style
  local who = speaker_names(statement)
  local kinds = {}
  for i, actor in ipairs(statement.speakers) do kinds[i] = actor.kind end
  emit(run, who and style.name(who) or style.warn('unattributed'), who and '  ' or '',
    style.dim(table.concat(kinds, ', ')))
  local cue = statement.cue_text ~= '' and style.cue(visible(statement.cue_text)) .. ', ' or ''
  emit(run, '  ', cue, ('line %d, %s, sure to %d%%'):format(statement.line, kind_text(statement),
    math.floor(statement.score * 100 + 0.5)), statement.rule ~= '' and ', by rule ' .. visible(statement.rule) or '')
  for _, line in ipairs(terminal.wrap(said_text(statement), math.max(20, run.width - 4))) do emit(run, '  ', line) end
end

local function who_mention(run, article, mention)
  local actor = mention.actor and article.by_id[mention.actor]
  local word = visible(article.text:sub(mention.span[1] + 1, mention.span[2]))
  if actor then emit(run, ('“%s” is '):format(word), run.style.name(visible(actor.name)), '  ', run.style.dim(actor.kind)) end
end

local function mention_form(run, article, mention)
  return { span = convert(run, article, mention.span), form = mention.form, actor = mention.actor, rule = mention.rule }
end

local function who(run)
  local line = whole_number(run.operands[2], 'LINE')
  local column = run.operands[3] and whole_number(run.operands[3], 'COL')
  local article = read_article(run, run.operands[1])
  local found, mention = statements_at(run, article, line, column)
  if run.options.json then
    emit_json(run, {
      file = article.path, line = line, column = column, actors = actor_forms(article.actors),
      attributions = statement_forms(run, found), mention = mention and mention_form(run, article, mention),
    })
  end
  local means = mention and mention.actor
  if #found == 0 and not means then
    if not article.lines[line] then
      return nothing(run, '%s has %s', article.path, plural(#article.lines, 'line'))
    end
    return nothing(run, '%s:%d: nobody says anything there', article.path .. (column and ':' .. line or ''), column or line)
  end
  if run.options.json then return M.FOUND end
  for _, statement in ipairs(found) do who_statement(run, statement) end
  if means then who_mention(run, article, mention) end
  return M.FOUND
end

-- ---- said ---------------------------------------------------------------------------------------------------------

local function said_json(run, voices, sum)
  local actors = {}
  for i, voice in ipairs(voices) do
    actors[i] = voice_form(voice, sum)
    actors[i].attributions = statement_forms(run, voice.statements)
    actors[i].id, actors[i].parent = nil, nil -- of one file only
  end
  emit_json(run, { name = run.operands[1], actors = actors })
end

local function said(run)
  local articles = read_articles(run, 2)
  local voices, known = report.named(run.core, articles, run.operands[1], run.options.stances)
  local _, _, sum = report.voices(run.core, articles, run.options.stances)
  if run.options.json then said_json(run, voices, sum) end
  if #voices == 0 then
    return nothing(run, known and 'nothing that %s says was found' or 'nobody called %s was found', run.operands[1])
  end
  if run.options.json then return M.FOUND end
  for i, voice in ipairs(voices) do
    if i > 1 then emit(run) end
    emit(run, run.style.name(visible(voice.actor.name)), '  ',
      run.style.dim(('%s, %s'):format(voice.actor.kind, plural(#voice.statements, 'statement'))))
    for _, statement in ipairs(voice.statements) do
      local cue = statement.cue_text ~= '' and run.style.cue(visible(statement.cue_text)) .. '  ' or ''
      emit(run, '  ', run.style.dim(place_text(statement)), ' ', cue, said_text(statement))
    end
  end
  return M.FOUND
end

-- ---- stats --------------------------------------------------------------------------------------------------------

local function stats_json(run, articles, voices, unattributed, sum)
  local files, actors = {}, {}
  for i, article in ipairs(articles) do files[i] = article.path end
  for i, voice in ipairs(voices) do
    actors[i] = voice_form(voice, sum)
    actors[i].id, actors[i].parent = nil, nil -- of one file only
  end
  emit_json(run, {
    files = files, actors = actors,
    unattributed = { statements = unattributed.total, words = unattributed.words },
    total = { statements = sum.statements, words = sum.words, hidden = run.options['min-score'] and sum.hidden or nil },
  })
end

local function stats(run)
  local articles = read_articles(run, 1)
  local voices, unattributed, sum = report.voices(run.core, articles, run.options.stances)
  if run.options.json then stats_json(run, articles, voices, unattributed, sum) end
  if sum.statements == 0 then
    if #articles == 1 then return nothing_said(run, articles[1]) end
    return nothing(run, 'no statements found')
  end
  if run.options.json then return M.FOUND end
  local function row(statements, words, name, kind)
    emit(run, ('%10d %8d %6d%%  '):format(statements, words, report.share(words, sum)), name, kind)
  end
  emit(run, run.style.dim('statements    words   share  actor'))
  for _, voice in ipairs(voices) do
    row(#voice.statements, voice.words, run.style.name(visible(voice.actor.name)), run.style.dim('  ' .. voice.actor.kind))
  end
  if unattributed.total > 0 then row(unattributed.total, unattributed.words, run.style.warn('unattributed'), '') end
  row(sum.statements, sum.words, run.style.bold('all'), '')
  if sum.hidden > 0 then
    emit(run, run.style.dim(('%10d less sure than --min-score=%s left out'):format(sum.hidden, run.options['min-score'])))
  end
  return M.FOUND
end

-- ---- dump and jsonl -----------------------------------------------------------------------------------------------

local function check_stage(run)
  local stages = run.core.stages()
  for _, stage in ipairs(stages) do
    if stage == run.options.stage then return stage end
  end
  wrong_use('dump needs --stage=S, one of: %s', table.concat(stages, ', '))
end

local function dump(run)
  local stage = check_stage(run)
  local article = read_article(run, run.operands[1])
  local text, message = article.doc:dump(stage)
  if not text then input_failed('%s: %s', article.path, message) end
  if run.options.json then
    emit_json(run, { file = article.path, stage = stage, dump = text })
  else
    run.out[#run.out + 1] = terminal.visible_lines(text)
  end
  return text == '' and M.NOTHING or M.FOUND
end

local function export_as(run)
  local options = run.options
  if not options.format then wrong_use('export needs --format=F, one of: %s', table.concat(export.formats(), ', ')) end
  if not export.extension(options.format) then
    wrong_use("there is no format '%s'; there are %s", options.format, table.concat(export.formats(), ', '))
  end
  if options.force and not options.output then wrong_use('--force is for --output=FILE') end
  local article = read_article(run, run.operands[1])
  local text = export.render(run.core, options.format, article, { stances = options.stances })
  if not options.output then
    run.out[#run.out + 1] = text
  else
    local written, message = export.write(run.core, options.output, text, { force = options.force, hint = '--force writes over it' })
    if not written then input_failed('%s', message) end
  end
  return #report.shown(article, options.stances) > 0 and M.FOUND or M.NOTHING
end

-- The path comes first, so that the words of an action are what follows it.
local function correct(run)
  local words = run.operands
  local path = table.remove(words, 1)
  if path == '-' then wrong_use('corrections are kept beside a file: standard input has none') end
  if run.options['no-corrections'] then wrong_use('--no-corrections is not for sayso correct') end
  local kept = open_store(run, path)
  local article = read_article(run, path, kept)
  run.emit = function(...) emit(run, ...) end
  run.emit_json = function(value) emit_json(run, value) end
  run.nothing = function(...) stop(M.NOTHING, ...) end
  run.wrong_use, run.input_failed = wrong_use, input_failed
  run.FOUND, run.NOTHING = M.FOUND, M.NOTHING
  return correct_command.run(run, article, kept, words)
end

-- One list for all documents: a mistake in it is told once, before any is read.
local function check_actors(run, actors)
  local doc, message, code, place = run.core.open('', { actors = actors })
  if doc then return end
  if code == 'BAD_ACTORS' then input_failed('%s:%d: %s', run.options.actors, place, message) end
  input_failed('%s', message)
end

-- The loop is C. Nothing else of this run has been written, so the order of output is safe.
local function jsonl(run)
  local options = run.options
  local actors = reading_options(run).actors
  if actors then check_actors(run, actors) end
  local answered, message, code = run.core.jsonl({
    input = run.operands[1] or '-', output = '-', offsets = options.offsets, given = options.given, actors = actors,
    min_score = tonumber(options['min-score']),
    threads = tonumber(options.threads or 1), format = options['input-format'], kernel = options.kernel,
  })
  if not answered and code ~= 'EPIPE' then input_failed('%s', message) end
  return answered == 0 and M.NOTHING or M.FOUND
end

-- ---- main ---------------------------------------------------------------------------------------------------------

-- What runs a command, and how many operands it takes.
local COMMANDS = {
  outline = { outline, 1, 1, 'FILE' },
  quotes = { quotes, 1, 1, 'FILE' },
  who = { who, 2, 3, 'FILE LINE [COL]' },
  said = { said, 2, math.huge, 'NAME FILE...' },
  stats = { stats, 1, math.huge, 'FILE...' },
  dump = { dump, 1, 1, '--stage=S FILE' },
  export = { export_as, 1, 1, '--format=F FILE' },
  jsonl = { jsonl, 0, 1, '[FILE]' },
  correct = { correct, 1, math.huge, 'FILE [ACTION ...]' },
}

local function check_operands(name, operands)
  local command = COMMANDS[name]
  if not command then wrong_use("there is no command '%s' (see sayso --help)", name) end
  if #operands < command[2] or #operands > command[3] then wrong_use('usage: sayso %s %s', name, command[4]) end
  local standard_input = 0
  for _, operand in ipairs(operands) do
    if operand == '-' then standard_input = standard_input + 1 end
  end
  if standard_input > 1 then wrong_use('standard input can be read only once') end
end

local function output_width(core)
  return core.terminal_width(1) or tonumber(os.getenv('COLUMNS') or '') or 100
end

local function wants_colour(core, options)
  local no_color = os.getenv('NO_COLOR')
  return core.isatty(1) and not options['no-color'] and (no_color == nil or no_color == '') and os.getenv('TERM') ~= 'dumb'
end

local function tell_version(run)
  if run.options.json then
    emit_json(run, { version = run.core.version(), abi = run.core.abi })
  else
    emit(run, 'sayso ', run.core.version())
  end
  return M.FOUND
end

local function dispatch(run, words)
  local core, message = native.load()
  run.core = core or input_failed('%s', message)
  run.options, run.operands = parse(words)
  if run.options.version then return tell_version(run) end
  if run.options.help and run.operands[1] == 'correct' then
    emit(run, correct_command.HELP)
    return M.FOUND
  end
  if run.options.help then
    local stages = terminal.wrap(table.concat(core.stages(), ', '), 74)
    emit(run, (HELP:format((' '):rep(26) .. table.concat(stages, '\n' .. (' '):rep(26))):gsub('\n$', '')))
    return M.FOUND
  end
  local name = table.remove(run.operands, 1)
  if not name then wrong_use('a command is missing (see sayso --help)') end
  check_operands(name, run.operands)
  check_options(core, name, run.options)
  run.width = math.max(40, math.min(output_width(core), 400))
  run.style = terminal.styles(wants_colour(core, run.options))
  return COMMANDS[name][1](run)
end

--- Runs the command line `words`; gives the exit status.
---@param words string[]
---@return integer
function M.main(words)
  local run = { out = {} }
  local good, status = pcall(dispatch, run, words)
  local failure = not good and status or nil
  if good then
    good, failure = pcall(flush, run)
    if good then return status end
  end
  if type(failure) ~= 'table' then failure = { status = M.INPUT_FAILED, message = tostring(failure) } end
  io.stderr:write('sayso: ', terminal.visible(failure.message), '\n')
  return failure.status
end

return M
