# The page's server as a browser meets it: from nothing to an answer, and to its end.
. "$HELPERS"
export WINNOW_STATE=$PWD/state
mkdir images
exhibit images/usb.raw 'files 30'
exhibit images/slow.raw 'files 30' 'stall 5'
list list.txt 3
winnow serve --hashset list.txt --images images --port 0 --operator 'O. Operator' >address &
server=$!
until [ -s address ]; do sleep 0.05; done
sed 's|:[0-9]*/[0-9a-f]\{64\}/|:PORT/TOKEN/|' address
host=$(cut -d/ -f3 address)
# Another one that does not come to serve says so on no record.
status winnow serve --port "${host#*:}" --case other
[ -e other/audit.jsonl ] || echo 'nothing on record'
token=$(cut -d/ -f4 address)
# ask METHOD PATH [BODY] [HOST] [ORIGIN]: the status and the body of the answer.
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/${host#*:}"
  printf '%s %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nContent-Type: application/json\r\n' \
    "$1" "$2" "${4:-$host}" "${5:-http://$host}" >&3
  printf 'Connection: close\r\nContent-Length: %d\r\n\r\n%s' "${#3}" "${3:-}" >&3
  tr -d '\r' <&3 | sed -n '1s/HTTP.1.1 \([0-9]*\).*/\1/p; /^$/,$p' | grep .
  exec 3>&-
}
get() { ask GET "/$token/api/$1"; }
post() { ask POST "/$token/api/$1" "$2"; }
await() {
  for _ in $(seq 300); do
    get scan | grep -q "$1" && return
    sleep 0.05
  done
  echo "never came: $1"
}
facts() {
  grep -o '"\(state\|answer\|listed\|leads\|not_examined\|exit_status\|end\)":[^,}]*'
}
echo '--- strangers'
ask GET "/$token/api/case" '' evil.example
ask GET "/wrong/api/case"
ask POST "/$token/api/intake" '{}' '' http://evil.example
echo '--- three steps'
get browse | tail -1
post intake '{"ref":"usb","fields":{"lives_with_children":"yes"},"operator":"O. Operator"}' |
  sed 's/:[0-9a-f]\{64\}/:HEAD/'
post scan "{\"path\":\"$PWD/images/usb.raw\",\"ref\":\"usb\",\"operator\":\"O. Operator\"}" |
  head -1
await '"state":"ended"'
get scan | facts
get board | grep -o '"exhibit":"[^"]*","lane":"."'
echo '--- one that is stopped'
post scan "{\"path\":\"$PWD/images/slow.raw\",\"ref\":\"slow\",\"operator\":\"O. Operator\"}" |
  head -1
await '"listed":1'
post scan "{\"path\":\"$PWD/images/usb.raw\",\"ref\":\"more\",\"operator\":\"O. Operator\"}"
post intake '{"ref":"slow","operator":"O. Operator"}' | head -1
post stop '{"operator":"O. Operator"}' | head -1
await '"state":"ended"'
get scan | facts
echo '--- not below the folders'
post scan '{"path":"/etc/passwd","ref":"x","operator":"O. Operator"}'
echo '--- an encrypted volume'
exhibit images/closed.raw 'files 2' 'closed-volume 1'
post scan "{\"path\":\"$PWD/images/closed.raw\",\"ref\":\"c\",\"operator\":\"O. Operator\"}" |
  head -1
await '"state":"ended"'
await '"not_examined":[1-9]'
get scan | facts
echo '--- a scan that cannot run says why'
exhibit images/bad.raw 'broken'
post scan "{\"path\":\"$PWD/images/bad.raw\",\"ref\":\"bad\",\"operator\":\"O. Operator\"}" |
  head -1
await '"state":"ended"'
get scan | facts
echo '--- the end'
kill -INT $server
wait $server
echo "exit status $?"
winnow verify | head -1
grep -o '"event":"[a-z_]*"' winnow-case/audit.jsonl | sort | uniq -c | sed 's/^ *//'
