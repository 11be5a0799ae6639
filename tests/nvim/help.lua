-- The parts of doc/sayso.txt that come from the source: subcommands, options, keys of the outline, highlight groups. In: the modules.
-- Out: parts() as text by name. As a script it writes them into the help:
--
--   nvim --headless -u NONE -i NONE --cmd 'set rtp^=.' -c 'luafile tests/nvim/help.lua' -c q

local M = {}

local WIDTH = 78

-- A term, and what it means from column `indent` on, wrapped.
local function entry(term, text, indent)
  local lines, line = {}, term
  if #term > indent - 2 then
    lines[1], line = term, ''
  end
  line = line .. (' '):rep(indent - vim.fn.strdisplaywidth(line))
  local empty = true
  for word in text:gmatch('%S+') do
    if not empty and vim.fn.strdisplaywidth(line .. ' ' .. word) > WIDTH then
      lines[#lines + 1], line, empty = line, (' '):rep(indent), true
    end
    line, empty = line .. (empty and '' or ' ') .. word, false
  end
  lines[#lines + 1] = line
  return table.concat(lines, '\n')
end

local function tag(name, text)
  return (' '):rep(WIDTH - #name - 2) .. '*' .. name .. '*\n' .. text
end

local ARGUMENTS = {
  toggle = '[THING]', outline = '[WORD ...]', said = '{name}', quotes = '[KIND]', next = '[name]', prev = '[name]',
  attribute = '{name}', merge = '{name}', split = '[name]', rename = '[name]', export = '{format} [file]',
}

local function commands()
  local command, parts = require('sayso.command'), {}
  for _, name in ipairs(command.names()) do
    local usage = (':Sayso %s %s'):format(name, ARGUMENTS[name] or ''):gsub('%s+$', '')
    parts[#parts + 1] = tag(':Sayso-' .. name, entry(usage, command.subcommands[name].help, 32))
  end
  return table.concat(parts, '\n')
end

local function options()
  local parts = {}
  for _, option in ipairs(require('sayso.config').schema) do
    local default = vim.inspect(option.default):gsub('%s+', ' ')
    parts[#parts + 1] = entry(option.path, ('%s (%s)'):format(option.help, default), 24)
  end
  return table.concat(parts, '\n')
end

local function keys()
  local parts = {}
  for _, action in ipairs(require('sayso.outline_actions').actions) do
    parts[#parts + 1] = entry(('%-16s %s'):format(action[1], table.concat(action[2], ' ')), action[4], 36)
  end
  return table.concat(parts, '\n')
end

local function groups()
  local parts, all = {}, require('sayso.highlight').groups
  local names = vim.tbl_keys(all)
  table.sort(names)
  for _, name in ipairs(names) do
    local value = all[name].link and 'as ' .. all[name].link or vim.inspect(all[name]):gsub('[{}%s]+', ' ')
    parts[#parts + 1] = entry(name, vim.trim(value), 28)
  end
  return table.concat(parts, '\n')
end

--- Name -> text of each part.
function M.parts()
  return { commands = commands(), options = options(), keys = keys(), groups = groups() }
end

-- What stands before each part; a part has no empty line and goes up to one.
local LEADS = {
  commands = 'and `outline` leaves the focus in the text.', options = 'Defaults in parentheses:',
  keys = "`outline = { keys = { peek = '<Space>' } }`.", groups = 'what you or your colour scheme set wins.',
}

--- The help with the parts as they are in the source now.
function M.updated(text)
  for name, part in pairs(M.parts()) do
    local _, lead = text:find(LEADS[name] .. '\n\n', 1, true)
    local stop = lead and text:find('\n\n', lead, true)
    assert(stop, 'doc/sayso.txt has no part ' .. name)
    text = text:sub(1, lead) .. part .. text:sub(stop)
  end
  return text
end

if not _G.sayso_help_test then
  local support = dofile('tests/nvim/support.lua')
  support.write('doc/sayso.txt', M.updated(support.read('doc/sayso.txt')))
end

return M
