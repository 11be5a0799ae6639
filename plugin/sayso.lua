-- Registers :Sayso, the <Plug> maps and the event that attaches buffers. Nothing else is loaded until one of them is used.
if vim.g.loaded_sayso then return end
vim.g.loaded_sayso = 1
if vim.fn.has('nvim-0.7.2') == 0 then return end

local api = vim.api

api.nvim_create_user_command('Sayso', function(call) require('sayso.command').run(call) end, {
  nargs = '*',
  bang = true,
  range = true,
  complete = function(...) return require('sayso.command').complete(...) end,
  preview = vim.fn.has('nvim-0.8') == 1 and function(...) return require('sayso.command').preview(...) end or nil,
  desc = 'Who said what',
})

-- Maps: mode, name, function of sayso.motion.
for _, map in ipairs({
  { 'n', 'next-quote', 'next' },
  { 'n', 'prev-quote', 'prev' },
  { 'n', 'next-same', 'next_same' },
  { 'n', 'prev-same', 'prev_same' },
  { 'n', 'stances', 'stances' },
  { 'n', 'who', 'who' },
  { 'n', 'outline', 'outline' },
}) do
  vim.keymap.set(map[1], '<Plug>(sayso-' .. map[2] .. ')', function() require('sayso.motion')[map[3]]() end)
end

-- Text objects: what was said, the whole statement, who said it.
for name, object in pairs({ iq = 'inner', aq = 'around', is = 'source' }) do
  local function keys() return require('sayso.motion').object(object) end
  vim.keymap.set({ 'o', 'x' }, '<Plug>(sayso-' .. name .. ')', keys, { expr = true })
end

-- The default of the option `filetypes` (a test compares them): other buffers load nothing where the user has set no options.
local filetypes = { text = 1, markdown = 1, tex = 1, plaintex = 1, typst = 1, rst = 1, asciidoc = 1, org = 1, mail = 1 }

local function concerns(bufnr)
  if not api.nvim_buf_is_valid(bufnr) then return false end
  if package.loaded['sayso.config'] or vim.g.sayso ~= nil or vim.b[bufnr].sayso_enabled ~= nil then return true end
  return vim.bo[bufnr].buftype == '' and filetypes[vim.bo[bufnr].filetype] ~= nil
end

-- A session brings windows of outlines back empty.
api.nvim_create_autocmd('SessionLoadPost', {
  group = api.nvim_create_augroup('sayso_session', { clear = true }),
  callback = function()
    if vim.fn.bufname('^sayso://outline/') ~= '' then vim.schedule(function() require('sayso.outline').restore() end) end
  end,
})

-- Scheduled, so that a file named on the command line is drawn before anything is loaded for it.
api.nvim_create_autocmd('FileType', {
  group = api.nvim_create_augroup('sayso', { clear = true }),
  callback = function(event)
    vim.schedule(function()
      if concerns(event.buf) then require('sayso.buffer').auto(event.buf) end
    end)
  end,
})
