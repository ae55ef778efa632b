-- `require('rubric').setup()`: starts the server for posts in every Neovim since 0.7.
-- In 0.11 and later it is only another way to write `vim.lsp.config` and `vim.lsp.enable`.
local M = {}

-- `opts` is laid over the defaults: `cmd`, `settings`, `root_markers`, `capabilities`, `on_attach` ...
function M.setup(opts)
  local config = vim.tbl_deep_extend('force', require('rubric.config').defaults(), opts or {})
  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config('rubric', config)
    vim.lsp.enable('rubric')
  else
    require('rubric.legacy').enable(config)
  end
end

return M
