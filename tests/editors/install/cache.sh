# Where what we install is kept: outside the checkout, one folder a version, so that a second run finds it there.
# Sourced by the scripts beside it.

cache=${RUBRIC_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rubric-ci}
mkdir -p "$cache"

# once NAME COMMAND...: runs COMMAND, with the folder to fill as its last argument, unless that was done before.
# Programs remember where they were installed, so the folder has its name from the start, and a mark in it says that
# it is complete; one that an interrupted run left behind is begun anew. The lock is for two runs at a time.
once() {
    local folder=$cache/$1
    shift
    (
        flock 9
        [ -e "$folder/.complete" ] && exit
        rm -rf "$folder"
        mkdir -p "$folder"
        "$@" "$folder" && touch "$folder/.complete"
    ) 9>"$folder.lock"
}
