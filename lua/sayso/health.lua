-- In: :checkhealth sayso. Out: what works and, for what does not, the line that mends it. Promises to change nothing.

local compat = require('sayso.compat')

local M = {}

-- Neovim 0.10 has vim.health.start; before that the functions were called report_*.
local function reporter()
  local health = vim.health or {}
  if health.start then return health end
  local old = health.report_start and health or require('health')
  return { start = old.report_start, ok = old.report_ok, warn = old.report_warn, error = old.report_error, info = old.report_info }
end

local function root()
  return vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h')
end

local function make_line()
  return ("run `make luajit` in %s and restart Neovim"):format(vim.fn.fnamemodify(root(), ':~'))
end

-- ---- the core -----------------------------------------------------------------------------------------------------

-- What can be wrong with the library: how the loader says it, what it means, what to do.
local TROUBLES = {
  {
    'undefined symbol: lua_newuserdatauv', 'the core was built for Lua 5.4', 'the editor needs LuaJIT\'s: %s',
  },
  { 'undefined symbol: luaL_checkversion_', 'the core was built for another Lua', 'the editor needs LuaJIT\'s: %s' },
  { 'libpcre2', 'PCRE2 is missing', 'install it (Debian: apt install libpcre2-8-0), then %s' },
  { 'undefined symbol', 'the core was built for another Lua', '%s' },
  { 'invalid ELF header', 'the core is no library of this system', '%s' },
  { 'wrong ELF class', 'the core is no library of this system', '%s' },
  { 'GLIBC_', 'the core was built on a newer system', '%s' },
}

--- What a message of the loader means.
---@return string meaning
---@return string advice
function M.diagnose(message)
  for _, trouble in ipairs(TROUBLES) do
    if message:find(trouble[1], 1, true) then return trouble[2], trouble[3]:format(make_line()) end
  end
  if message:find("module 'sayso.core' not found", 1, true) or message:find('cannot open shared object', 1, true) then
    return 'the core is not built', make_line()
  end
  return message, make_line()
end

-- The file of the core that Neovim loads.
local function library()
  return vim.api.nvim_get_runtime_file('lua/sayso/core.so', false)[1]
end

local function check_core(report)
  local found, core = pcall(require, 'sayso.core')
  if not found then
    local meaning, advice = M.diagnose(tostring(core))
    report.error(meaning, { advice })
    return nil
  end
  local native = require('sayso.native')
  local loaded, message = native.load()
  if not loaded then
    report.error(message, { 'an old library: ' .. make_line() })
    return nil
  end
  report.ok(('core %s, interface %d, Lua %s: %s'):format(core.version(), core.abi, core.lua_abi, library() or 'found on package.cpath'))
  return core
end

local function check_model(report, core)
  local doc, message, code = core.open('“It works,” she said.\n', {})
  if not doc then
    report.error(message, { (code == 'BAD_MODEL' and 'the weights inside the library are damaged: ' or '') .. make_line() })
    return
  end
  local begun = compat.uv.hrtime()
  local done, why = doc:update()
  if not done then
    report.error(why or 'the reader does not answer', { make_line() })
  else
    report.ok(('the reader answers (%.1f ms)'):format((compat.uv.hrtime() - begun) / 1e6))
  end
  doc:close()
end

-- A sayso/core.lua would be found before the library.
local function check_shadow(report)
  local shadows = vim.api.nvim_get_runtime_file('lua/sayso/core.lua', true)
  if #shadows > 0 then report.error('another module hides the core: ' .. shadows[1], { 'remove it' }) end
  local trees = vim.api.nvim_get_runtime_file('plugin/sayso.lua', true)
  if #trees > 1 then report.warn('sayso is installed more than once: ' .. table.concat(trees, ', '), { 'keep one of them' }) end
end

-- ---- the editor ---------------------------------------------------------------------------------------------------

local TIERS = {
  { 'best', 'Neovim 0.11 or later: everything' },
  { 'inline', 'Neovim 0.10: everything; 0.11 has maps of its own for the language client' },
  { 'lsp', 'Neovim 0.8 or 0.9: no inline hints' },
  { 'minimum', 'Neovim 0.7: no language server, no inline hints; markers, outline and commands work' },
}

local function check_editor(report)
  for _, tier in ipairs(TIERS) do
    if compat.has[tier[1]] then
      if tier[1] == 'minimum' then
        report.warn(tier[2], { 'Neovim 0.10 or later is recommended' })
      else
        report.ok(tier[2])
      end
      return
    end
  end
  report.error('this Neovim is too old', { 'sayso needs 0.7.2 or later' })
end

-- ---- buffers and options ------------------------------------------------------------------------------------------

local function check_options(report)
  local config = require('sayso.config')
  config.get()
  if #config.problems == 0 then report.ok('options are understood') end
  for _, problem in ipairs(config.problems) do report.warn(problem, { 'see :help sayso-options' }) end
end

local function check_buffers(report)
  local states = require('sayso.buffer').list()
  if #states == 0 then report.info('no buffer is attached') end
  for _, state in ipairs(states) do
    local why = state.message and ': ' .. state.message or ''
    report.info(('buffer %d: %s, read as %s%s'):format(state.bufnr, state.state, state.format, why))
  end
  for name, trace in pairs(compat.errors) do
    report.warn(('an error in %s: %s'):format(name, trace:match('^[^\n]*')), { ':Sayso info shows all of it; please report it' })
  end
end

-- Who else offers symbols for attached buffers: outlines take the first one.
local function check_outlines(report)
  if not compat.has.lsp then return end
  for _, state in ipairs(require('sayso.buffer').list()) do
    local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = state.bufnr })
    for _, client in ipairs(clients) do
      local offers = client.server_capabilities and client.server_capabilities.documentSymbolProvider
      if client.name ~= 'sayso' and offers then
        report.info(('buffer %d: %s offers document symbols; sayso leaves them to it (:Sayso outline shows actors)'):format(
          state.bufnr, client.name))
      end
    end
  end
end

local OUTLINES = {
  aerial = "aerial shows one backend: backends = { text = { 'lsp' } } for ours",
  outline = 'outline.nvim takes the first of its providers that answers: put lsp first for ours',
}

local function check_plugins(report)
  for name, line in pairs(OUTLINES) do
    if package.loaded[name] then report.info(line) end
  end
end

function M.check()
  local report = reporter()
  report.start('sayso: core')
  check_shadow(report)
  local core = check_core(report)
  if core then check_model(report, core) end
  report.start('sayso: editor')
  check_editor(report)
  check_options(report)
  if core then
    check_buffers(report)
    check_outlines(report)
    check_plugins(report)
  end
end

return M
