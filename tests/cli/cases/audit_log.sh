# What was done with a case stands in its audit log; verify finds what was done to the log.
. "$HELPERS"
events() { grep -o '"event":"[a-z_]*","object":"[^"]*","outcome":"[^"]*"' winnow-case/audit.jsonl; }
verify() {
  winnow verify "$@" >verified 2>&1
  local code=$?
  grep -i 'audit\.\|audit log' verified
  echo "exit status $code"
}
head_of() { sed -n "$1p" winnow-case/audit.jsonl | grep -o '[0-9a-f]\{64\}"}$' | cut -c1-64; }
exhibit usb.raw 'files 20' 'die-after 9'
exhibit card.raw 'files 2'
list list.txt 1
list benign.txt 2
winnow scan usb.raw card.raw --hashset list.txt --known benign.txt --operator 'A. "Person"' \
  >answer 2>/dev/null
tail -1 answer
events
grep -o '"actor":"[^,]*,' winnow-case/audit.jsonl | sort | uniq -c | sed 's/^ *//'
grep -o '"run_id":"[^,]*,' winnow-case/audit.jsonl | sort -u | wc -l
head -1 winnow-case/audit.jsonl | grep -o '"command":.*,"tool_version"'
grep -c "$(head_of 10)" answer
grep -c "$(cut -c1-32 list.txt)" winnow-case/audit.jsonl # no digest of a list
winnow rank >/dev/null && winnow findings >/dev/null && winnow coverage >/dev/null
events | wc -l # asking writes nothing
echo '--- verify'
verify
verify --head "$(head_of 10)" --operator 'Another'
verify --head "10:$(head_of 10)"
verify --head "11:$(head_of 10)"
verify --head 0000000000000000000000000000000000000000000000000000000000000000
events | tail -3
winnow verify --head nonsense
echo "exit status $?"
echo '--- damage'
cp -r winnow-case good
damage() {
  rm -r winnow-case
  cp -r good winnow-case
  sed -i "$1" "winnow-case/audit.$2"
  verify
}
damage '5s/card/cord/' jsonl
damage '4d' jsonl
damage '4{h;d};5G' jsonl
damage '$d' jsonl
damage 's/count":1/count":2/' head
cat winnow-case/audit.jsonl | cmp - good/audit.jsonl && echo 'verify leaves a log that does not fit as it is'
rm winnow-case/audit.head
verify
rm winnow-case/audit.jsonl
verify
verify --head "$(sed -n 10p good/audit.jsonl | grep -o '[0-9a-f]\{64\}"}$' | cut -c1-64)"
