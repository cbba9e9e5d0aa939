# Many exhibits out of one file: a dry run, rejects with their remedies, and the rest taken.
. "$HELPERS"
import() {
  winnow intake --import "$@"
  echo "exit status $?"
}
cat >seized.csv <<'EOF'
Exhibit,Seized at,Holder,Suspect,Lives with children,Reason
phone-1,2026-11-20,suspect,S-17,yes,
phone-2,soon,owner,S-17,no,
tablet,2026-11-20,victim,,,
phone-1,2026-11-20,suspect,S-17,no,
,2026-11-20,suspect,S-18,,
laptop,2026-11-21,suspect,S-18,no,"asked, and ""checked"""
stick,2999-01-01,suspect,S-18,no,
EOF
echo '--- dry'
import seized.csv --dry-run --operator 'O. Operator'
ls -d winnow-case 2>/dev/null
echo '--- taken'
import seized.csv --operator 'O. Operator' 2>/dev/null
winnow intake laptop | head -4 | tail -3
grep -o '"event":"[a-z_]*","object":"[^"]*","outcome":"[^"]*"' winnow-case/audit.jsonl
grep -o '"source":"[^"]*"\|"sha256":\|"reject_[0-9]*":"row [0-9]' winnow-case/audit.jsonl
echo '--- JSON, and what others may not'
cat >more.json <<'EOF'
[{"exhibit": "phone-1", "lives-with-children": "no"},
 {"exhibit": "card", "court": "2027-02-01", "device": null},
 {"exhibit": "drone", "device": 7}]
EOF
import more.json --json --operator 'O. Operator' 2>/dev/null
import more.json --json --dry-run 2>/dev/null
winnow verify | head -1
echo '--- the same again changes nothing, and who asks is not needed to try'
printf '\xEF\xBB\xBFholder;exhibit\nsuspect;phone-1\nVictim;tablet\n' >same.csv
import same.csv --operator 'O. Operator' 2>/dev/null
import same.csv --json --dry-run
winnow verify | head -1
echo '--- files that are not taken at all'
printf 'exhibit,ethnicity\na,b\n' >columns.csv
printf 'holder\nsuspect\n' >nameless.csv
printf '[{"exhibit": ' >torn.json
for file in columns.csv nameless.csv torn.json nowhere.csv; do
  import $file --operator 'O. Operator' 2>&1 | sed 's/; the columns are .*//'
done
import more.json --holder suspect --operator 'O. Operator'
winnow intake phone-1 --import more.json
echo "exit status $?"
winnow intake phone-1 --dry-run
echo "exit status $?"
