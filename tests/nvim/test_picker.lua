-- The pickers: vim.ui.select, and each adapter against a stand-in that takes what the real plugin takes and, as those do, calls back while
-- its prompt is still in insert mode. (The real ones cannot be fetched here; tests/README.md says which versions were read.)
local tests = {}
local TEXT = table.concat({
  '“The bridge is closed and it will stay closed,” Anna Weiss said on Monday.', '',
  'Late at night: “Nobody asked the city about the bridge,” Tom Hale said.', '',
}, '\n')
local function add(name, fn, options) tests[#tests + 1] = { name, fn, options or { text = TEXT } } end

add('vim.ui.select: statements and actors', function(child, check)
  child:ready()
  local seen = child:lua([[
    local labels = {}
    vim.ui.select = function(items, options, fn)
      for i, item in ipairs(items) do labels[i] = options.format_item(item) end
      fn(items[#items], #items)
    end
    require('sayso.picker').statements()
    return { #labels, labels[1], vim.api.nvim_win_get_cursor(0)[1] }]])
  check.equal({ seen[1], seen[3] }, { 2, 3 })
  check.match(seen[2], '^1: Anna Weiss: ')
end)

-- A prompt as pickers have it, in insert mode; <CR> closes it and calls the function.
local PROMPT = [[
  _G.text_window = vim.api.nvim_get_current_win()
  function _G.prompt(chosen)
    local buffer = vim.api.nvim_create_buf(false, true)
    vim.bo[buffer].buftype = 'prompt'
    local window = vim.api.nvim_open_win(buffer, true, { relative = 'editor', width = 20, height = 1, row = 1, col = 1 })
    function _G.close_prompt()
      vim.api.nvim_win_close(window, true)
      vim.api.nvim_set_current_win(_G.text_window)
    end
    vim.keymap.set('i', '<CR>', chosen, { buffer = buffer })
    vim.cmd('startinsert')
  end
]]

-- Each defines the modules that the adapter requires and keeps what it was given in _G.seen.
local STAND_INS = {
  telescope = [[
    local entries
    local action = { replace = function(_, fn) _G.chosen = fn end }
    package.loaded['telescope.actions'] = { select_default = action, close = function() _G.close_prompt() end }
    package.loaded['telescope.actions.state'] = { get_selected_entry = function() return entries[#entries] end }
    local function nothing() return {} end
    package.loaded['telescope.config'] = { values = { generic_sorter = nothing, grep_previewer = nothing } }
    package.loaded['telescope.finders'] = { new_table = function(options)
      entries = vim.tbl_map(options.entry_maker, options.results)
      return {}
    end }
    package.loaded['telescope.pickers'] = { new = function(_, defaults)
      return { find = function()
        assert(defaults.attach_mappings(1) == true and defaults.finder and defaults.sorter)
        for _, entry in ipairs(entries) do assert(entry.value and entry.display and entry.ordinal and entry.lnum and entry.filename) end
        _G.seen = { defaults.prompt_title, entries[1].display }
        _G.prompt(function() _G.chosen() end)
      end }
    end }
  ]],
  ['fzf-lua'] = [[
    package.loaded['fzf-lua'] = { fzf_exec = function(lines, options)
      assert(options.fzf_opts['--delimiter'] == ':' and options.fzf_opts['--with-nth'] == '2..')
      _G.seen = { (options.prompt:gsub('> $', '')), (lines[1]:gsub('^%d+:', '')) }
      _G.prompt(function()
        _G.close_prompt()
        options.actions.default({ lines[#lines] })
      end)
    end }
  ]],
  snacks = [[
    package.loaded.snacks = { picker = { pick = function(options)
      for _, item in ipairs(options.items) do assert(item.text and item.buf and item.pos[1] >= 1 and item.pos[2] >= 0) end
      _G.seen = { options.title, options.items[1].text }
      local picker = { close = function() _G.close_prompt() end }
      _G.prompt(function() options.confirm(picker, options.items[#options.items]) end)
    end } }
  ]],
  ['mini.pick'] = [[
    package.loaded['mini.pick'] = { start = function(options)
      local source = options.source
      for _, item in ipairs(source.items) do assert(type(item.text) == 'string' and item.bufnr and item.lnum and item.col) end
      _G.seen = { source.name, source.items[1].text }
      _G.prompt(function()
        local again = source.choose(source.items[#source.items])
        assert(not again, 'the picker would stay open')
        _G.close_prompt()
      end)
    end }
  ]],
}

for _, name in ipairs({ 'fzf-lua', 'mini.pick', 'snacks', 'telescope' }) do
  add(name .. ': the label, and a jump to the very column', function(child, check)
    child:ready()
    child:lua(PROMPT .. STAND_INS[name])
    child:lua("require('sayso.picker').statements({ picker = ... })", name)
    child:wait("vim.api.nvim_get_mode().mode == 'i'")
    child:api('input', '<CR>')
    child:wait("vim.api.nvim_get_mode().mode == 'n' and vim.api.nvim_win_get_cursor(_G.text_window)[1] == 3")
    child:lua('vim.wait(20, function() end)')
    local seen = child:lua('return _G.seen')
    check.equal(seen[1], 'Statements')
    check.match(seen[2], '^1: Anna Weiss: “The bridge')
    check.equal(child:lua('return vim.api.nvim_win_get_cursor(_G.text_window)'), { 3, 15 })
  end)
end

add('a picker that is not there is told of once, and vim.ui.select is used', function(child, check)
  child:ready()
  local opened = child:lua([[
    local count = 0
    vim.ui.select = function() count = count + 1 end
    for _ = 1, 2 do require('sayso.picker').actors({ picker = 'telescope' }) end
    vim.wait(20, function() end)
    return count]])
  check.equal(opened, 2)
  check.match(child:messages(), '^%s*sayso: picker telescope: [^\n]*$')
  child:lua("require('sayso.picker').actors({ picker = 'moon' })")
  check.match(child:messages(), 'there is no picker moon; there are fzf%-lua, mini.pick')
end)

return tests
