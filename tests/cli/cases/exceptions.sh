# The supervisor's list: each exception shown, and gone when it was mended.
. "$HELPERS"
quiet() { "$@" >/dev/null || echo "exit status $?"; }
quiet winnow people --grant 'A. Admin' administrator --operator 'A. Admin'
for one in 'E. Examiner:examiner' 'R. Reviewer:reviewer' 'S. Supervisor:supervisor'; do
  quiet winnow people --grant "${one%:*}" "${one#*:}" --operator 'A. Admin'
done
examiner=(--operator 'E. Examiner')
listed() {
  winnow exceptions "$@" --json |
    grep -o '"exception":"[^"]*","exhibit":[^,]*' | sed 's/"exception":\|"exhibit"://g'
}
quiet winnow intake phone --seized-at 2024-01-05 --holder suspect --lives-with-children yes \
  --works-with-children unknown --at 2024-01-06 --operator 'O. Operator'
echo '--- before anything is done'
winnow exceptions --as-of 2024-03-01
listed --as-of 2024-03-01
echo '--- in time'
listed --as-of 2024-01-06
echo '--- policy signed'
winnow policy 2>/dev/null | sed 's/^signed_by = ""/signed_by = "S. Supervisor"/
  s/^signed_on = ""/signed_on = "2024-01-01"/' >unit.toml
quiet winnow policy --sign unit.toml --operator 'S. Supervisor'
listed --as-of 2024-03-01
echo '--- referral answered'
quiet winnow intake phone --referral referred --referral-ref R-1 --operator 'O. Operator'
listed --as-of 2024-03-01
echo '--- held'
quiet winnow disposition phone --to held --until 2024-02-15 --reason 'no key yet' \
  --countersigned-by 'R. Reviewer' --at 2024-01-20 "${examiner[@]}"
listed --as-of 2024-02-10
echo '--- held past its date'
listed --as-of 2024-03-01
echo '--- assigned'
quiet winnow disposition phone --to assigned --to-examiner 'E. Examiner' --at 2024-03-01 \
  "${examiner[@]}"
listed --as-of 2024-03-01
echo '--- lowered answer'
quiet winnow intake phone --works-with-children no --reason 'left the school' \
  --review-on "$(date -u -d '+10 days' +%F)" --countersigned-by 'R. Reviewer' "${examiner[@]}"
listed
echo '--- past its review'
listed --as-of "$(date -u -d '+11 days' +%F)"
quiet winnow intake phone --works-with-children yes --operator 'O. Operator'
echo '--- answered again'
listed --as-of "$(date -u -d '+11 days' +%F)"
echo '--- returned by exception'
quiet winnow disposition phone --to returned --exception --reason 'owner needs it' \
  --countersigned-by 'S. Supervisor' --at 2024-04-01 "${examiner[@]}"
winnow exceptions --as-of 2100-01-01
echo '--- reviewed'
quiet winnow review phone --verdict nothing --reason 'looked at again' --at 2024-04-02 \
  --operator 'R. Reviewer'
listed --as-of 2100-01-01
winnow exceptions --as-of 2100-01-01
winnow exceptions --as-of 2100-01-01 --json
winnow exceptions --case nowhere || echo "exit status $?"
