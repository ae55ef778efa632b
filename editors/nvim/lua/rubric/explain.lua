-- `:Rubric explain`: the page of a kind of finding, in a window of its own.
local M = {}

local server = require('rubric.server')

local function show(code, page)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(page, '\n'))
  vim.bo[buffer].buftype = 'nofile' -- before the file type: no server is started for it
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].swapfile = false
  vim.bo[buffer].filetype = 'markdown'
  vim.bo[buffer].modifiable = false
  vim.api.nvim_buf_set_name(buffer, 'rubric://explain/' .. code)
  vim.api.nvim_buf_set_keymap(buffer, 'n', 'q', '<Cmd>close<CR>', { noremap = true, silent = true })
end

-- The codes on this line, each once.
local function codes_here()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local codes = {}
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if finding.source == 'rubric' and not vim.tbl_contains(codes, finding.code) then
      table.insert(codes, finding.code)
    end
  end
  return codes
end

-- All codes, each with what it is about.
local function choose()
  server.ask('rubric.explain', {}, function(codes)
    local format = function(it)
      return it.code .. ': ' .. it.summary
    end
    vim.ui.select(codes, { prompt = 'Explain', kind = 'rubric', format_item = format }, function(it)
      if it then
        M.explain(it.code)
      end
    end)
  end)
end

-- Without a code: that of the finding on this line; where there is none, one of all that there are.
function M.explain(code)
  local codes = code and { code } or codes_here()
  if #codes == 0 then
    choose()
  elseif #codes > 1 then
    vim.ui.select(codes, { prompt = 'Explain', kind = 'rubric' }, function(it)
      if it then
        M.explain(it)
      end
    end)
  else
    server.ask('rubric.explain', { code = codes[1] }, function(page)
      show(codes[1], page)
    end)
  end
end

return M
