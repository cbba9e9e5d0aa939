# What is known before a scan: taken in, changed, printed; and every refusal.
. "$HELPERS"
intake() {
  winnow intake "$@" >shown
  local code=$?
  grep -v '^Audit log' shown
  [ $code = 0 ] || echo "exit status $code"
}
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
for one in 'E. Examiner:examiner' 'R. Reviewer:reviewer' 'U. Auditor:auditor'; do
  winnow people --grant "${one%:*}" "${one#*:}" --operator 'A. Admin' >/dev/null
done
echo '--- taken in'
intake phone-1 --seized-at 2026-11-20 --at 2026-11-21 --holder suspect --suspect S-17 \
  --lives-with-children yes --other-access unknown --operator 'O. Operator'
intake phone-1 --device 'phone, black' --referral referred --referral-ref MASH-204 \
  --at 2026-11-21T10:00:00Z --court 2027-02-01 --operator 'O. Operator'
intake phone-1
intake phone-1 --json
intake tablet --cannot-be-scanned 'broken screen' --holder victim --operator 'O. Operator'
intake nowhere
echo '--- refused'
intake
intake phone-1 --operator 'O. Operator'
intake phone-1 --device phone
intake phone-1 --device phone --operator 'U. Auditor'
intake phone-1 --device phone --operator 'A. Admin'
intake phone-1 --device phone --at 2999-01-01 --operator 'O. Operator'
intake phone-1 --seized-at 2999-01-01 --operator 'O. Operator'
intake phone-1 --seized-at soon --operator 'O. Operator'
intake phone-1 --holder owner --operator 'O. Operator'
intake phone-1 --prior-record '' --operator 'O. Operator'
intake phone-1 --referral not-needed --operator 'O. Operator'
intake tablet --referral referred --operator 'O. Operator'
intake tablet --referral-ref R-1 --operator 'O. Operator'
echo '--- a lowered risk'
soon=$(date -u -d '+20 days' +%F)
late=$(date -u -d '+400 days' +%F)
lower() { intake phone-1 --lives-with-children no --other-access no "$@"; }
lower --operator 'O. Operator' --reason 'moved out'
lower --operator 'E. Examiner'
lower --operator 'E. Examiner' --reason 'moved out' --review-on "$soon"
lower --operator 'E. Examiner' --reason 'moved out' --review-on "$soon" --countersigned-by 'e. EXAMINER '
lower --operator 'E. Examiner' --reason 'moved out' --review-on "$soon" --countersigned-by 'O. Operator'
lower --operator 'E. Examiner' --reason 'moved out' --countersigned-by 'R. Reviewer'
lower --operator 'E. Examiner' --reason 'moved out' --countersigned-by 'R. Reviewer' --review-on 2026-01-01
lower --operator 'E. Examiner' --reason 'moved out' --countersigned-by 'R. Reviewer' --review-on "$late" 2>&1 |
  sed "s/$late/@LATE@/"
intake phone-1 --device phone --review-on "$soon" --operator 'E. Examiner'
winnow intake phone-1 | grep -- '-children\|access'
lower --operator 'E. Examiner' --reason 'moved out' --countersigned-by 'R. Reviewer' --review-on "$soon"
winnow intake phone-1 | grep -- '-children\|access' | sed "s/$soon/@SOON@/"
intake phone-1 --immediate-risk no --operator 'O. Operator' # a first answer lowers nothing
echo '--- taken back, blanks around a reference, and a due day put off'
intake ' tablet ' --cannot-be-scanned none --operator 'O. Operator'
winnow intake tablet | grep cannot
intake phone-1 --court 2027-02-02 --operator 'O. Operator'
intake phone-1 --court 2027-02-02 --operator 'O. Operator' --reason adjourned --countersigned-by 'R. Reviewer'
intake phone-1 --bail 2025-02-02 --operator 'O. Operator'
intake "$(printf '%01025d' 1)" --holder victim --operator 'O. Operator'
echo '--- on record'
grep -o '"event":"\(intake\|refused\)","object":"[^"]*","outcome":"[^"]*"' winnow-case/audit.jsonl |
  sed "s/$late/@LATE@/"
grep '"event":"refused"' winnow-case/audit.jsonl | grep 'asks and countersigns' |
  grep -o '"detail":{.*"at"' | sed "s/$soon/@SOON@/"
winnow verify | head -1
