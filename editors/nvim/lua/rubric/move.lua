-- `:Rubric move`: a post gets another name or folder, and the links to it and in it follow.
local M = {}

local server = require('rubric.server')

-- As `mv` takes it: into a folder under its own name.
local function target(old, path)
  local new = vim.fn.fnamemodify(path, ':p')
  local is_folder = vim.fn.isdirectory(new) == 1 or new:sub(-1) == '/'
  return is_folder and new:gsub('/$', '') .. '/' .. vim.fn.fnamemodify(old, ':t') or new
end

-- The post's own links are fixed in its buffer, which the move writes; of the other posts it is said that they wait.
local function apply(edit, client, old, new)
  local edits = require('rubric.edit')
  local others = vim.tbl_filter(function(it)
    return it.file ~= old
  end, edits.before(edit))
  if edit then
    vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  end
  vim.lsp.util.rename(old, new)
  vim.bo[vim.fn.bufadd(new)].buflisted = true -- which 0.7 forgets
  edits.offer_to_write(others)
end

local function move(client, old, new)
  local params = { files = { { oldUri = vim.uri_from_fname(old), newUri = vim.uri_from_fname(new) } } }
  server.request(client, 'workspace/willRenameFiles', params, function(err, edit)
    if err then
      return server.say(err.message, vim.log.levels.ERROR)
    end
    vim.fn.mkdir(vim.fn.fnamemodify(new, ':h'), 'p')
    apply(edit ~= vim.NIL and edit or nil, client, old, new)
    server.notify(client, 'workspace/didRenameFiles', params)
  end)
end

-- Without a path, it is asked for.
function M.move(path)
  local client, old = server.client(), vim.api.nvim_buf_get_name(0)
  if not (client and vim.lsp.buf_is_attached(0, client.id)) then
    return server.say('no server runs here; see :checkhealth rubric', vim.log.levels.ERROR)
  end
  if not path then
    vim.ui.input({ prompt = 'Move to: ', default = vim.fn.fnamemodify(old, ':.'), completion = 'file' }, function(it)
      if it and it ~= '' then
        M.move(it)
      end
    end)
    return
  end
  local new = target(old, path)
  if vim.fn.getftype(new) ~= '' then
    return server.say(new .. ' is there already', vim.log.levels.ERROR)
  end
  move(client, old, new)
end

return M
