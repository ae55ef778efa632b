-- What a user's init.lua would have, for whichever version runs it. Also used for the picture in the plugin's README.
local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
vim.opt.runtimepath:prepend(vim.fn.fnamemodify(here .. '/../../../editors/nvim', ':p'))
vim.cmd('filetype plugin on')

if vim.lsp.enable then
  vim.lsp.enable('rubric')
  vim.diagnostic.config({ virtual_text = true })
else
  vim.opt.completeopt = { 'menu', 'menuone', 'noselect' }
  require('rubric').setup()
end
