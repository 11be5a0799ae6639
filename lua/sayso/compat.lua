-- In: a Neovim of any version from 0.7.2 on. Out: what it can do, probed once, and the few things that are spelled differently.
-- Promises that no other file asks for a version, and that an error in a callback reaches the user once, as one line.

local api = vim.api

local M = {}

M.uv = vim.uv or vim.loop
M.MINIMUM = '0.7.2'

local function since(version)
  return vim.fn.has('nvim-' .. version) == 1
end

--- What this Neovim can do. Named by the thing, not by the version.
M.has = {
  minimum = since('0.7.2'),
  event_data = since('0.8'), -- `data` of autocommands
  lsp = since('0.8') and vim.lsp ~= nil and vim.lsp.start ~= nil, -- a server that is a function
  winbar = since('0.8'),
  spell_mark = since('0.9'), -- extmarks with `spell`
  float_title = since('0.9'),
  inline = since('0.10'), -- virtual text inside a line
  undo_restore = since('0.10'), -- extmarks that undo does not bring back
  winfixbuf = since('0.10'),
  float_footer = since('0.10'),
  best = since('0.11'),
}

-- ---- telling the user ---------------------------------------------------------------------------------------------

local function one_line(message)
  return 'sayso: ' .. tostring(message):gsub('%s*\n.*$', ''):gsub('[%z\1-\31]', ' ')
end

--- One line, at once. `level` as in vim.log.levels; INFO without one.
function M.notify(message, level)
  vim.notify(one_line(message), level or vim.log.levels.INFO)
end

function M.warn(message)
  M.notify(message, vim.log.levels.WARN)
end

local said = {}

--- As warn, but never the same thing twice. Safe where the editor allows no messages.
function M.warn_once(key, message)
  if said[key] then return end
  said[key] = true
  vim.schedule(function() M.warn(message) end)
end

M.errors = {} -- name of the callback -> its first error, whole; for `:Sayso info` and tests

--- CTRL-C at a prompt of the editor comes as an error.
function M.is_interrupt(message)
  return tostring(message):find('Keyboard interrupt', 1, true) ~= nil
end

--- An error without the folders of our files, so that it fits one line.
function M.brief(message)
  return (tostring(message):gsub('^%S*/lua/sayso/', ''))
end

--- Tells of an error, the first of that name in one line; the whole of it is kept for `:Sayso info`.
function M.caught(name, message)
  if M.errors[name] or M.is_interrupt(message) then return end
  M.errors[name] = debug.traceback(tostring(message), 3)
  M.warn_once('guard ' .. name, ('%s: %s (:Sayso info)'):format(name, M.brief(message)))
end

--- A function that never raises: the first error of that name is told, later ones are dropped.
function M.guard(name, fn)
  local function caught(message) M.caught(name, message) end
  return function(...)
    local count, arguments = select('#', ...), { ... }
    local results = { xpcall(function() return fn(unpack(arguments, 1, count)) end, caught) }
    if results[1] then return unpack(results, 2, table.maxn(results)) end
    return nil
  end
end

-- ---- marks --------------------------------------------------------------------------------------------------------

local virt_pos = { eol = 'eol', right = 'right_align', inline = M.has.inline and 'inline' or 'eol' }

--- The virt_text_pos for a place that the user named.
function M.virt_text_pos(place)
  return virt_pos[place] or 'eol'
end

--- nvim_buf_set_extmark for marks that are a cache: undo does not bring them back where that can be said.
function M.set_mark(bufnr, namespace, row, col, options)
  if M.has.undo_restore then options.undo_restore = false end
  return pcall(api.nvim_buf_set_extmark, bufnr, namespace, row, col, options)
end

-- ---- small things -------------------------------------------------------------------------------------------------

--- `User` autocommands of that name; `data` goes along where events can carry it.
function M.fire(pattern, data)
  local options = { pattern = pattern, modeline = false }
  if M.has.event_data then options.data = data end
  api.nvim_exec_autocmds('User', options)
end

--- Flashes bytes of a line: rows and columns 0-based, the end exclusive.
function M.flash(bufnr, namespace, group, from, to, ms)
  local highlight = vim.hl or vim.highlight
  pcall(highlight.range, bufnr, namespace, group, from, to, { priority = 250 })
  vim.defer_fn(function()
    if api.nvim_buf_is_valid(bufnr) then api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1) end
  end, ms or 300)
end

local function widest(lines)
  local width = 1
  for _, line in ipairs(lines) do width = math.max(width, vim.fn.strdisplaywidth(line)) end
  return width
end

-- Rows that the lines take when they are wrapped (at words: some may be left over).
local function rows_of(lines, width)
  local rows = 0
  for _, line in ipairs(lines) do rows = rows + math.max(1, math.ceil(vim.fn.strdisplaywidth(line) * 1.05 / width)) end
  return rows
end

--- A float over the text with these lines; q and Esc close it. `options`: title, relative ('cursor' or 'editor'), enter, max_width,
--- wrap (long lines go on below instead of being cut).
---@return integer buffer
---@return integer window
function M.float(lines, options)
  options = options or {}
  if options.title and not M.has.float_title then
    lines = vim.list_extend({ options.title, '' }, lines)
  end
  local buffer = api.nvim_create_buf(false, true)
  api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable, vim.bo[buffer].bufhidden = false, 'wipe'
  local width = math.min(widest(lines), options.max_width or 100, math.max(1, vim.o.columns - 4))
  local height = math.max(1, math.min(options.wrap and rows_of(lines, width) or #lines, vim.o.lines - 6))
  local place = { style = 'minimal', border = 'rounded', width = width, height = height, relative = options.relative or 'editor' }
  if place.relative == 'cursor' then
    place.row, place.col = 1, 0
  else
    place.row = math.floor((vim.o.lines - height) / 2) - 1
    place.col = math.floor((vim.o.columns - width) / 2)
  end
  if options.title and M.has.float_title then place.title = ' ' .. options.title .. ' ' end
  local window = api.nvim_open_win(buffer, options.enter ~= false, place)
  vim.wo[window].wrap, vim.wo[window].linebreak, vim.wo[window].breakindent = options.wrap or false, true, true
  for _, key in ipairs({ 'q', '<Esc>' }) do
    vim.keymap.set('n', key, function() pcall(api.nvim_win_close, window, true) end, { buffer = buffer, nowait = true })
  end
  return buffer, window
end

return M
