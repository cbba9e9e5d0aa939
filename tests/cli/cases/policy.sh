# The policy in force: printed as it was signed, signed by who may.
policy() {
  winnow policy "$@" >printed 2>said
  local code=$?
  sed 's/[0-9a-f]\{64\}/@SHA@/; s/, head .*//' said
  [ $code = 0 ] || echo "exit status $code"
}
policy # no case: the shipped one
grep -c '^\[target_days\]' printed
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
winnow people --grant 'S. Supervisor' supervisor --operator 'A. Admin' >/dev/null
sed 's/^signed_by = ""/signed_by = "S. Supervisor"/; s/^signed_on = ""/signed_on = "2026-11-20"/
  s/^name = .*/name = "unit 7"/; s/^D = 90/D = 60/' printed >unit.toml
policy --sign unit.toml
policy --sign unit.toml --operator 'E. Examiner'
sed 's/S. Supervisor/T. Other/' unit.toml >other.toml
policy --sign other.toml --operator 'S. Supervisor'
echo 'ethnicity = 5' | cat - unit.toml >slipped.toml
policy --sign slipped.toml --operator 'S. Supervisor'
policy --sign nowhere.toml --operator 'S. Supervisor'
policy
echo '--- signed'
policy --sign unit.toml --operator 's. supervisor'
sed 's/[0-9a-f]\{64\}/@SHA@/; s/, head .*//' printed
policy
cmp printed unit.toml && echo 'printed as it was signed'
grep -o '"event":"[a-z_]*","object":"unit 7"' winnow-case/audit.jsonl | sort | uniq -c | sed 's/^ *//'
grep -c "$(sha256sum <unit.toml | cut -c1-64)" winnow-case/audit.jsonl
winnow verify | head -1
