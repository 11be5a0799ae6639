-- In: an article. Out: its statements as CSV (RFC 4180), one a row. Promises that no cell is taken for a formula by a spreadsheet: one that
-- begins with = + - @, a tab or a line break has an apostrophe before it. No vim.* here.

local text = require('sayso.export_text')

local M = {}

M.extension = 'csv'

local COLUMNS = {
  'number', 'file', 'line', 'column', 'actors', 'kinds of actors', 'source', 'cue', 'text', 'kind', 'act', 'words', 'score', 'rule',
}

local function cell(value)
  if type(value) == 'number' then return tostring(value) end
  value = text.utf8(value):gsub('%z', '')
  if value:find('^%s*[=+%-@]') or value:find('^[\t\r\n]') then value = "'" .. value end
  return value:find('[",\r\n]') and '"' .. value:gsub('"', '""') .. '"' or value
end

local function row(values)
  local cells = {}
  for i, value in ipairs(values) do cells[i] = cell(value) end
  return table.concat(cells, ',') .. '\r\n'
end

local function kinds_of(statement)
  local kinds = {}
  for i, actor in ipairs(statement.speakers) do kinds[i] = actor.kind end
  return table.concat(kinds, ', ')
end

function M.render(_, article, options)
  local rows = { row(COLUMNS) }
  for i, statement in ipairs(require('sayso.report').shown(article, options.stances)) do
    rows[i + 1] = row({
      i, article.path, statement.line, statement.column, text.speakers(statement), kinds_of(statement), statement.source_text,
      statement.cue_text, statement.said, statement.kind, statement.act, statement.words, text.round(statement.score), statement.rule,
    })
  end
  return table.concat(rows)
end

return M
