#!/usr/bin/env bash
# The database servers that tests read: a PostgreSQL and a MariaDB of one's own, in a temporary directory, on free
# ports of 127.0.0.1, without durability.
#
#   test-servers.sh install            installs what is missing (Debian: PostgreSQL, MariaDB, OpenLDAP, Chromium, CJK fonts)
#   test-servers.sh start [ENGINE…]    starts postgres and mysql (or those named); prints `export NAME=URL` lines
#   test-servers.sh stop  [ENGINE…]    stops them and removes their data
#   test-servers.sh path ENGINE        prints the directory of one (the crate testkit locks `users` in it)
#   test-servers.sh use ENGINE         starts one that stops by itself when nobody uses it; prints its URL
#   test-servers.sh own WHAT DIR [PID [SETTINGS]]
#                                      a PostgreSQL of one test's own, to be hurt: start (until PID ends; prints its
#                                      URL), freeze, thaw, stop (at once, as when it crashes), again, end; or a MariaDB
#                                      of one's own: start_mysql, end
#
# A server is shared by every test process of this checkout. Each process holds a shared lock on the file `users` while
# it lives; the kernel lets go of it however the process ends. A server started by `use` stops when nobody has held
# that lock for a minute; one started by `start` waits for `stop`, at most three hours.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
base=${TMPDIR:-/tmp}/cadastre-test-servers-$(id -u)-$(cksum <<<"$checkout" | cut -d' ' -f1)
idle_seconds=60
longest_seconds=10800

fail() {
    echo "test-servers: $*" >&2
    exit 1
}

install() {
    local missing=()
    postgres_bin >/dev/null 2>&1 || missing+=(postgresql)
    command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
    command -v openssl >/dev/null || missing+=(openssl)
    [ -x /usr/sbin/slapd ] || missing+=(slapd)
    # The real clients that tests speak to live in virtual environments.
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    fc-list 2>/dev/null | grep -qi 'Noto.*CJK' || missing+=(fontconfig fonts-noto-cjk)
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || fail "install ${missing[*]} with this system's package manager"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "install ${missing[*]} as root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -q
    # RUNLEVEL=1 keeps the packages from starting servers of their own, which nobody asked for.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qy --no-install-recommends "${missing[@]}"
}

postgres_bin() {
    local found
    found=$(find /usr/lib/postgresql/*/bin -name initdb 2>/dev/null | sort -V | tail -1)
    [ -n "$found" ] || found=$(command -v initdb) || return 1
    dirname "$found"
}

# A port that nobody listens on; a race with another program shows as a failed start, which is tried again.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

start_postgres() { # DIR [more settings]; leaves the URL in DIR/url.new
    local dir=$1 more=${2:-} bin port run=()
    bin=$(postgres_bin) || fail "PostgreSQL is missing; run $0 install"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$dir"
        run=(runuser -u postgres --)
    fi
    cd /
    "${run[@]}" "$bin/initdb" -D "$dir/data" -U cadastre -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >"$dir/initdb.log"
    # The administrator is trusted, every other account has to know its password.
    printf 'host all cadastre 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n' >"$dir/data/pg_hba.conf"
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        echo "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off \
            -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB -c autovacuum=off -c jit=off $more" >"$dir/options"
        run_postgres "$dir" && {
            echo "postgres://cadastre@127.0.0.1:$port/postgres" >"$dir/url.new"
            return
        }
    done
    cat "$dir/pg_ctl.log" "$dir/data/server.log" >&2
    fail "PostgreSQL does not start"
}

run_postgres() { # DIR, whose file `options` says how
    local dir=$1 bin run=()
    bin=$(postgres_bin)
    [ "$(id -u)" -ne 0 ] || run=(runuser -u postgres --)
    (
        cd /
        "${run[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 start -o "$(cat "$dir/options")"
    ) >"$dir/pg_ctl.log" 2>&1 </dev/null
}

# The processes of a PostgreSQL: the one that takes connections, and those it has made.
postgres_processes() {
    local pid
    pid=$(head -1 "$1/data/postmaster.pid" 2>/dev/null) || return 0
    echo "$pid"
    pgrep -P "$pid" || true
}

own() { # WHAT DIR [PID [SETTINGS]]
    local what=$1 dir=$2
    case $what in
    start)
        mkdir -p "$dir"
        chmod 755 "$dir"
        # What was committed survives a crash of this one.
        start_postgres "$dir" "-c synchronous_commit=on ${4:-}"
        # Goes away with the test, however that ends.
        setsid "${BASH_SOURCE[0]}" own guard "$dir" "$3" >/dev/null 2>&1 </dev/null &
        cat "$dir/url.new"
        ;;
    start_mysql)
        mkdir -p "$dir"
        chmod 755 "$dir"
        start_mysql "$dir" "${4:-}"
        setsid "${BASH_SOURCE[0]}" own guard "$dir" "$3" >/dev/null 2>&1 </dev/null &
        cat "$dir/url.new"
        ;;
    guard)
        while kill -0 "$3" 2>/dev/null; do sleep 2; done
        own end "$dir"
        ;;
    # The one that takes connections first, so that no new process escapes.
    freeze) for pid in $(postgres_processes "$dir"); do kill -STOP "$pid" 2>/dev/null || true; done ;;
    thaw) for pid in $(postgres_processes "$dir"); do kill -CONT "$pid" 2>/dev/null || true; done ;;
    stop) stop_postgres "$dir" ;;
    again) run_postgres "$dir" || { cat "$dir/pg_ctl.log" >&2; fail "PostgreSQL does not start again"; } ;;
    end)
        own thaw "$dir"
        stop_postgres "$dir"
        stop_mysql "$dir"
        rm -rf "$dir"
        ;;
    *) fail "own: say start, start_mysql, freeze, thaw, stop, again or end" ;;
    esac
}

# A PostgreSQL that offers encryption, with a certificate for `localhost` that DIR/authority.pem has signed.
start_postgres_tls() {
    local dir=$1
    command -v openssl >/dev/null || fail "openssl is missing; run $0 install"
    (
        cd "$dir"
        new_key=(openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
        "${new_key[@]}" -x509 -days 30 -subj "/CN=test authority" -keyout authority.key -out authority.pem
        "${new_key[@]}" -subj "/CN=localhost" -keyout server.key -out server.csr
        openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 30 \
            -extfile <(echo "subjectAltName=DNS:localhost") -out server.pem
        chmod 600 server.key
        chmod a+r authority.pem
    ) >"$dir/openssl.log" 2>&1 || { cat "$dir/openssl.log" >&2; fail "no certificate could be made"; }
    [ "$(id -u)" -ne 0 ] || chown postgres "$dir/server.key"
    start_postgres "$dir" "-c ssl=on -c ssl_cert_file=$dir/server.pem -c ssl_key_file=$dir/server.key"
}

postgres_alive() { kill -0 "$(head -1 "$1/data/postmaster.pid" 2>/dev/null)" 2>/dev/null; }

stop_postgres() {
    local pid
    pid=$(head -1 "$1/data/postmaster.pid" 2>/dev/null) || return 0
    kill -QUIT "$pid" 2>/dev/null || return 0
    await_end "$pid"
}

start_mysql() { # DIR [more settings]
    local dir=$1 more=${2:-} port run_as
    PATH=$PATH:/usr/sbin
    command -v mariadbd >/dev/null || fail "MariaDB is missing; run $0 install"
    run_as=$(id -un)
    if [ "$run_as" = root ]; then
        run_as=mysql
        chown mysql "$dir"
    fi
    mariadb-install-db --no-defaults --user="$run_as" --datadir="$dir/data" --auth-root-authentication-method=normal \
        --skip-test-db --innodb-log-file-size=8M >"$dir/install.log" 2>&1 || { cat "$dir/install.log" >&2; fail "MariaDB cannot be set up"; }
    cat >"$dir/init.sql" <<'SQL'
CREATE USER IF NOT EXISTS cadastre@'%';
GRANT ALL PRIVILEGES ON *.* TO cadastre@'%' WITH GRANT OPTION;
SQL
    chmod a+r "$dir/init.sql"
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        mariadbd --no-defaults --user="$run_as" --datadir="$dir/data" --socket="$dir/data/s.sock" --pid-file="$dir/data/pid" \
            --port="$port" --bind-address=127.0.0.1 --init-file="$dir/init.sql" --skip-log-bin --skip-name-resolve \
            --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-log-file-size=8M --innodb-buffer-pool-size=32M \
            --character-set-server=utf8mb4 --max-connections=300 --performance-schema=OFF $more >"$dir/server.log" 2>&1 </dev/null 8>&- 9>&- &
        local pid=$!
        for _ in $(seq 600); do
            if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && [ -s "$dir/data/pid" ]; then
                echo "mysql://cadastre@127.0.0.1:$port/mysql" >"$dir/url.new"
                return
            fi
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    done
    cat "$dir/server.log" >&2
    fail "MariaDB does not start"
}

mysql_alive() { kill -0 "$(cat "$1/data/pid" 2>/dev/null)" 2>/dev/null; }

stop_mysql() {
    local pid
    pid=$(cat "$1/data/pid" 2>/dev/null) || return 0
    kill -KILL "$pid" 2>/dev/null || return 0
    await_end "$pid"
}

postgres_tls_alive() { postgres_alive "$1"; }
stop_postgres_tls() { stop_postgres "$1"; }

await_end() { # PID
    for _ in $(seq 100); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
}

# Holds the server of one engine: starts it, and stops it once nobody needs it.
hold() {
    local engine=$1 dir=$base/$1 idle=0 age=0
    rm -rf "$dir/data" "$dir/url"
    "start_$engine" "$dir"
    mv "$dir/url.new" "$dir/url"
    until reap "$engine" "$dir"; do
        sleep 2
        age=$((age + 2)) idle=$((idle + 2))
    done
}

# Stops the server and removes its data, unless it is still needed. The two locks keep everybody from starting it, or
# beginning to use it, while it goes away.
reap() {
    local engine=$1 dir=$2
    exec 9>"$dir/starting" 8>"$dir/users"
    flock -x 9
    if "${engine}_alive" "$dir" && [ ! -e "$dir/stop" ]; then
        flock -n -x 8 || idle=0
        if [ -e "$dir/keep" ] && [ "$age" -lt "$longest_seconds" ]; then idle=0; fi
        if [ "$idle" -lt "$idle_seconds" ]; then
            exec 9>&- 8>&-
            return 1
        fi
    fi
    rm -f "$dir/url" "$dir/keep" "$dir/stop"
    "stop_$engine" "$dir"
    rm -rf "$dir/data"
}

# Makes sure that the server of one engine runs; prints its URL.
use() {
    local engine=$1 dir=$base/$1
    mkdir -p "$dir"
    chmod 755 "$base" "$dir"
    touch "$dir/users"
    exec 9>"$dir/starting"
    flock -x 9
    rm -f "$dir/stop"
    if ! { [ -s "$dir/url" ] && "${engine}_alive" "$dir"; }; then
        "stop_$engine" "$dir"
        rm -f "$dir/url"
        setsid "${BASH_SOURCE[0]}" hold "$engine" >"$dir/hold.log" 2>&1 </dev/null 9>&- &
        local holder=$!
        for _ in $(seq 1200); do
            [ -s "$dir/url" ] && break
            kill -0 "$holder" 2>/dev/null || [ -s "$dir/url" ] || { cat "$dir/hold.log" >&2; fail "$engine does not start"; }
            sleep 0.1
        done
    fi
    [ -s "$dir/url" ] || fail "$engine did not start in two minutes; see $dir/hold.log"
    cat "$dir/url"
}

engines() { if [ $# -gt 0 ]; then echo "$@"; else echo postgres mysql; fi; }

known() { case $1 in postgres | postgres_tls | mysql) ;; *) fail "unknown engine $1; known: postgres, postgres_tls, mysql" ;; esac; }

command=${1:-}
[ $# -gt 0 ] && shift
case $command in
install) install ;;
start)
    for engine in $(engines "$@"); do
        known "$engine"
        url=$(use "$engine")
        touch "$base/$engine/keep"
        echo "export CADASTRE_TEST_${engine^^}=$url"
    done
    ;;
stop)
    for engine in $(engines "$@"); do
        known "$engine"
        [ -e "$base/$engine/url" ] || continue
        touch "$base/$engine/stop"
        for _ in $(seq 300); do
            [ -e "$base/$engine/url" ] || [ -e "$base/$engine/data" ] || break
            sleep 0.1
        done
    done
    ;;
path)
    known "${1:-}"
    mkdir -p "$base/$1"
    echo "$base/$1"
    ;;
use)
    known "${1:-}"
    use "$1"
    ;;
hold) hold "$1" ;;
own) own "$@" ;;
*) fail "say install, start, stop, path, use or own; $(sed -n '2,/^set/s/^#   //p' "${BASH_SOURCE[0]}")" ;;
esac
