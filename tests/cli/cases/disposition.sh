# What is decided of an exhibit, and every refusal of a return.
. "$HELPERS"
disposition() {
  winnow disposition "$@" >shown 2>&1
  local code=$?
  grep -v '^Audit log' shown
  [ $code = 0 ] || echo "exit status $code"
}
today=$(date -u +%F)
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
for one in 'E. Examiner:examiner' 'R. Reviewer:reviewer' 'S. Supervisor:supervisor'; do
  winnow people --grant "${one%:*}" "${one#*:}" --operator 'A. Admin' >/dev/null
done
examiner=(--operator 'E. Examiner')
reviewer=(--countersigned-by 'R. Reviewer')
supervisor=(--countersigned-by 'S. Supervisor')
list list.txt 77
winnow hashset build fresh.wset list.txt --name fresh --type notable --released "$today" >/dev/null
winnow hashset build stale.wset list.txt --name stale --type notable --released 2020-01-01 >/dev/null
exhibit whole.raw 'files 3'
exhibit cut.raw 'files 3' 'encrypted 1'
winnow scan whole.raw cut.raw --hashset fresh.wset >/dev/null 2>&1
exhibit old.raw 'files 2'
winnow scan old.raw --hashset stale.wset --known list.txt >/dev/null 2>&1
for ref in whole.raw cut.raw old.raw; do
  winnow intake $ref --referral referred --referral-ref "R-$ref" --operator 'O. Operator' >/dev/null
done
echo '--- moved on'
disposition whole.raw --to triaged "${examiner[@]}" --at 2026-11-01
disposition whole.raw --to assigned "${examiner[@]}" --at 2026-11-02
disposition whole.raw --to assigned --to-examiner 'E. Examiner' "${examiner[@]}" --at 2026-11-02
disposition whole.raw --to triaged --operator 'O. Operator'
disposition whole.raw --to triaged
disposition whole.raw --to triaged --at 2999-01-01 "${examiner[@]}"
disposition whole.raw --to triaged --at 2026-10-31 "${examiner[@]}"
disposition whole.raw --to received "${examiner[@]}"
disposition whole.raw --to lost "${examiner[@]}"
disposition whole.raw --to held "${examiner[@]}" --reason 'no key' "${reviewer[@]}"
disposition whole.raw --to held "${examiner[@]}" --reason 'no key' --until 2026-11-09 --at 2026-11-03
disposition whole.raw --to held "${examiner[@]}" --reason 'no key' --until 2026-11-09 \
  --at 2026-11-03 "${reviewer[@]}"
disposition whole.raw --to retained "${examiner[@]}" "${reviewer[@]}"
disposition nowhere --to triaged "${examiner[@]}"
echo '--- returns that are refused'
disposition cut.raw --to returned "${examiner[@]}" "${reviewer[@]}"
disposition old.raw --to returned "${examiner[@]}" "${reviewer[@]}"
winnow intake phone --holder victim --operator 'O. Operator' >/dev/null
disposition phone --to returned "${examiner[@]}" "${reviewer[@]}"
disposition whole.raw --to returned "${examiner[@]}"
disposition whole.raw --to returned "${examiner[@]}" --countersigned-by 'e. examiner'
disposition whole.raw --to returned "${examiner[@]}" --countersigned-by 'O. Operator'
disposition whole.raw --to returned --operator 'O. Operator' "${reviewer[@]}"
winnow intake whole.raw --referral open --operator 'O. Operator' >/dev/null
disposition whole.raw --to returned "${examiner[@]}" "${reviewer[@]}"
winnow intake whole.raw --referral not-needed --reason 'no child' --operator 'O. Operator' >/dev/null
list met.txt 2
winnow hashset build met.wset met.txt --name met --type notable --released "$today" >/dev/null
exhibit met.raw 'files 3'
winnow scan met.raw --hashset met.wset >/dev/null 2>&1
winnow intake met.raw --referral referred --referral-ref R-1 --operator 'O. Operator' >/dev/null
disposition met.raw --to returned "${examiner[@]}" "${reviewer[@]}"
disposition met.raw --to assigned --to-examiner 'E. Examinr' "${examiner[@]}"
echo '--- exceptions'
disposition cut.raw --to returned "${examiner[@]}" --exception "${supervisor[@]}"
disposition cut.raw --to returned "${examiner[@]}" --exception --reason 'court order' "${reviewer[@]}"
disposition cut.raw --to returned "${examiner[@]}" --exception --reason 'court order'
disposition cut.raw --to returned --operator 'S. Supervisor' --exception --reason 'court order' "${supervisor[@]}"
disposition cut.raw --to returned "${examiner[@]}" --exception --reason 'court order' "${supervisor[@]}"
echo '--- returned, and back again'
disposition whole.raw --to returned "${examiner[@]}" "${reviewer[@]}"
disposition whole.raw --to assigned --to-examiner 'E. Examiner' "${examiner[@]}"
disposition whole.raw --to received "${examiner[@]}"
winnow disposition whole.raw | sed 's/^  20[2-9][0-9]-[0-9-]*T[0-9:]*Z/  @NOW@/'
winnow disposition cut.raw --json | sed 's/"at":"20[^"]*"/"at":"@NOW@"/'
echo '--- on record'
grep -o '"event":"\(disposition\|refused\)","object":"[^"]*","outcome":"[^";(]*' winnow-case/audit.jsonl
winnow verify | head -1
