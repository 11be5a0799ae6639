-- Runs the Lua specs beside it under the Lua that runs this file (lua5.4 or luajit), from the top of the tree.
--
--   lua5.4 tests/lua/run.lua [-v] [PATTERN]      PATTERN: only tests whose name holds it
--
-- A spec is a file spec_*.lua that returns function(test, check). Those named in PRESSED run a second time with the
-- collector at full pressure. SAYSO_CPATH names another build (build/san-address-undefined/lua5.4/?.so).
-- Out: each test that failed or was skipped, and at last `N passed, N failed, N skipped`.

local SPECS = { 'spec_terminal', 'spec_module', 'spec_report', 'spec_abi', 'spec_json', 'spec_jsonl',
  'spec_command', 'spec_correct', 'spec_export', 'spec_min_score', 'spec_actors', 'spec_regress' }
local PRESSED = { spec_module = true, spec_report = true, spec_json = true }

local jit54 = _VERSION == 'Lua 5.1'
local cpath = os.getenv('SAYSO_CPATH') or (jit54 and 'lua/?.so' or 'build/lua5.4/?.so')
package.path = 'tests/lua/?.lua;lua/?.lua;' .. package.path
package.cpath = cpath .. ';' .. package.cpath

io.stdout:setvbuf('line') -- what ran is seen when something hangs
local verbose, pattern = false, ''
for _, word in ipairs(arg) do
  if word == '-v' then verbose = true else pattern = word end
end

-- ---- checks ---------------------------------------------------------------------------------------------------------

local check = {}

local function show(value, depth)
  if type(value) ~= 'table' then return type(value) == 'string' and ('%q'):format(value) or tostring(value) end
  if (depth or 0) > 4 then return '{…}' end
  local parts = {}
  for key, item in pairs(value) do parts[#parts + 1] = tostring(key) .. '=' .. show(item, (depth or 0) + 1) end
  table.sort(parts)
  return '{' .. table.concat(parts, ', ') .. '}'
end

local function same(a, b)
  if type(a) ~= 'table' or type(b) ~= 'table' then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

check.same = same

function check.equal(got, wanted, what)
  if not same(got, wanted) then
    error(('%s: wanted %s, got %s'):format(what or 'value', show(wanted), show(got)), 2)
  end
end

function check.truthy(value, what)
  if not value then error((what or 'value') .. ': wanted something true, got ' .. tostring(value), 2) end
  return value
end

function check.match(text, wanted)
  if type(text) ~= 'string' or not text:find(wanted) then
    error(('wanted text like %q, got %s'):format(wanted, show(text)), 2)
  end
end

-- The call raises, and its message is like `wanted`.
function check.raises(wanted, call, ...)
  local good, message = pcall(call, ...)
  if good then error('wanted an error like ' .. wanted, 2) end
  if not tostring(message):find(wanted) then
    error(('wanted an error like %q, got %q'):format(wanted, tostring(message)), 2)
  end
end

function check.skip(reason) error({ skip = reason }, 0) end

-- ---- running --------------------------------------------------------------------------------------------------------

local passed, failed, skipped = 0, 0, 0

local function report(kind, name, reason) print(('  %-7s %s%s'):format(kind, name, reason and ': ' .. reason or '')) end

local function run_test(name, body)
  if not name:find(pattern, 1, true) then return end
  local good, message = xpcall(body, function(problem)
    return type(problem) == 'table' and problem or debug.traceback(tostring(problem), 2)
  end)
  collectgarbage()
  if good then
    passed = passed + 1
    if verbose then report('passed', name) end
  elseif type(message) == 'table' then
    skipped = skipped + 1
    report('skipped', name, message.skip)
  else
    failed = failed + 1
    report('FAILED', name, message)
  end
end

-- A whole cycle at nearly every allocation, and at every hundredth instruction of the virtual machine.
local function press(on)
  if jit54 then
    -- Compiled loops leave at every collection and, with one due at once, would enter and leave without end.
    if jit and on then jit.off() jit.flush() end
    collectgarbage('setpause', on and 0 or 200)
    collectgarbage('setstepmul', on and 100000 or 200)
    if jit and not on then jit.on() end
  else
    collectgarbage('incremental', on and 1 or 200, on and 1000 or 100, on and 2 or 13)
  end
  debug.sethook(on and function() collectgarbage() end or nil, on and '' or nil, on and 100 or nil)
end

for _, name in ipairs(SPECS) do
  local spec = require(name)
  local function run(suffix)
    spec(function(title, body) run_test(name .. ': ' .. title .. suffix, body) end, check)
  end
  run('')
  if PRESSED[name] then
    press(true)
    run(' (collector pressed)')
    press(false)
  end
end

print(('%d passed, %d failed, %d skipped'):format(passed, failed, skipped))
os.exit(failed == 0 and 0 or 1)
