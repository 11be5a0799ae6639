-- In: the path of a Neovim of any version. Out: an editor of its own for one test, driven over RPC. Promises that it reads no
-- configuration, keeps nothing, and is gone after stop().

local Child = {}
Child.__index = Child

local root = vim.fn.getcwd()

--- Starts one. `options`: files to open, before (Vim commands run before plugins), plugin (false: do not load ours).
function Child.start(program, options)
  options = options or {}
  local command = { program, '--embed', '--headless', '-u', 'NONE', '-i', 'NONE', '-n' }
  local function cmd(text) vim.list_extend(command, { '--cmd', text }) end
  cmd('set runtimepath^=' .. root .. ' columns=100 lines=40 laststatus=0 shortmess+=aoOtTI')
  for _, text in ipairs(options.before or {}) do cmd(text) end
  if options.plugin ~= false then cmd('runtime plugin/sayso.lua') end
  cmd('filetype on')
  vim.list_extend(command, options.files or {})
  local self = setmetatable({ program = program }, Child)
  self.job = vim.fn.jobstart(command, { rpc = true, env = { XDG_DATA_HOME = options.data or '/nonexistent' } })
  if self.job <= 0 then error('cannot start ' .. program) end
  return self
end

function Child:api(name, ...) return vim.rpcrequest(self.job, 'nvim_' .. name, ...) end

--- Runs Lua in the child; `...` are its arguments. Gives what it returns.
function Child:lua(code, ...) return self:api('exec_lua', code, { ... }) end

function Child:cmd(text) return self:api('command', text) end

--- Keys as typed, run to their end. Insert mode is left at the end.
function Child:keys(text)
  self:lua([[vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(..., true, true, true), 'tx', false)]], text)
end

--- Waits until the Lua expression is true; raises when that takes too long.
function Child:wait(expression, ms)
  local there = self:lua('return vim.wait(' .. (ms or 5000) .. ', function() return ' .. expression .. ' end, 2)')
  if not there then error('never true: ' .. expression, 2) end
end

--- Waits until the current buffer is read.
function Child:ready(ms)
  self:wait([[(function()
    local state = require('sayso.buffer').get(0)
    return state and state.edits_read == state.edits and state.state ~= 'reading'
  end)()]], ms)
end

--- All messages since the last call.
function Child:messages()
  local text = self:api('exec', 'messages', true)
  self:cmd('messages clear')
  return text
end

--- Marks of both namespaces, one a line: row:col-end group, or row hint text.
function Child:marks(bufnr)
  return self:lua([[
    local bufnr, lines = ..., {}
    for _, name in ipairs({ 'sayso', 'sayso.hint' }) do
      local space = vim.api.nvim_get_namespaces()[name]
      for _, mark in ipairs(space and vim.api.nvim_buf_get_extmarks(bufnr, space, 0, -1, { details = true }) or {}) do
        local details, text = mark[4], {}
        for _, chunk in ipairs(details.virt_text or {}) do text[#text + 1] = chunk[1] end
        if #text > 0 then
          lines[#lines + 1] = ('%d hint %s'):format(mark[2] + 1, table.concat(text))
        elseif details.end_row ~= mark[2] or details.end_col > mark[3] then
          lines[#lines + 1] = ('%d:%d-%d %s'):format(mark[2] + 1, mark[3] + 1, details.end_col, details.hl_group)
        end
      end
    end
    table.sort(lines)
    return lines
  ]], bufnr or 0)
end

--- The screen as text, one string a row.
function Child:screen()
  return self:lua([[
    vim.cmd('redraw!')
    local rows = {}
    for row = 1, vim.o.lines do
      local cells = {}
      for col = 1, vim.o.columns do cells[col] = vim.fn.screenstring(row, col) end
      rows[row] = (table.concat(cells):gsub('%s+$', ''))
    end
    return rows
  ]])
end

function Child:stop()
  pcall(vim.fn.jobstop, self.job)
  vim.fn.jobwait({ self.job }, 2000)
end

return Child
