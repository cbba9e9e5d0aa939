# Who has which role; who may grant them.
people() {
  winnow people "$@" >shown
  local code=$?
  grep -v '^Audit log' shown
  [ $code = 0 ] || echo "exit status $code"
}
people # no case
people --grant 'R. Reviewer' reviewer --operator 'A. Admin'
people --grant 'A. Admin' administrator
people --grant 'A. Admin' administrator --operator 'Somebody'
people --grant 'R. Reviewer' reviewer --operator ' a. ADMIN'
people --grant 'U. Auditor' auditor --operator 'A. Admin'
people --grant 'X' king --operator 'A. Admin'
people --grant 'X' --operator 'A. Admin'
people --grant 'X' supervisor --operator 'R. Reviewer'
people --grant 'X' supervisor --operator 'U. Auditor'
people --grant 'A. ADMIN' operator --operator 'A. Admin'
people
people --json
echo '--- on record'
grep -o '"actor":.*"detail":{' winnow-case/audit.jsonl |
  sed "s/\"actor\":\"$(id -un)\"/\"actor\":\"@ACCOUNT@\"/"
winnow verify | head -1
