-- What can be wrong with an installation, and how it is said; start-up.
local tests = {}
local function add(name, fn, options) tests[#tests + 1] = { name, fn, options } end

local TEXT = '“We will try again in April,” Antony Hale said.\n'

local function health(child)
  child:cmd('checkhealth sayso')
  return table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
end

-- A copy of the plugin's Lua files without the library, first on the runtimepath of the child.
local function without_core(child, library)
  local folder = child.folder .. '/tree'
  vim.fn.mkdir(folder .. '/lua', 'p')
  vim.fn.system({ 'cp', '-r', 'lua/sayso', folder .. '/lua/' })
  vim.fn.delete(folder .. '/lua/sayso/core.so')
  if library then vim.fn.system({ 'cp', library, folder .. '/lua/sayso/core.so' }) end
  child:lua([[
    local here, folder = vim.fn.getcwd(), ...
    vim.cmd('set runtimepath-=' .. here)
    vim.cmd('set runtimepath^=' .. folder)
    vim.cmd('cd ' .. folder)
  ]], folder)
end

add('all is well', function(child, check)
  child:ready()
  local page = health(child)
  check.match(page, 'core 0%.%d+%.%d+, interface %d+, Lua 5%.1')
  check.match(page, 'the reader answers')
  check.match(page, 'options are understood')
  check.match(page, 'buffer 1: ready, read as plain')
  check.truthy(not page:find('ERROR'), page)
end, { text = TEXT })

add('no core: one message, the health page says make', function(child, check)
  without_core(child)
  child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, { ... })', (TEXT:gsub('\n', '')))
  child:cmd('set filetype=text')
  child:lua('vim.wait(50, function() end)')
  check.match(child:messages(), '^%s*sayso: sayso.core cannot be loaded; run make[^\n]*$')
  child:cmd('set filetype=markdown')
  child:lua('vim.wait(50, function() end)')
  check.equal(child:messages(), '', 'told once')
  check.equal(child:lua('return vim.b.sayso_status_dict.state'), 'error')
  local page = health(child)
  check.match(page, 'the core is not built')
  check.match(page, 'make luajit')
end)

add('a core for Lua 5.4', function(child, check)
  if vim.fn.filereadable('build/lua5.4/sayso/core.so') == 0 then return 'not built here' end
  without_core(child, 'build/lua5.4/sayso/core.so')
  check.match(health(child), 'the core was built for Lua 5.4')
end)

add('a core that is no library', function(child, check)
  without_core(child, 'README.md')
  local page = health(child)
  check.match(page, 'ERROR')
  check.match(page, 'make luajit')
end)

-- The library with a part of its weights overwritten.
local function damaged_core(child)
  local read = dofile('tests/nvim/support.lua').read
  local library, weights = read('lua/sayso/core.so'), read('core/model/sayso.model')
  local at = assert(library:find(weights:sub(1, 256), 1, true), 'the weights are in the library') + math.floor(#weights / 2)
  return child.write('damaged.so', library:sub(1, at - 1) .. ('x'):rep(64) .. library:sub(at + 64))
end

add('damaged weights: one message, the health page says make', function(child, check)
  without_core(child, damaged_core(child))
  child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, { ... })', (TEXT:gsub('\n', '')))
  child:cmd('set filetype=text')
  child:lua('vim.wait(50, function() end)')
  check.match(child:messages(), '^%s*sayso: [^\n]*damaged[^\n]*; run make again%s*$')
  local page = health(child)
  check.match(page, 'the weights inside the library are damaged: run `make luajit`')
end)

add('an old core', function(child, check)
  child:lua("require('sayso.native').ABI = 999")
  check.match(health(child), 'has interface %d+, these files need 999')
end)

add('a module of the same name in the way', function(child, check)
  vim.fn.mkdir(child.folder .. '/other/lua/sayso', 'p')
  child.write('other/lua/sayso/core.lua', 'return {}')
  child:cmd('set runtimepath+=' .. child.folder .. '/other')
  check.match(health(child), 'another module hides the core')
end)

add('another outline, and another server with symbols, are named with what to do', function(child, check)
  child:ready()
  child:lua("package.loaded.aerial, package.loaded.outline = {}, {}")
  local page = health(child)
  check.match(page, "backends = { text = { 'lsp' } }")
  check.match(page, 'outline.nvim takes the first of its providers')
end, { text = TEXT })

add('symbols are left to another server that lists them', function(child, check)
  child:ready()
  child:lua([[
    local function server()
      return {
        request = function(method, _, callback)
          vim.schedule(function() callback(nil, method == 'initialize' and { capabilities = { documentSymbolProvider = true } } or {}) end)
          return true, 1
        end,
        notify = function() return true end, is_closing = function() return false end, terminate = function() end,
      }
    end
    vim.lsp.start({ name = 'other', cmd = server })
    vim.wait(200, function() end)]])
  local function symbols()
    return child:lua([[
      local _, result = require('sayso.lsp').answer('textDocument/documentSymbol', { textDocument = { uri = vim.uri_from_bufnr(0) } })
      return #result]])
  end
  check.equal(symbols(), 0)
  child:lua("require('sayso.config').set('lsp.document_symbol', true)")
  check.equal(symbols(), 1)
  check.match(health(child), 'other offers document symbols; sayso leaves them to it')
end, { text = TEXT, since = 8 })

add('an error in a callback is told once, in one line, and changes nothing', function(child, check)
  child:ready()
  child:lua("getmetatable(require('sayso.buffer').get(0)).entities = function() error('broken') end")
  for i = 1, 3 do
    child:keys('Aword ' .. i .. '<Esc>')
    child:lua('vim.wait(30, function() end)')
    child:cmd('redraw!')
  end
  local messages = vim.trim(child:messages())
  check.match(messages, 'sayso: .*broken')
  check.truthy(#vim.split(messages, '\n') <= 2, messages) -- one for the update, one for the redraw
  check.match(child:lua('return vim.fn.getline(1)'), 'word 1word 2word 3$')
end, { text = TEXT, errors = true })

add('the rockspec installs every module', function(child, check)
  local listed, text = {}, table.concat(vim.fn.readfile('sayso-scm-1.rockspec'), '\n')
  for path in text:gmatch("'lua/sayso/([%w_]+)%.lua'") do listed[#listed + 1] = path .. '.lua' end
  table.sort(listed)
  local there = vim.tbl_map(function(path) return vim.fn.fnamemodify(path, ':t') end, vim.fn.glob('lua/sayso/*.lua', false, true))
  check.equal(listed, vim.fn.sort(there))
  check.truthy(child)
end)

add('start-up without a text loads nothing and takes less than a millisecond', function(child, check)
  local best = math.huge
  for _ = 1, 5 do
    local log = vim.fn.tempname()
    vim.fn.system({
      child.program, '--headless', '-u', 'NONE', '-i', 'NONE', '-n', '--cmd', 'set runtimepath^=' .. vim.fn.getcwd(),
      '--cmd', 'runtime plugin/sayso.lua', '--startuptime', log, '-c', 'qall',
    })
    local text = table.concat(vim.fn.readfile(log), '\n')
    check.truthy(not text:find("require%('sayso"), 'modules loaded')
    local took = tonumber(text:match('([%d.]+)%s+[%d.]+: sourcing [^\n]*plugin/sayso.lua'))
    best = math.min(best, took or math.huge)
  end
  if best == math.huge then return 'this Neovim does not log it' end
  check.truthy(best < 1, ('%.3f ms'):format(best))
  return ('%.3f ms'):format(best)
end)

return tests
