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

echo '-- the log lost the line of the comparison'
cp -r winnow-case lost
sed -i 's/"event":"rematched"/"event":"nothing"/' lost/audit.jsonl
rm out.json
winnow export --case lost --format case --out out.json 2>&1 >/dev/null |
  grep -o 'audit log is DAMAGED.*'
grep -c 'audit log is DAMAGED' out.json
for name in 'triage scan' 'comparison, not on record'; do
  action "$name" | grep -oE '"uco-action:(startTime|actionStatus|performer)":("[^"]*")?'
  action "$name" | grep -o '{"@id":"kb:[^"]*"}' | wc -l
done

echo '-- scanned anew with all sets: what was on record before is no more'
winnow scan usb.raw --hashset one.txt two.txt --operator 'C. Anew' >/dev/null 2>&1
rm out.json
winnow export --format case --out out.json >/dev/null 2>&1
grep -o '"@type":"uco-identity:Person","uco-core:name":"[^"]*"' out.json
grep -o '"uco-core:name":"comparison[^"]*"' out.json
opened=$(grep '"event":"exhibit_opened"' winnow-case/audit.jsonl | tail -1 |
  grep -o '"ts_utc":"[^"]*"' | cut -d'"' -f4)
action 'triage scan' | grep -c "startTime\":{\"@type\":\"xsd:dateTime\",\"@value\":\"$opened\""
action 'triage scan' | grep -o '{"@id":"kb:[^"]*"}' | wc -l

echo '-- a scan that did not come to its end says so, in every format'
exhibit dead.raw 'files 5' 'die-after 0'
winnow scan dead.raw --hashset one.txt --case dead >/dev/null 2>&1
for format in csv case vics dfxml bodyfile; do
  winnow export --case dead --format $format --out dead.$format 2>&1 >/dev/null |
    grep -c 'Of exhibit dead.raw not all was examined'
done
grep -c 'Of exhibit dead.raw not all was examined' dead.*
grep -o 'actionStatus":"[^"]*"' dead.case
grep -o '<error>.*; how its scan ended' dead.dfxml
