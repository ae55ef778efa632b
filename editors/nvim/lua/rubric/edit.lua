-- Edits over many posts. Neovim makes them in buffers, most of them hidden, and writes none: that is easily forgotten.
local M = {}

local say = require('rubric.server').say

-- The files of a workspace edit, each with whether it was open before.
function M.before(edit)
  local files = {}
  if type(edit) ~= 'table' then
    return files
  end
  local function add(uri)
    local file = vim.uri_to_fname(uri)
    table.insert(files, { file = file, was_open = vim.fn.bufloaded(file) == 1 })
  end
  for _, change in ipairs(edit.documentChanges or {}) do
    if change.textDocument then
      add(change.textDocument.uri)
    end
  end
  for uri in pairs(edit.changes or {}) do
    add(uri)
  end
  return files
end

local function waiting(files)
  local buffers = {}
  for _, it in ipairs(files) do
    local buffer = vim.fn.bufnr('^' .. vim.fn.fnameescape(it.file) .. '$')
    if buffer == -1 then
      buffer = vim.fn.bufadd(it.file)
    end
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].modified then
      table.insert(buffers, { number = buffer, was_open = it.was_open })
    end
  end
  return buffers
end

local function write(buffers, close)
  local failed = {}
  for _, it in ipairs(buffers) do
    local ok, problem = pcall(vim.api.nvim_buf_call, it.number, function()
      vim.cmd('silent update')
    end)
    if not ok then
      table.insert(failed, problem)
    elseif close and not it.was_open then
      vim.api.nvim_buf_delete(it.number, {})
    end
  end
  if #failed > 0 then
    say(('%d of %d were not written: %s'):format(#failed, #buffers, failed[1]), vim.log.levels.ERROR)
  else
    say(('%d buffers written'):format(#buffers))
  end
end

-- Says how many buffers wait, if any does that is not in front of the author, and offers to write them.
function M.offer_to_write(files)
  local buffers = waiting(files)
  local n_hidden = #vim.tbl_filter(function(it)
    return vim.fn.bufwinid(it.number) == -1
  end, buffers)
  if n_hidden == 0 then
    return
  end
  local choices = { 'Write them', 'Write them, and close those that were not open', 'Leave them (:wall writes them later)' }
  local prompt = ('%d buffers wait to be written, %d of them hidden:'):format(#buffers, n_hidden)
  -- Not before the screen shows what was changed.
  vim.schedule(function()
    vim.ui.select(choices, { prompt = prompt, kind = 'rubric.write' }, function(_, index)
      if index == 1 or index == 2 then
        write(buffers, index == 2)
      end
    end)
  end)
end

function M.apply(edit, client)
  local before = M.before(edit)
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  M.offer_to_write(before)
end

return M
