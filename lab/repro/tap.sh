echo 'TAP version 13'
n=0
failed=0
skip() { echo "1..0 # SKIP $1"; exit 4; }
bail() { echo "Bail out! $1"; exit 1; }
plan() { echo '1..@PLAN@'; }
# result not|'' TEXT
result() { n=$((n + 1)); echo "${1:+$1 }ok $n - $2"; [ -z "$1" ] || failed=$((failed + 1)); }
