# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by dev: ./dev run. Starts the simulated engine, the Resync agent and, where there is a
# display, the console, and ends all of them again. Passwords go through files of .resync/demo only.

readonly DEMO=$PWD/.resync/demo
readonly BIN=$PWD/build/release/bin
readonly READY_WITHIN=180 # s, for 20 000 jobs on a busy machine
readonly STOP_WITHIN=15   # s, longer than the agent lets requests in flight take

declare -gA child=() # name -> process id
run_for=0 jobs=20000 with_console=1
interrupted_code=130 # of Ctrl+C; 0 once everything runs, where it is the ordinary way to end

dev_run() {
    read_run_options "$@"
    trap stop_all EXIT
    trap 'exit "$interrupted_code"' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP

    install_packages build
    headline "Build (release)"
    build release || die "the build failed"

    headline "Start"
    prepare_demo
    start_simulator
    start_agent
    wait_until_ready
    print_places
    print_examples
    start_console
    keep_running
}

read_run_options() {
    while (($#)); do
        case $1 in
        --for)
            run_for=$(number_option "$1" "${2:-}" 1 86400)
            shift
            ;;
        --jobs)
            jobs=$(number_option "$1" "${2:-}" 1 250000)
            shift
            ;;
        --no-console) with_console=0 ;;
        *)
            say "./dev run: unknown option $1; see ./dev help" >&2
            exit 2
            ;;
        esac
        shift
    done
}

# number_option NAME VALUE LEAST MOST: the value, or a message and exit code 2.
number_option() {
    if [[ ! $2 =~ ^[1-9][0-9]{0,6}$ ]] || (($2 < $3 || $2 > $4)); then
        say "./dev run: $1 takes a number from $3 to $4" >&2
        exit 2
    fi
    printf '%s' "$2"
}

prepare_demo() {
    umask 077
    mkdir -p "$DEMO"
    chmod 700 .resync "$DEMO"
    exec {demo_lock}>"$DEMO/lock"
    flock -n "$demo_lock" || die "another ./dev run uses .resync/demo; end that one first"

    mkdir -p "$DEMO/config" "$DEMO/state"
    new_password >"$DEMO/admin-password"
    new_password >"$DEMO/engine-password"
    printf 'machine 127.0.0.1 login admin password %s\n' "$(<"$DEMO/admin-password")" >"$DEMO/netrc"

    engine_port=$(free_port 31116 "the simulated engine")
    control_port=$(free_port 31117 "the simulator's control port" "$engine_port")
    agent_port=$(free_port 8000 "the Resync agent" "$engine_port" "$control_port")
    agent_url=http://127.0.0.1:$agent_port
    # A proxy of this machine has no business here.
    export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
}

new_password() { head -c 18 /dev/urandom | base64 | tr '+/' '-_'; }

# free_port WANTED WHO TAKEN...: the wanted port or the next free one; says so when it is another.
free_port() {
    local wanted=$1 who=$2 port
    shift 2
    port=$(python tools/free_port.py "$wanted" "$@") || die "no free port for $who"
    ((port == wanted)) || say "   port $wanted is taken: $who uses $port" >&2
    printf '%s' "$port"
}

# start NAME COMMAND...: starts a child away from the terminal's signals; its output goes to
# .resync/demo/NAME.log.
start() {
    local name=$1
    shift
    setsid "$@" >"$DEMO/$name.log" 2>&1 </dev/null {demo_lock}>&- &
    child[$name]=$!
}

start_simulator() {
    start simulator "$BIN/resync-twsim" --host 127.0.0.1 --port "$engine_port" \
        --control-port "$control_port" --jobs "$jobs" --user twsuser \
        --password-file "$DEMO/engine-password"
    say "   simulated engine with $jobs jobs: 127.0.0.1:$engine_port (process ${child[simulator]})"
}

# The agent sees these settings and no others: neither the caller's environment nor a stray .env.
start_agent() {
    start agent env -i "PATH=$PATH" "HOME=${HOME:-/}" "LANG=${LANG:-C.UTF-8}" \
        APP_ENV=development TWS_HOST=127.0.0.1 "TWS_PORT=$engine_port" TWS_SCHEME=http \
        TWS_USER=twsuser "TWS_PASSWORD_FILE=$DEMO/engine-password" \
        ADMIN_USERNAME=admin "ADMIN_PASSWORD_FILE=$DEMO/admin-password" \
        SERVER_HOST=127.0.0.1 "SERVER_PORT=$agent_port" "STATE_DIR=$DEMO/state" \
        "$BIN/resync-agent" --config-dir "$DEMO/config"
    say "   Resync agent: 127.0.0.1:$agent_port (process ${child[agent]})"
}

wait_until_ready() {
    local began=$SECONDS
    say "   waiting until the agent has read the plan"
    until [[ $(http_status "$agent_url/api/v1/health/ready") == 200 ]]; do
        fail_if_dead simulator
        fail_if_dead agent
        if ((SECONDS - began >= READY_WITHIN)); then
            show_log agent
            die "the agent was not ready within $READY_WITHIN s"
        fi
        sleep 0.3
    done
    say "   ready after $((SECONDS - began)) s"
}

http_status() { curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$1" || true; }

fail_if_dead() {
    local name=$1 code=0
    kill -0 "${child[$name]}" 2>/dev/null && return
    wait "${child[$name]}" || code=$?
    unset "child[$name]"
    show_log "$name"
    die "$name ended by itself (exit code $code)"
}

show_log() {
    say
    say "The end of .resync/demo/$1.log:"
    tail -n 20 "$DEMO/$1.log" | sed 's/^/   /'
}

print_places() {
    headline "Resync runs"
    cat <<TEXT
   API            $agent_url/api/v1/plan      (also /api/v1/jobs, /api/v1/workstations)
   health         $agent_url/api/v1/health
   metrics        $agent_url/api/metrics
   configuration  $agent_url/api/v1/config
   contract       $agent_url/api/openapi.json
   simulator      http://127.0.0.1:$control_port (control), http://127.0.0.1:$engine_port (engine)
   logs           .resync/demo/agent.log, .resync/demo/simulator.log
   account        admin, password $(<"$DEMO/admin-password")   (new at every start, kept in .resync/demo)
TEXT
}

print_examples() {
    headline "Try it"
    example "$agent_url/api/v1/plan"
    example "$agent_url/api/v1/jobs?status=error&limit=2"
    example -X POST "$agent_url/api/v1/cache/invalidate"
}

# example ARGUMENT...: prints a curl line and the beginning of what it answers.
example() {
    local answer argument line='curl -s --netrc-file .resync/demo/netrc'
    for argument in "$@"; do
        if [[ $argument == *[\&\?]* ]]; then line+=" '$argument'"; else line+=" $argument"; fi
    done
    say "   $line"
    answer=$(curl -s --max-time 30 --netrc-file .resync/demo/netrc "$@" | tr '\n' ' ') ||
        die "no answer to: $line"
    if ((${#answer} > 300)); then answer="${answer:0:300} ..."; fi
    say "$answer" | fold -w 90 | sed 's/^/      /'
    say
}

start_console() {
    ((with_console)) || return 0
    if [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
        say "   No display here, so no console. With one: build/release/bin/resync-console"
        return 0
    fi
    RESYNC_PASSWORD_FILE=$DEMO/admin-password start console \
        "$BIN/resync-console" --url "$agent_url" --user admin
    say "   console opened (process ${child[console]})"
}

keep_running() {
    local ended
    interrupted_code=0
    if ((run_for)); then
        say "   Ends by itself in $run_for s; Ctrl+C ends it sooner."
        sleep "$run_for" >/dev/null 2>&1 &
        child[timer]=$!
    else
        say "   Ctrl+C ends all of it."
    fi
    while true; do
        ended=''
        wait -n -p ended "${child[@]}" || true
        [[ -z ${child[timer]:-} || $ended != "${child[timer]}" ]] || break
        fail_if_dead simulator
        fail_if_dead agent
        forget_closed_console
    done
    unset 'child[timer]'
}

forget_closed_console() {
    local code=0
    [[ -n ${child[console]:-} ]] && ! kill -0 "${child[console]}" 2>/dev/null || return 0
    wait "${child[console]}" || code=$?
    unset 'child[console]'
    if ((code)); then
        show_log console
        warn "   The console ended with exit code $code; the agent goes on."
    else
        say "   The console was closed; the agent goes on until Ctrl+C."
    fi
}

# stop_all: ends what this script started, the watchers before the watched.
stop_all() {
    local name
    trap '' INT TERM HUP
    ((${#child[@]})) && headline "Stop"
    for name in timer console agent simulator; do
        [[ -z ${child[$name]:-} ]] || stop_child "$name"
    done
}

stop_child() {
    local name=$1 pid=${child[$1]} began=$SECONDS how=stopped
    kill -TERM "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do
        if ((SECONDS - began >= STOP_WITHIN)); then
            how="did not stop within $STOP_WITHIN s: killed"
            kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        sleep 0.1
    done
    wait "$pid" 2>/dev/null || true
    unset "child[$name]"
    [[ $name == timer ]] || say "   $name $how"
}
