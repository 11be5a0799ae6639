-- In: the words behind :Sayso. Out: what they ask for, and completions. Promises that everything that goes wrong is one line, and that
-- completion, help and dispatch come from the one table below (a test compares doc/sayso.txt with it).

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

---@class sayso.Call
---@field words string[] behind the subcommand
---@field rest string the same, as typed
---@field bang boolean
---@field range boolean
---@field line1 integer
---@field line2 integer
---@field mods string
---@field count integer

local KINDS = { 'direct', 'mixed', 'indirect', 'unmarked', 'written', 'stance', 'unattributed' }

-- Ends the subcommand with one line for the user.
local function stop(message, ...)
  error({ sayso = select('#', ...) > 0 and message:format(...) or message }, 0)
end

local function state_here(finish)
  local state = require('sayso.buffer').get(0)
  local why = not state and require('sayso.buffer').why_not(0)
  if not state then stop('this buffer is not attached%s (:Sayso attach)', why and ': ' .. why or '') end
  if state.state == 'error' then stop(state.message or 'the text could not be read') end
  if finish then state:wait() end
  return state
end

-- Ends a subcommand that has found nothing: where no text is English, that is why.
local function stop_empty(states, message, ...)
  for _, state in ipairs(states) do
    if state.state ~= 'not English' then stop(message, ...) end
  end
  stop(#states == 1 and 'this text is not English: nothing was read' or 'no text here is English: nothing was read')
end

-- Attached buffers that a call is about: the current one, with ! all.
local function states_for(call)
  if not call.bang then return { state_here(true) } end
  local states = require('sayso.buffer').list()
  if #states == 0 then stop('no buffer is attached (:Sayso attach)') end
  for _, state in ipairs(states) do state:wait() end
  return states
end

-- ---- completion ---------------------------------------------------------------------------------------------------

-- The outline where it has the focus: then the text it shows is meant.
local function outline_in_focus()
  local outline = package.loaded['sayso.outline']
  return outline and outline.focused()
end

local function actor_names(all)
  local names, seen = {}, {}
  local buffer, outline = package.loaded['sayso.buffer'], outline_in_focus()
  local states = buffer and (all and buffer.list() or { buffer.get(outline and outline.source or 0) }) or {}
  for _, item in ipairs(#states > 0 and require('sayso.items').actors(states) or {}) do
    if not seen[item.actor.name] then
      seen[item.actor.name], names[#names + 1] = true, item.actor.name
    end
  end
  return names
end

local function names_complete(call)
  return actor_names(call.bang)
end

-- ---- subcommands --------------------------------------------------------------------------------------------------

local function attach()
  vim.b.sayso_enabled = nil
  local attached, message = require('sayso').attach(0)
  if not attached then stop(message) end
end

local function detach()
  require('sayso.buffer').detach(0)
end

-- What `toggle` can switch besides the plugin itself: options that are true or false, and the hints.
local TOGGLES = {
  quotes = 'show.quotes', cues = 'show.cues', names = 'show.names', colors = 'actor_colors',
}

local hints_before = 'eol'

local function toggle_hints()
  local now = config.get('hints')
  if now ~= 'none' then hints_before = now end
  config.set('hints', now == 'none' and hints_before or 'none')
end

local function toggle(call)
  local what = call.words[1]
  if not what then
    local on = require('sayso.buffer').get(0) == nil
    vim.b.sayso_enabled = on
    if on then attach() else detach() end
  elseif what == 'stances' then
    state_here()
    require('sayso').stances(0)
  elseif what == 'hints' or TOGGLES[what] then
    if what == 'hints' then toggle_hints() else config.set(TOGGLES[what], not config.get(TOGGLES[what])) end
    require('sayso.render').refresh_all()
  else
    stop('toggle what? quotes, cues, names, hints, stances, colors, or nothing for all')
  end
end

local function said(call)
  if call.rest == '' then stop('said: whose words? (:Sayso said NAME)') end
  local items = require('sayso.items')
  local states = states_for(call)
  local found = items.statements(states, { actor = call.rest })
  if #found > 0 then return items.show_list(found, 'said ' .. call.rest, call.bang) end
  for _, state in ipairs(states) do
    if next(items.named(state, call.rest)) then stop('%s says nothing here', call.rest) end
  end
  stop_empty(states, 'nobody here is called %s', call.rest)
end

local function quotes(call)
  local kind = call.words[1]
  if kind and not vim.tbl_contains(KINDS, kind) then stop('quotes: a kind is one of %s', table.concat(KINDS, ', ')) end
  local items, states = require('sayso.items'), states_for(call)
  local found = items.statements(states, { kind = kind, stances = kind == 'stance' or nil })
  if #found == 0 then stop_empty(states, 'no %sstatements here', kind and kind .. ' ' or '') end
  items.show_list(found, 'quotes' .. (kind and ' ' .. kind or ''), call.bang)
end

local STATS_NUMBERS = 34 -- cells of a row of stats behind the name, and of the frame

-- As much of a name as so many cells hold.
local function fitted(name, cells)
  if vim.fn.strdisplaywidth(name) <= cells then return name end
  local letters = vim.fn.strchars(name)
  repeat letters = letters - 1 until vim.fn.strdisplaywidth(vim.fn.strcharpart(name, 0, letters)) < cells
  return vim.fn.strcharpart(name, 0, letters) .. '…'
end

local function stats_lines(articles, stances)
  local core, report = require('sayso.native').load(), require('sayso.report')
  local voices, unattributed, sum = report.voices(core, articles, stances)
  local rows = {}
  for _, voice in ipairs(voices) do rows[#rows + 1] = { voice.actor.name, #voice.statements, voice.words } end
  if #unattributed.statements > 0 then rows[#rows + 1] = { '(unattributed)', #unattributed.statements, unattributed.words } end
  local width, most = 5, math.max(12, vim.o.columns - STATS_NUMBERS)
  for _, row in ipairs(rows) do width = math.min(most, math.max(width, vim.fn.strdisplaywidth(row[1]))) end
  local function line(name, a, b, c)
    name = fitted(name, width)
    return ('%s%s  %10s  %6s  %5s'):format(name, (' '):rep(width - vim.fn.strdisplaywidth(name)), a, b, c)
  end
  local lines = { line('', 'statements', 'words', 'share') }
  for _, row in ipairs(rows) do lines[#lines + 1] = line(row[1], row[2], row[3], report.share(row[3], sum) .. ' %') end
  lines[#lines + 1] = line('all', sum.statements, sum.words, '')
  if sum.hidden > 0 then
    vim.list_extend(lines, { '', ('%d less sure than %g (option min_score) not counted'):format(sum.hidden, config.get('min_score')) })
  end
  return lines, #rows
end

local function stats(call)
  local articles, states = {}, states_for(call)
  for i, state in ipairs(states) do articles[i] = require('sayso.items').article(state) end
  local lines, rows = stats_lines(articles, states[1].stances)
  if rows == 0 then stop_empty(states, 'no statements here') end
  compat.float(lines, { title = call.bang and ('Who said how much: %d texts'):format(#states) or 'Who said how much' })
end

local function step(direction)
  return function(call)
    local state = state_here(true)
    local handle
    if call.rest ~= '' then
      handle = next(require('sayso.items').named(state, call.rest))
      if not handle then stop_empty({ state }, 'nobody here is called %s', call.rest) end
    end
    require('sayso.motion').step(direction * math.max(1, call.count), handle)
  end
end

local function outline(call)
  require('sayso.outline').command(call)
end

local function who()
  local state = state_here(true)
  if state.state == 'not English' then stop_empty({ state }) end
  require('sayso.card').open()
end

-- A subcommand whose function gives true and perhaps a message, or false and why not.
local function changing(fn, complete)
  return {
    run = function(call)
      local good, message = fn(state_here(true), call)
      if not good then stop(message or 'nothing was changed') end
      if message then compat.notify(message) end
    end,
    complete = complete,
  }
end

local function annotate(name, complete)
  return changing(function(state, call) return require('sayso.annotate').command(name, state, call) end, complete)
end

local function export(call)
  local path = call.rest:match('^%S+%s+(.+)$')
  require('sayso.export_command').run(state_here(true), call.words[1], path and vim.fn.expand(path), call.bang)
end

local function export_complete(call)
  if #call.words > 1 then return vim.fn.getcompletion(call.words[#call.words], 'file') end
  return require('sayso.export').formats()
end

-- What :Sayso info shows.
local function info_lines()
  local core, message = require('sayso.native').load()
  local lines = { core and 'core      ' .. core.version() or 'core      ' .. message }
  for _, state in ipairs(require('sayso.buffer').list()) do
    local name = vim.fn.fnamemodify(api.nvim_buf_get_name(state.bufnr), ':~:.')
    lines[#lines + 1] = ('buffer %d  %s: %s, %s, %d actors, %d statements, %d bytes%s'):format(
      state.bufnr, name ~= '' and name or '[No Name]', state.format, state.state, #state:actors(), #state:statements(),
      state.doc_size, state.resyncs > 0 and (', %d resyncs'):format(state.resyncs) or '')
    if state.message then lines[#lines + 1] = '          ' .. state.message end
    for _, item in ipairs(state.doc:corrections()) do
      lines[#lines + 1] = '          ' .. require('sayso.annotate').describe(item)
    end
  end
  if not require('sayso.buffer').get(0) then
    local why = require('sayso.buffer').why_not(0)
    lines[#lines + 1] = 'this one  is not attached' .. (why and ': ' .. why or '')
  end
  for name, trace in pairs(compat.errors) do
    vim.list_extend(lines, { '', 'error in ' .. name })
    vim.list_extend(lines, vim.split(trace, '\n'))
  end
  return lines
end

local function info()
  compat.float(info_lines(), { title = 'sayso', max_width = 120 })
end

--- Subcommand -> run, complete, help, and what it takes.
M.subcommands = {
  attach = { run = attach, help = 'read this buffer, whatever its file type' },
  detach = { run = detach, help = 'let go of this buffer' },
  toggle = {
    run = toggle,
    complete = function() return { 'colors', 'cues', 'hints', 'names', 'quotes', 'stances' } end,
    help = 'switch the plugin for this buffer, or one thing that it shows',
  },
  outline = {
    run = outline,
    complete = function() return require('sayso.outline').words and require('sayso.outline').words() or {} end,
    help = 'window of actors and what each said',
  },
  who = { run = who, help = 'card of who speaks under the cursor' },
  said = { run = said, complete = names_complete, help = 'what someone said, in the location list; !: all buffers' },
  quotes = { run = quotes, complete = function() return KINDS end, help = 'all statements, or those of a kind; !: all buffers' },
  stats = { run = stats, help = 'statements, words and share of each actor; !: all buffers' },
  next = { run = step(1), complete = names_complete, help = 'to the next statement, or the next one of an actor' },
  prev = { run = step(-1), complete = names_complete, help = 'to the statement before' },
  attribute = annotate('attribute', function()
    return vim.list_extend(actor_names(), { '#direct', '#mixed', '#indirect', '#unmarked', '#written', '#confirm', '#reject', '#nobody' })
  end),
  merge = annotate('merge', actor_names),
  split = annotate('split'),
  rename = annotate('rename', actor_names),
  marks = changing(function(state, call) return require('sayso.marks').command(state, call) end),
  undo = annotate('undo'),
  redo = annotate('redo'),
  export = { run = export, complete = export_complete, help = 'write the result as FORMAT; !: over an existing file' },
  info = { run = info, help = 'what is attached, and what went wrong' },
}
M.subcommands.attribute.help = 'who said the statement at the cursor or the selection; #KIND, #confirm, #reject, #nobody'
M.subcommands.merge.help = 'the actor at the cursor is the same as NAME'
M.subcommands.split.help = 'the mention at the cursor is another actor'
M.subcommands.rename.help = 'show the actor at the cursor as NAME'
M.subcommands.marks.help = 'put lost quotation marks around unmarked statements'
M.subcommands.undo.help = 'take back the last correction'
M.subcommands.redo.help = 'make it again'

--- Names of the subcommands, sorted.
function M.names()
  local names = vim.tbl_keys(M.subcommands)
  table.sort(names)
  return names
end

-- ---- running ------------------------------------------------------------------------------------------------------

-- A subcommand by its name or an unambiguous beginning of it.
local function lookup(name)
  if M.subcommands[name] then return M.subcommands[name] end
  local found = {}
  for _, other in ipairs(M.names()) do
    if vim.startswith(other, name) then
      found[#found + 1] = other
    end
  end
  if #found > 1 then stop('%s: which one? %s', name, table.concat(found, ', ')) end
  return M.subcommands[found[1]] or stop('there is no :Sayso %s (:help sayso-commands)', name)
end

local function call_of(command)
  local words = vim.split(vim.trim(command.args or ''), '%s+', { trimempty = true })
  local name = table.remove(words, 1)
  return name, {
    words = words, rest = vim.trim((command.args or ''):gsub('^%s*%S+', '', 1)), bang = command.bang or false,
    range = (command.range or 0) > 0, line1 = command.line1 or 1, line2 = command.line2 or 1, mods = command.mods or '',
    count = command.range == 1 and command.line2 or 1,
  }
end

local function told(message)
  if type(message) == 'table' and message.sayso then return compat.warn(message.sayso) end
  if compat.is_interrupt(message) then return end
  compat.errors.command = compat.errors.command or tostring(message)
  compat.notify(compat.brief(message), vim.log.levels.ERROR)
end

-- Typed in the outline, what is about the text runs in its window; the focus comes back unless a window was opened.
local function run_in_text(subcommand, call)
  local focused = not call.range and subcommand.run ~= M.subcommands.outline.run and outline_in_focus()
  local window = focused and require('sayso.outline_target').window(focused)
  if not window then return subcommand.run(call) end
  local windows = #api.nvim_tabpage_list_wins(0)
  api.nvim_set_current_win(window)
  local ran, message = pcall(subcommand.run, call)
  if #api.nvim_tabpage_list_wins(0) == windows and api.nvim_win_is_valid(focused.window) then
    api.nvim_set_current_win(focused.window)
  end
  if not ran then error(message, 0) end
end

--- What nvim_create_user_command calls.
function M.run(command)
  local ran, message = pcall(function()
    local name, call = call_of(command)
    if not name then stop('which? :Sayso outline, who, said … (:help sayso-commands)') end
    run_in_text(lookup(name), call)
  end)
  if not ran then told(message) end
end

--- Runs a subcommand from a map or a script: execute('said', 'Hale').
function M.execute(name, rest)
  M.run({ args = rest and name .. ' ' .. rest or name })
end

--- While a command is typed (Neovim 0.8, 'inccommand'): shows what `marks` would do. 0: there is nothing to show.
function M.preview(command, namespace)
  local shown, found = pcall(function()
    local name, call = call_of(command)
    local state = name == 'marks' and require('sayso.buffer').get(0)
    return state and state.version > 0 and require('sayso.marks').preview(state, call, namespace) or 0
  end)
  return shown and found > 0 and 1 or 0
end

-- ---- completing ---------------------------------------------------------------------------------------------------

-- Candidates that begin with what is there, without case and accents; of names also those with a word that does.
local function matching(candidates, lead)
  local core = require('sayso.native').load()
  local fold = core and core.fold or string.lower
  local wanted, first, later = fold(lead), {}, {}
  for _, candidate in ipairs(candidates) do
    local folded = fold(candidate)
    if folded:sub(1, #wanted) == wanted then
      first[#first + 1] = candidate
    elseif folded:find(' ' .. wanted, 1, true) then
      later[#later + 1] = candidate
    end
  end
  return vim.list_extend(first, later)
end

-- A completion replaces the last word alone: what the words before it have said of the name is left out.
local function behind(candidates, done)
  if done == '' then return candidates end
  local rest = {}
  for _, candidate in ipairs(candidates) do
    if candidate:sub(1, #done) == done then rest[#rest + 1] = candidate:sub(#done + 1) end
  end
  return rest
end

function M.complete(lead, line)
  local completed, list = pcall(function()
    local bang, typed = line:match('Sayso(!?)%s+(.*)$')
    local name, rest = (typed or ''):match('^(%S+)%s+(.*)$')
    if not name then return matching(M.names(), lead) end
    local subcommand = M.subcommands[name]
    if not subcommand or not subcommand.complete then return {} end
    local call = { words = vim.split(rest, '%s+'), rest = rest, bang = bang == '!' }
    local done = rest:sub(1, #rest - #lead)
    local candidates = matching(subcommand.complete(call), name == 'export' and lead or rest)
    return name == 'export' and candidates or behind(candidates, done)
  end)
  return completed and list or {}
end

return M
