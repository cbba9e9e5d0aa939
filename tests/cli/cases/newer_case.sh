. "$HELPERS"
exhibit usb.raw 'files 3'
list list.txt 1
mkdir winnow-case
echo '{"winnow_case": 7}' >winnow-case/case.json
winnow scan usb.raw --hashset list.txt
echo "exit status $?"
winnow findings
echo "exit status $?"
ls winnow-case
cat winnow-case/case.json
