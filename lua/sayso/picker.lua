-- In: items (items.lua). Out: a picker of the user's choice over them: vim.ui.select, telescope, fzf-lua, snacks or mini.pick. Promises
-- that none of them is needed, and that each adapter is thin: items, a label, a place.

local api = vim.api
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

local function label(item) return ('%d: %s'):format(item.lnum, item.text) end

local function jump(item)
  if not api.nvim_buf_is_valid(item.bufnr) then return end
  if api.nvim_get_current_buf() ~= item.bufnr then vim.cmd('buffer ' .. item.bufnr) end
  local state = require('sayso.buffer').get(item.bufnr)
  if state then require('sayso.motion').jump(state, math.min(item.offset, state.doc_size)) end
end

local WAIT_MS, WAITS = 5, 40

-- Some pickers call while their prompt is still in insert mode, and leaving that moves the cursor back by one: the jump waits for it.
local function go(item, waited)
  if not item then return end
  waited = waited or 0
  if waited == WAITS or not api.nvim_get_mode().mode:find('^[it]') then return jump(item) end
  vim.cmd('stopinsert')
  vim.defer_fn(compat.guard('picker', function() go(item, waited + 1) end), WAIT_MS)
end

-- The file's name, or nothing for a buffer without one.
local function file_of(item) return item.filename ~= '' and item.filename or nil end

-- ---- adapters: function(items, title) -----------------------------------------------------------------------------

local adapters = {}

function adapters.select(items, title)
  vim.ui.select(items, { prompt = title, format_item = label, kind = 'sayso' }, function(item) go(item) end)
end

function adapters.telescope(items, title)
  local actions, action_state = require('telescope.actions'), require('telescope.actions.state')
  local values = require('telescope.config').values
  require('telescope.pickers').new({}, {
    prompt_title = title,
    finder = require('telescope.finders').new_table({
      results = items,
      entry_maker = function(item)
        return {
          value = item, display = label(item), ordinal = label(item), filename = file_of(item) or '[No Name]', bufnr = item.bufnr,
          lnum = item.lnum, col = item.col, text = item.text, colend = item.end_lnum == item.lnum and item.end_col or nil,
        }
      end,
    }),
    sorter = values.generic_sorter({}),
    previewer = values.grep_previewer({}),
    attach_mappings = function(prompt)
      actions.select_default:replace(function()
        actions.close(prompt)
        local entry = action_state.get_selected_entry()
        go(entry and entry.value)
      end)
      return true
    end,
  }):find()
end

adapters['fzf-lua'] = function(items, title)
  local lines = {}
  for i, item in ipairs(items) do lines[i] = i .. ':' .. label(item) end -- a colon: old versions hand a tab to the shell as it is
  require('fzf-lua').fzf_exec(lines, {
    prompt = title .. '> ', fzf_opts = { ['--with-nth'] = '2..', ['--delimiter'] = ':' },
    actions = { ['default'] = function(chosen) go(chosen and chosen[1] and items[tonumber(chosen[1]:match('^%d+'))]) end },
  })
end

function adapters.snacks(items, title)
  local entries = {}
  for i, item in ipairs(items) do
    entries[i] = {
      text = label(item), item = item, buf = item.bufnr, file = file_of(item), pos = { item.lnum, item.col - 1 },
      end_pos = { item.end_lnum, item.end_col - 1 },
    }
  end
  require('snacks').picker.pick({
    title = title, items = entries, format = 'text',
    confirm = function(picker, entry)
      picker:close()
      go(entry and entry.item)
    end,
  })
end

adapters['mini.pick'] = function(items, title)
  local entries = {}
  for i, item in ipairs(items) do
    entries[i] = {
      text = label(item), item = item, bufnr = item.bufnr, lnum = item.lnum, col = item.col, end_lnum = item.end_lnum,
      end_col = item.end_col,
    }
  end
  require('mini.pick').start({
    source = { name = title, items = entries, choose = function(entry) go(entry and entry.item) end },
  })
end

--- Names of the adapters, sorted.
function M.names()
  local names = vim.tbl_keys(adapters)
  table.sort(names)
  return names
end

local function open(items, title, name)
  if #items == 0 then return compat.notify('nothing to pick from') end
  name = name or config.get('picker')
  if not adapters[name] then return compat.warn(('there is no picker %s; there are %s'):format(name, table.concat(M.names(), ', '))) end
  local opened, message = pcall(adapters[name], items, title)
  if opened then return end
  compat.warn_once('picker ' .. name, ('picker %s: %s'):format(name, message))
  adapters.select(items, title)
end

local function states_of(options)
  if options.all then return require('sayso.buffer').list() end
  return { require('sayso.buffer').get(options.bufnr or 0) }
end

--- Picks a statement and goes there. `options`: all (buffers), bufnr, picker, and those of items.statements.
function M.statements(options)
  options = options or {}
  open(require('sayso.items').statements(states_of(options), options), 'Statements', options.picker)
end

--- Picks an actor and goes to the first mention.
function M.actors(options)
  options = options or {}
  open(require('sayso.items').actors(states_of(options)), 'Actors', options.picker)
end

return M
