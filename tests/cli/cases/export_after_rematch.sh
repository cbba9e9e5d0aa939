# What a rematch met is a later deed of its own in a CASE export, and an exhibit that is
# on record without a scan is not left out in silence.
. "$HELPERS"
exhibit usb.raw 'files 30'
list one.txt 2 3
list two.txt 4
winnow scan usb.raw --hashset one.txt --operator 'A. Person' >/dev/null 2>&1
winnow rematch --hashset two.txt --operator 'B. Later' >/dev/null 2>&1
winnow intake phone-3 --seized-at 2026-01-02 --operator 'A. Person' >/dev/null 2>&1
winnow export --format case --out out.json 2>&1 >/dev/null | grep 'not in this file'
winnow export --format case --exhibit usb.raw --out one.json 2>&1 >/dev/null |
  grep -c 'never scanned'
# action NAME: the one of this name, with links to its results.
action() { grep "InvestigativeAction.*\"uco-core:name\":\"$1\"" out.json; }
grep -o '"@type":"uco-identity:Person","uco-core:name":"[^"]*"' out.json
grep -o 'hash set [0-9]*' out.json
for name in 'triage scan' 'comparison with further hash sets'; do
  action "$name" | grep -o '"uco-action:startTime"' | sort | uniq -c
  action "$name" | grep -o '{"@id":"kb:[^"]*"}' | wc -l
done
