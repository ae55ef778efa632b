-- `:checkhealth rubric`: is the program there, does it run, and does it serve this buffer?
local M = {}

-- Before 0.8 it was a module of its own; each of its functions was renamed in 0.10.
local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error
local info = health.info or health.report_info

local function command()
  local configured = vim.lsp.config and vim.lsp.config.rubric
  return (configured or require('rubric.config').defaults()).cmd
end

local function check_program()
  local cmd = command()
  if type(cmd) ~= 'table' then
    info('the server is started by a function of yours')
    return
  end
  if vim.fn.executable(cmd[1]) == 0 then
    fail(cmd[1] .. ' is not in PATH', {
      'Install it with `cargo install --locked --path .` in the checkout of Rubric',
      "or say where it is: vim.lsp.config('rubric', { cmd = { '/path/to/rubric', 'lsp' } })",
    })
    return
  end
  local version = vim.fn.systemlist({ cmd[1], '--version' })[1]
  if vim.v.shell_error == 0 then
    ok(('%s: %s'):format(vim.fn.exepath(cmd[1]), version))
  else
    fail(('`%s --version` fails: %s'):format(cmd[1], version or 'no output'))
  end
end

local function check_editor()
  if vim.lsp.completion then
    ok('completion while typing is built in (0.11 or later)')
  else
    info('this Neovim completes with <C-x><C-o>; 0.11 and later do it while typing')
  end
  if not vim.lsp.completion and not vim.o.completeopt:match('noselect') and not vim.o.completeopt:match('noinsert') then
    warn("'completeopt' puts the first item into the text at once", { 'set completeopt=menuone,noselect' })
  end
end

local function check_clients()
  local n_clients = 0
  for _, client in ipairs((vim.lsp.get_clients or vim.lsp.get_active_clients)()) do
    if client.name == 'rubric' then
      n_clients = n_clients + 1
      ok(('a server runs for %s'):format(client.config.root_dir or 'single files'))
    end
  end
  if n_clients == 0 then
    warn('no server runs', {
      "Open a Markdown file after vim.lsp.enable('rubric')",
      "(before 0.11: require('rubric').setup())",
    })
  end
end

function M.check()
  start('rubric')
  check_editor()
  check_program()
  check_clients()
end

return M
