-- In: an article. Out: a report in Markdown: actors with their shares, then what each said, with lines. Promises that the article's text
-- is shown as it reads: what Markdown would take for markup is escaped. No vim.* here.

local report = require('sayso.report')
local text = require('sayso.export_text')

local M = {}

M.extension = 'md'

local function escape(value)
  value = text.line(value):gsub('[\\`*_{}%[%]<>|~#&]', '\\%0')
  return (value:gsub('^(%s*)([-+])', '%1\\%2'):gsub('^(%s*%d+)([.)])', '%1\\%2'))
end

local function plural(count, one) return count == 1 and '1 ' .. one or count .. ' ' .. one .. 's' end

-- What the writer tells stands without quotation marks.
local QUOTED = { direct = true, unmarked = true, written = true }

local function said(statement)
  local shown = escape(statement.said)
  return QUOTED[statement.kind] and not report.has_marks(shown) and '“' .. shown .. '”' or shown
end

local function statement_line(statement)
  local cue = statement.cue_text ~= '' and '*' .. escape(statement.cue_text) .. '* ' or ''
  local kind = statement.kind .. (statement.act == 'stance' and ', stance' or '')
  return ('- line %d: %s%s (%s)'):format(statement.line, cue, said(statement), kind)
end

local function also_known(actor)
  local names = {}
  for _, list in ipairs({ actor.aliases, actor.roles }) do
    for _, name in ipairs(list) do names[#names + 1] = escape(name) end
  end
  return #names > 0 and 'Also ' .. table.concat(names, ', ') .. '.' or nil
end

local function add(out, ...)
  for _, line in ipairs({ ... }) do out[#out + 1] = line end
end

local function table_of(out, voices, unattributed, sum)
  local function row(name, kind, count, words)
    add(out, ('| %s | %s | %d | %d | %d %% |'):format(name, kind, count, words, report.share(words, sum)))
  end
  add(out, '| Actor | Kind | Statements | Words | Share |', '|---|---|--:|--:|--:|')
  for _, voice in ipairs(voices) do row(escape(voice.actor.name), voice.actor.kind, #voice.statements, voice.words) end
  if unattributed.total > 0 then row('*unattributed*', '', #unattributed.statements, unattributed.words) end
  add(out, '')
end

local function section(out, level, title, details, statements)
  add(out, ('#'):rep(level) .. ' ' .. title, '')
  if details then add(out, details, '') end
  for _, statement in ipairs(statements) do add(out, statement_line(statement)) end
  if #statements > 0 then add(out, '') end
end

function M.render(core, article, options)
  local roots, unattributed, sum = report.tree(core, article, options.stances)
  local voices = report.voices(core, { article }, options.stances)
  local out = {}
  add(out, '# Who said what: ' .. escape(article.path), '',
    ('%s, %s.'):format(plural(sum.statements, 'statement'), plural(sum.words, 'word') .. ' said'), '')
  if sum.statements == 0 then return table.concat(out, '\n') end
  table_of(out, voices, unattributed, sum)
  for _, voice in ipairs(roots) do
    section(out, 2, escape(voice.actor.name), also_known(voice.actor), voice.statements)
    for _, child in ipairs(voice.children) do
      section(out, 3, escape(child.actor.name), also_known(child.actor), child.statements)
    end
  end
  if unattributed.total > 0 then section(out, 2, 'Unattributed', nil, unattributed.statements) end
  return table.concat(out, '\n')
end

return M
