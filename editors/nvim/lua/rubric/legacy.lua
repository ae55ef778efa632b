-- Starting the server where there is no `vim.lsp.enable`: Neovim 0.7 to 0.10.
local M = {}

-- The nearest marker upwards decides, in the order of the list, as in `vim.lsp.Config.root_markers`.
local function root_of(file, markers)
  local folder = vim.fn.fnamemodify(file, ':p:h')
  for _, marker in ipairs(markers) do
    for _, find in ipairs({ vim.fn.findfile, vim.fn.finddir }) do
      local found = find(marker, vim.fn.escape(folder, ' ,;') .. ';')
      if found ~= '' then
        return vim.fn.fnamemodify(vim.fn.fnamemodify(found, ':p'):gsub('/$', ''), ':h')
      end
    end
  end
  return folder
end

-- Neovim 0.7 has no `vim.lsp.start`, which since 0.8 does what is done by hand here: one client a root.
local clients = {}
local function start_by_hand(config, buffer)
  local id = clients[config.root_dir]
  if not (id and vim.lsp.get_client_by_id(id)) then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
    require('rubric.attach').attach(vim.lsp.get_client_by_id(id), buffer)
  end
end

local function attach(config, buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  if vim.bo[buffer].buftype ~= '' or file == '' or not require('rubric.config').serves(buffer) then
    return
  end
  local here = vim.tbl_extend('force', config, {
    name = 'rubric',
    root_dir = root_of(file, config.root_markers),
    -- Newer versions lay these over their own by themselves.
    capabilities = vim.tbl_deep_extend('force', vim.lsp.protocol.make_client_capabilities(), config.capabilities or {}),
  })
  if vim.lsp.start then
    vim.lsp.start(here, { bufnr = buffer })
  else
    start_by_hand(here, buffer)
  end
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
end

function M.enable(config)
  local group = vim.api.nvim_create_augroup('rubric.enable', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = config.filetypes,
    callback = function(event)
      attach(config, event.buf)
    end,
  })
  -- A buffer that was there before `setup` had its FileType event already.
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(config.filetypes, vim.bo[buffer].filetype) then
      attach(config, buffer)
    end
  end
end

return M
