-- In: vim.g.sayso (a table, or a function that gives one) and setup(). Out: every option with a value of the right type.
-- Promises that a wrong option is told once, in one line, and that its default stands instead. The schema below is the one home of
-- the options: defaults, checks and the help (tests compare doc/sayso.txt with it).

local M = {}

local function one_of(...)
  local words = { ... }
  return function(value)
    if vim.tbl_contains(words, value) then return true end
    return false, 'one of ' .. table.concat(vim.tbl_map(vim.inspect, words), ', ')
  end
end

local function at_least(least)
  return function(value)
    return type(value) == 'number' and value >= least, 'a number, at least ' .. least
  end
end

local function list_of_strings(value)
  if type(value) ~= 'table' then return false, 'a list of strings' end
  for _, item in ipairs(value) do
    if type(item) ~= 'string' then return false, 'a list of strings' end
  end
  return true
end

---@class sayso.Option
---@field path string name in the options, dots between levels
---@field default any
---@field type string|fun(value:any):boolean,string? a Lua type, or a check that says what it wants
---@field help string

---@type sayso.Option[]
M.schema = {
  { path = 'auto', default = true, type = 'boolean', help = 'attach to buffers of `filetypes` by itself' },
  {
    path = 'filetypes',
    default = { 'text', 'markdown', 'tex', 'plaintex', 'typst', 'rst', 'asciidoc', 'org', 'mail' },
    type = list_of_strings,
    help = 'file types to attach to',
  },
  { path = 'max_bytes', default = 4 * 1024 * 1024, type = at_least(0), help = 'larger buffers are left alone; one message says so' },
  { path = 'debounce', default = 150, type = at_least(0), help = 'milliseconds without a change before the text is read again' },
  { path = 'slice_ms', default = 4, type = at_least(1), help = 'longest stretch of reading before the editor has its turn' },
  { path = 'show.quotes', default = true, type = 'boolean', help = 'highlight statements by kind' },
  { path = 'show.cues', default = true, type = 'boolean', help = 'underline cues ("said", "according to")' },
  { path = 'show.names', default = true, type = 'boolean', help = 'highlight names by type' },
  {
    path = 'min_score',
    default = 0,
    type = function(value) return type(value) == 'number' and value >= 0 and value <= 1, 'a number from 0 to 1' end,
    help = 'statements less sure than this are not shown: no marker, not in outline, lists, exports (0: all are)',
  },
  { path = 'show.stances', default = false, type = 'boolean', help = 'beliefs, wishes and demands too, not only what was uttered' },
  {
    path = 'hints',
    default = 'eol',
    type = one_of('eol', 'right', 'inline', 'none'),
    help = 'where the speaker is shown; right only where nothing is covered there; inline needs Neovim 0.10 (end of line before)',
  },
  { path = 'hint_prefix', default = '→ ', type = 'string', help = 'stands before the speaker' },
  { path = 'unattributed', default = '?', type = 'string', help = 'stands for the speaker of a statement without an actor' },
  { path = 'actor_colors', default = false, type = 'boolean', help = 'statements and hints in a colour of their actor' },
  { path = 'flash_ms', default = 300, type = at_least(0), help = 'how long the target of a jump is lit' },
  {
    path = 'marks',
    default = 'auto',
    type = one_of('auto', 'curly', 'straight', 'guillemets', 'low'),
    help = 'quotation marks that `:Sayso marks` puts; auto: those the text uses',
  },
  {
    path = 'marks_comma',
    default = 'auto',
    type = one_of('auto', 'inside', 'outside'),
    help = 'a comma or full stop behind what was said: inside the marks it puts, or outside; auto: as the text has its commas, '
      .. 'else inside “ ” and " "',
  },
  { path = 'outline.position', default = 'right', type = one_of('right', 'left', 'float'), help = 'where `:Sayso outline` opens' },
  { path = 'outline.min_width', default = 32, type = at_least(10), help = 'columns of the outline, at least' },
  {
    path = 'outline.max_width',
    default = 0.4,
    type = function(value) return type(value) == 'number' and value > 0 and value < 1, 'a number between 0 and 1' end,
    help = 'most that the outline takes of the screen',
  },
  { path = 'outline.view', default = 'actor', type = one_of('actor', 'text', 'kind'), help = 'the view it opens with' },
  { path = 'outline.sort', default = 'count', type = one_of('count', 'words', 'text', 'name'), help = 'order of actors' },
  { path = 'outline.follow', default = true, type = 'boolean', help = 'light the statement at the cursor of the text' },
  { path = 'outline.folded', default = false, type = 'boolean', help = 'actors, headings and kinds are closed until they are opened' },
  { path = 'outline.auto_jump', default = false, type = 'boolean', help = 'the text goes along with the cursor of the outline' },
  {
    path = 'outline.auto_open',
    default = false,
    type = 'boolean',
    help = 'open the outline with each text that is attached by itself; the focus stays in the text',
  },
  { path = 'outline.icons', default = true, type = 'boolean', help = 'triangles at what can be folded; false: - and +' },
  { path = 'outline.keys', default = {}, type = 'table', help = 'action = keys (a string or a list) or false; see |sayso-outline-keys|' },
  { path = 'lsp.enabled', default = true, type = 'boolean', help = 'the language server inside the editor (Neovim 0.8)' },
  { path = 'lsp.hover', default = true, type = 'boolean', help = 'card of who speaks or is named (K)' },
  { path = 'lsp.references', default = true, type = 'boolean', help = 'all mentions of an actor' },
  { path = 'lsp.rename', default = true, type = 'boolean', help = 'mentions with the very words at the cursor' },
  { path = 'lsp.code_action', default = true, type = 'boolean', help = 'attribute, not a quotation, confirm, add marks' },
  { path = 'lsp.folding_range', default = true, type = 'boolean', help = 'folds of statements over several lines' },
  {
    path = 'lsp.document_symbol',
    default = 'auto',
    type = one_of('auto', true, false),
    help = 'headings, actors and statements; auto: where no other server lists symbols',
  },
  { path = 'lsp.workspace_symbol', default = true, type = 'boolean', help = 'actors of all attached buffers' },
  { path = 'lsp.inlay_hint', default = false, type = 'boolean', help = 'speakers as inlay hints (the plugin shows its own)' },
  { path = 'lsp.document_highlight', default = false, type = 'boolean', help = 'mentions of the actor at the cursor' },
  {
    path = 'picker',
    default = 'select',
    type = one_of('select', 'telescope', 'fzf-lua', 'snacks', 'mini.pick'),
    help = 'what lists are picked from; select is vim.ui.select',
  },
  {
    path = 'actors',
    default = '',
    type = function(value) return require('sayso.listed').accepts(value) end,
    help = 'your own actors: a path, or a list of lines and tables; see |sayso-actors|',
  },
  { path = 'store', default = true, type = 'boolean', help = 'keep corrections beside the text, in NAME.sayso.json' },
}

-- ---- paths --------------------------------------------------------------------------------------------------------

local function read_path(tree, path)
  for key in path:gmatch('[^.]+') do
    if type(tree) ~= 'table' then return nil end
    tree = tree[key]
  end
  return tree
end

local function write_path(tree, path, value)
  local keys = vim.split(path, '.', { plain = true })
  for i = 1, #keys - 1 do
    tree[keys[i]] = type(tree[keys[i]]) == 'table' and tree[keys[i]] or {}
    tree = tree[keys[i]]
  end
  tree[keys[#keys]] = value
end

-- ---- checks -------------------------------------------------------------------------------------------------------

local function accepts(option, value)
  if type(option.type) == 'function' then return option.type(value) end
  return type(value) == option.type, option.type
end

-- Options that no schema entry and no level above one has.
local function unknown(tree, prefix, known, found)
  for key, value in pairs(tree) do
    local path = prefix .. tostring(key)
    if not known[path] then
      found[#found + 1] = path
    elseif known[path] == 'level' and type(value) == 'table' then
      unknown(value, path .. '.', known, found)
    end
  end
  return found
end

local function known_paths()
  local known = {}
  for _, option in ipairs(M.schema) do
    local above = option.path
    while above:find('.', 1, true) do
      above = above:gsub('%.[^.]*$', '')
      known[above] = 'level'
    end
    known[option.path] = 'option'
  end
  return known
end

--- Merges `given` into the defaults.
---@return table options every option has a value
---@return string[] problems one sentence for each that is wrong
function M.merge(given)
  local options, problems = {}, {}
  if type(given) ~= 'table' then
    if given ~= nil then problems[1] = 'options: a table expected, got ' .. type(given) end
    given = {}
  end
  for _, path in ipairs(unknown(given, '', known_paths(), {})) do
    problems[#problems + 1] = ('unknown option %s'):format(path)
  end
  for _, option in ipairs(M.schema) do
    local value = read_path(given, option.path)
    if value == nil then
      value = vim.deepcopy(option.default)
    else
      local fine, wanted = accepts(option, value)
      if not fine then
        problems[#problems + 1] = ('option %s: %s expected, got %s'):format(option.path, wanted, vim.inspect(value))
        value = vim.deepcopy(option.default)
      end
    end
    write_path(options, option.path, value)
  end
  return options, problems
end

-- ---- the options in force -----------------------------------------------------------------------------------------

local from_setup = nil
local current = nil

local function from_global()
  local given = vim.g.sayso
  if type(given) ~= 'function' then return given end
  local called, value = pcall(given)
  return called and value or { ['vim.g.sayso()'] = value }
end

--- What is wrong with the options, for :checkhealth.
M.problems = {}

local function load()
  local given = from_global()
  if from_setup and (given == nil or type(given) == 'table') then
    given = vim.tbl_deep_extend('force', given or {}, from_setup)
  end
  current, M.problems = M.merge(given)
  for _, problem in ipairs(M.problems) do require('sayso.compat').warn_once('config ' .. problem, problem) end
  return current
end

--- One option by its path, or all of them.
function M.get(path)
  local options = current or load()
  if not path then return options end
  return read_path(options, path)
end

--- Changes one option until the editor ends, as the toggles do.
function M.set(path, value)
  write_path(current or load(), path, value)
end

--- Options given here win over vim.g.sayso.
function M.setup(options)
  from_setup = options
  load()
end

return M
