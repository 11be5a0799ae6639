-- The help says all that there is, and nothing that is not.
local tests = {}
local function add(name, fn) tests[#tests + 1] = { name, fn, {} } end

local read = dofile('tests/nvim/support.lua').read

local help = read('doc/sayso.txt')

-- The words of `text` that a pattern finds are those of `other`, both ways.
local function same_words(check, what, text, pattern, other, other_pattern)
  local here, there = {}, {}
  for word in text:gmatch(pattern) do here[word] = true end
  for word in other:gmatch(other_pattern) do there[word] = true end
  check.truthy(next(there), what .. ' are found')
  for word in pairs(there) do check.truthy(here[word], what .. ': the help has ' .. word) end
  for word in pairs(here) do check.truthy(there[word], what .. ': the source has ' .. word) end
end

add('commands, options, keys and groups are those of the source', function(child, check)
  local fresh = child:lua([[_G.sayso_help_test = true return dofile('tests/nvim/help.lua').updated(...)]], help)
  if fresh ~= help then
    error('doc/sayso.txt is older than the source; write it anew as tests/nvim/help.lua says')
  end
  check.truthy(#fresh > 0)
end)

add('maps', function(child, check)
  local maps = child:lua([[
    local names = {}
    for _, mode in ipairs({ 'n', 'o', 'x' }) do
      for _, map in ipairs(vim.api.nvim_get_keymap(mode)) do names[#names + 1] = map.lhs end
    end
    return table.concat(names, '\n')]])
  same_words(check, 'maps', help, '\n<Plug>%((sayso%-%w+%-?%w*)%)', maps, '<Plug>%((sayso%-%w+%-?%w*)%)')
end)

add('events', function(_, check)
  local source = read('lua/sayso/buffer.lua') .. read('lua/sayso/schedule.lua')
  same_words(check, 'events', help, '%*(Sayso%u%l+)%*', source, "fire%('(Sayso%a+)'")
end)

add('Lua functions', function(_, check)
  same_words(check, 'functions', help, '%*sayso%.(%l+)%(%)%*', read('lua/sayso/init.lua'), '\nfunction M%.(%l+)%(')
end)

-- The lines for vim.pack and lazy.nvim are Lua, and the commands are those of the Makefile.
add('install lines', function(child, check)
  local install = check.truthy(help:match('%*sayso%-install%*(.-)\n====='))
  check.truthy(loadstring('return ' .. install:match('\nlazy%.nvim.->\n(.-)\n<')), 'lazy.nvim')
  local pack = check.truthy(install:match('\nvim%.pack %(.->\n(.-)\n<'), 'vim.pack')
  local called = child:lua([[
    local seen = {}
    vim.system = function(command, options)
      seen.command, seen.cwd = command, options.cwd
      return { wait = function() end }
    end
    vim.pack = { add = function(list)
      seen.name = list[1].name
      _G.changed({ data = { spec = { name = 'sayso' }, path = '/p' } })
    end }
    local create = vim.api.nvim_create_autocmd
    vim.api.nvim_create_autocmd = function(event, options)
      if event ~= 'PackChanged' then return create(event, options) end
      _G.changed = options.callback
    end
    assert(loadstring(...))()
    return seen]], pack)
  check.equal(called, { command = { 'make', 'luajit' }, cwd = '/p', name = 'sayso' })
  check.match(read('Makefile'), '\nluajit:')
end)

add('formats of exports', function(child, check)
  for _, format in ipairs(child:lua([[return require('sayso.export').formats()]])) do
    check.match(help, '\n    ' .. format .. ' ')
  end
end)

add('helptags finds no fault, and lines are short', function(child, check)
  child:cmd('silent! !mkdir -p ' .. child.folder .. '/help/doc')
  child.write('help/doc/sayso.txt', help)
  child:cmd('helptags ' .. child.folder .. '/help/doc')
  check.truthy(#child:lua('return vim.fn.readfile(...)', child.folder .. '/help/doc/tags') > 40, 'tags')
  for line in help:gmatch('[^\n]+') do check.truthy(vim.fn.strdisplaywidth(line) <= 80, line) end
end)

return tests
