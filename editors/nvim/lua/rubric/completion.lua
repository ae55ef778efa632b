-- Completion while typing, with what Neovim 0.11 and later have built in.
--
-- `autotrigger` opens the list at the server's trigger characters, that is where a value begins, and keeps it up to date
-- while it is open. In the front matter a value's first letter should open it too; in the prose that would be a nuisance.
local M = {}

local function is_fence(line)
  return line:match('^%-%-%-%s*$') or line:match('^%.%.%.%s*$')
end

-- The fences are read from the text itself: a syntax tree may not be there. Line by line, because the search ends at
-- the closing one, so a long body costs nothing.
local function in_front_matter(line_number)
  local byte_order_mark = '^\239\187\191'
  if not vim.fn.getline(1):gsub(byte_order_mark, ''):match('^%-%-%-%s*$') then
    return false
  end
  for i = 2, line_number do
    if is_fence(vim.fn.getline(i)) then
      return false
    end
  end
  return true
end

local function open_list()
  local typed_word = vim.fn.match(vim.v.char, '\\k') == 0
  -- A buffer of YAML that has a server is rubric.yaml.
  if typed_word and vim.fn.pumvisible() == 0 and (vim.bo.filetype == 'yaml' or in_front_matter(vim.fn.line('.'))) then
    -- The character is not in the buffer yet.
    vim.schedule(vim.lsp.completion.get)
  end
end

-- By Neovim's default the first item is put into the text as soon as a list opens, and a list that opens by itself would do so
-- between two letters of a word. Who has set either option knows what they want. The setting is this buffer's alone.
local function leave_text_alone(buffer)
  local options = vim.opt.completeopt:get()
  if not vim.tbl_contains(options, 'noselect') and not vim.tbl_contains(options, 'noinsert') then
    vim.bo[buffer].completeopt = 'menuone,noselect,popup'
  end
end

function M.enable(client, buffer)
  leave_text_alone(buffer)
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
  vim.api.nvim_create_autocmd('InsertCharPre', {
    group = vim.api.nvim_create_augroup('rubric.completion.' .. buffer, { clear = true }),
    buffer = buffer,
    callback = open_list,
  })
end

return M
