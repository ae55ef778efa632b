# The daily commands. `just` lists them.

_default:
    @just --list

# Builds Rubric and checks the sample posts.
run *ARGS:
    cargo run --release -- check seeds --exit-zero {{ARGS}}

# What is quick, before a commit.
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test

# Everything that must hold before a change lands.
gate:
    .ci/run

# Writes the expected texts of tests anew.
expect *ARGS:
    UPDATE_EXPECT=1 cargo test {{ARGS}}

# Writes the schema of rubric.yaml anew.
schema:
    cargo run -- schema > editors/vscode/schema/rubric.schema.json

# What everything costs, at several sizes.
bench *ARGS:
    cargo bench --bench growth -- {{ARGS}}

# The server in real editors.
editors *WALKS:
    tests/editors/run {{WALKS}}
