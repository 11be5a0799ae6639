-- Runs tests/nvim/test_*.lua in children of one Neovim. In: $CHILD, the Neovim to test; $CASE, a pattern of test names (optional); $SEED.
-- Out: TAP lines on standard output; status 1 when one failed. A test file returns a list of { name, function(child, check), options }:
-- each test has a child of its own. options: those of child.lua; text: a file of that content is opened; name: its name.

package.path = 'tests/nvim/?.lua;' .. package.path
local Child = require('child')
local support = require('support')
local program = os.getenv('CHILD') or vim.v.progpath
local wanted = os.getenv('CASE') or ''
local count, failed = 0, 0

local function say(ok, name, detail)
  count = count + 1
  io.stdout:write(('%sok %d - %s%s\n'):format(ok and '' or 'not ', count, name, detail and (' # ' .. detail:gsub('\n', '\n#   ')) or ''))
  io.stdout:flush()
  if not ok then failed = failed + 1 end
end

-- ---- checks -------------------------------------------------------------------------------------------------------

local check = {}

function check.equal(got, expected, what)
  if not vim.deep_equal(got, expected) then
    error(('%s: wanted %s, got %s'):format(what or 'value', vim.inspect(expected), vim.inspect(got)), 2)
  end
end

function check.truthy(value, what)
  if not value then error((what or 'value') .. ': wanted something true', 2) end
  return value
end

function check.match(text, pattern, what)
  if type(text) ~= 'string' or not text:find(pattern) then
    error(('%s: wanted %q in %s'):format(what or 'text', pattern, vim.inspect(text)), 2)
  end
end

-- ---- running ------------------------------------------------------------------------------------------------------

local folder -- of the test that runs

local function write(name, text) return support.write(folder .. '/' .. name, text) end

local function run_one(test)
  local fn, options = test[2], vim.deepcopy(test[3] or {})
  folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  if options.text then options.files = { write(options.name or 'text.txt', options.text) } end
  options.data = folder .. '/data'
  local started, child = pcall(Child.start, program, options)
  if not started then return false, child end
  child.folder, child.write = folder, write
  local ok, message = xpcall(function() return fn(child, check) end, function(why) return debug.traceback(why, 2) end)
  local errors = ok and not options.errors and child:lua([[
    local compat = package.loaded['sayso.compat']
    local name, trace = next(compat and compat.errors or {})
    return name and name .. ': ' .. trace or '']]) or ''
  child:stop()
  vim.fn.delete(folder, 'rf')
  if errors ~= '' then return false, 'error in a callback: ' .. errors end
  if ok and type(message) == 'string' then return true, message end
  return ok, not ok and message or nil
end

local function skip_reason(test, child_version)
  local least = (test[3] or {}).since
  return least and vim.fn.str2float(child_version) < least and ('SKIP needs Neovim 0.%d'):format(least) or nil
end

local version = vim.fn.system({ program, '--version' }):match('v0%.(%d+)') or '0'
for _, file in ipairs(vim.fn.sort(vim.fn.glob('tests/nvim/test_*.lua', false, true))) do
  for _, test in ipairs(dofile(file)) do
    local name = ('0.%s %s: %s'):format(version, file:match('test_(.*)%.lua'), test[1])
    if name:find(wanted) then
      local reason = skip_reason(test, version)
      if reason then say(true, name, reason) else
        local ok, detail = run_one(test)
        say(ok, name, detail)
      end
    end
  end
end
io.stdout:write(('1..%d\n'):format(count))
support.quit(failed)
