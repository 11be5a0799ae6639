-- In: nothing. Out: the highlight groups. Promises that each is a link or an attribute that a colour scheme or the user may override
-- (`default`), and that they come back after :colorscheme.

local api = vim.api

local M = {}

M.ACTORS = 8 -- colours of actors, used in turn

--- Group -> what it is by default.
M.groups = {
  SaysoQuoteDirect = { link = 'String' },
  SaysoQuoteMixed = { link = 'Special' },
  SaysoQuoteIndirect = { link = 'Identifier' },
  SaysoQuoteUnmarked = { link = 'MoreMsg' },
  SaysoQuoteWritten = { link = 'Question' },
  SaysoStance = { link = 'Comment' },
  SaysoCue = { underline = true },
  SaysoPerson = { link = 'Title' },
  SaysoOrganization = { link = 'Statement' },
  SaysoPlace = { link = 'Directory' },
  SaysoGroup = { link = 'SaysoPlace' },
  SaysoSpeakerHint = { link = 'Comment' },
  SaysoUnattributed = { link = 'WarningMsg' },
  SaysoFlash = { link = 'IncSearch' },
  SaysoOutlineLine = { link = 'LineNr' },
  SaysoOutlineParent = { link = 'CursorLine' },
  SaysoOutlineNote = { link = 'Comment' },
  SaysoOutlineFold = { link = 'NonText' },
  SaysoOutlineCurrent = { link = 'Visual' },
  SaysoActor1 = { link = 'Identifier' },
  SaysoActor2 = { link = 'String' },
  SaysoActor3 = { link = 'Special' },
  SaysoActor4 = { link = 'Statement' },
  SaysoActor5 = { link = 'Directory' },
  SaysoActor6 = { link = 'Title' },
  SaysoActor7 = { link = 'MoreMsg' },
  SaysoActor8 = { link = 'Question' },
}

M.of_kind = {
  direct = 'SaysoQuoteDirect', mixed = 'SaysoQuoteMixed', indirect = 'SaysoQuoteIndirect', unmarked = 'SaysoQuoteUnmarked',
  written = 'SaysoQuoteWritten',
}
M.of_type = { PER = 'SaysoPerson', ORG = 'SaysoOrganization', LOC = 'SaysoPlace', NORP = 'SaysoGroup' }

--- The colour of an actor, the same as long as the buffer is attached.
function M.of_actor(actor)
  return 'SaysoActor' .. ((actor.handle - 1) % M.ACTORS + 1)
end

local ATTRIBUTES = { 'fg', 'bg', 'bold', 'underline', 'italic', 'reverse', 'undercurl' }

-- Neovim 0.10's own colours give comments and line numbers none where the terminal has few: then something quiet that is seen.
local function visible(link)
  if vim.o.termguicolors or M.groups[link] then return link end
  local id = vim.fn.synIDtrans(vim.fn.hlID(link))
  for _, attribute in ipairs(ATTRIBUTES) do
    local value = vim.fn.synIDattr(id, attribute, 'cterm')
    if value ~= '' and value ~= '0' and value ~= '-1' then return link end
  end
  return 'DiagnosticHint'
end

local function set_all()
  for name, value in pairs(M.groups) do
    value = vim.tbl_extend('force', value, { default = true })
    value.link = value.link and visible(value.link)
    api.nvim_set_hl(0, name, value)
  end
end

local defined = false

--- Defines the groups once, and again whenever a colour scheme has cleared them.
function M.define()
  if defined then return end
  defined = true
  set_all()
  local group = api.nvim_create_augroup('sayso_highlight', { clear = true })
  api.nvim_create_autocmd('ColorScheme', { group = group, callback = set_all })
end

return M
