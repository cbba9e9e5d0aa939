# What a reviewer says of leads, and the lane that only a reviewer lowers.
. "$HELPERS"
review() {
  winnow review "$@" >shown
  local code=$?
  grep -v '^Audit log' shown
  [ $code = 0 ] || echo "exit status $code"
}
review phone-1 --verdict match --operator 'R. Reviewer' --reason 'compared'
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
winnow people --grant 'R. Reviewer' reviewer --operator 'A. Admin' >/dev/null
winnow intake phone-1 --holder suspect --operator 'O. Operator' >/dev/null
review phone-1 --verdict match --operator 'R. Reviewer' --reason 'nothing to compare'
review phone-1 --verdict creation --operator 'R. Reviewer' --reason 'never scanned'
list list.txt 2
exhibit laptop 'files 3'
winnow scan laptop --hashset list.txt --no-indications >/dev/null 2>&1
review laptop --verdict match --operator 'R. Reviewer' --reason 'a listed file is no lead'
printf 'winnow-indications 1\ncamera | folder | DCIM | camera folder\n' >rules
exhibit tablet 'files 3'
winnow scan tablet --hashset list.txt --indications rules >/dev/null 2>&1
review tablet --verdict match --operator 'R. Reviewer' --reason 'compared'
review phone-1 --lower-to C --operator 'R. Reviewer' --reason 'access ended'
echo '--- refused'
review phone-2 --verdict match --operator 'R. Reviewer' --reason 'compared'
review phone-1 --operator 'R. Reviewer' --reason 'compared'
review phone-1 --verdict match --operator 'R. Reviewer'
review phone-1 --verdict match --operator 'O. Operator' --reason 'compared'
review phone-1 --verdict match --reason 'compared'
review phone-1 --verdict none --operator 'R. Reviewer' --reason 'compared'
review phone-1 --verdict match --lower-to C --operator 'R. Reviewer' --reason 'compared'
review phone-1 --lower-to A --operator 'R. Reviewer' --reason 'compared'
review phone-1 --lower-to E --operator 'R. Reviewer' --reason 'compared'
review phone-1 --lower-to D --operator 'R. Reviewer'
review phone-1 --lower-to D --operator 'O. Operator' --reason 'compared'
review phone-1 --verdict nothing --at 2999-01-01 --operator 'R. Reviewer' --reason 'compared'
echo '--- on record'
grep -o '"event":"\(review\|lane_lowered\|refused\)","object":"[^"]*","outcome":"[^"]*"' \
  winnow-case/audit.jsonl
winnow verify | head -1
