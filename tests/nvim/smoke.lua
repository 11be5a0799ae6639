-- In: a Neovim with this tree on its runtimepath. Out: TAP lines on standard output, exit status 1 when one failed.
local support = dofile('tests/nvim/support.lua')
local read, uv = support.read, vim.uv or vim.loop
local count, failed = 0, 0

local function check(name, ok, detail)
  count = count + 1
  failed = failed + (ok and 0 or 1)
  io.stdout:write(('%sok %d - %s%s\n'):format(ok and '' or 'not ', count, name, ok and '' or ': ' .. tostring(detail)))
end

local function finish() support.quit(failed) end

-- Runs in the editor and, by its source, in a worker: only strings and numbers go in and out.
local function analyse(text)
  local core = require('sayso.core')
  local doc = assert(core.open(text, {}))
  local done = doc:update(-1)
  return tostring(done), #doc:statements(), doc:dump('statements')
end

local text = read('tests/data/article.txt')
local loaded, core = pcall(require, 'sayso.core')
check('require finds the module', loaded, core)
if not loaded then return finish() end
check('it is built for this Lua', core.lua_abi == (jit and '5.1' or core.lua_abi), core.lua_abi)

local begun = uv.hrtime()
local ok, done, statements, dump = pcall(analyse, text)
check('a text is read in the editor', ok and done == 'true', ok and done or tostring(done))
if not ok then return finish() end
io.stdout:write(('# %d statements, %.1f ms with loading\n'):format(statements, (uv.hrtime() - begun) / 1e6))
check('statements are found', statements > 0, statements)

local answers = {}
local work = uv.new_work(function(body)
  local good, finished, n, stage = pcall(function()
    local module = require('sayso.core')
    local doc = assert(module.open(body, {}))
    local all = doc:update(-1)
    return tostring(all), #doc:statements(), doc:dump('statements')
  end)
  return good, finished, n, stage
end, function(good, finished, n, stage)
  answers[#answers + 1] = { good, finished, n, stage }
end)
for _ = 1, 4 do work:queue(text) end
vim.wait(20000, function() return #answers == 4 end, 5)
check('four workers answer', #answers == 4, #answers)
for i, answer in ipairs(answers) do
  check('worker ' .. i .. ' finds what the editor finds', answer[1] and answer[4] == dump, answer[2])
end
finish()
