# The whole way: two exhibits, then findings, coverage and rank for programs.
. "$HELPERS"
exhibit usb.raw 'files 6' 'deleted 4' 'encrypted 5' 'problem'
exhibit card.raw 'files 2'
list list.txt 1 4
winnow scan usb.raw card.raw --hashset list.txt --json >/dev/null
echo "exit status $?"
winnow findings --json
winnow findings --json --exhibit card.raw
winnow coverage --json --exhibit card.raw | sed 's/,"sets":.*//'
winnow rank --json --as-of 2023-12-01 |
  sed 's/"coverage":[^\n]*"residual"/"residual"/; s/"sha256":"[0-9a-f]*"},"as_of"/"sha256":"@POLICY@"},"as_of"/'
