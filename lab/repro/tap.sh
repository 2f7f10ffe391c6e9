echo 'TAP version 13'
echo '1..@PLAN@'
n=0
failed=0
skip() { echo "ok 1 # SKIP $1"; exit 4; }
bail() { echo "Bail out! $1"; exit 1; }
# result not|'' TEXT
result() { n=$((n + 1)); echo "${1:+$1 }ok $n - $2"; [ -z "$1" ] || failed=$((failed + 1)); }
