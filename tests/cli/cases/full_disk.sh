# A disk that fills up as the scan is recorded: nothing recorded is lost, and the same
# command goes on when there is room.
. "$HELPERS"
exhibit usb.raw 'files 4000' 'bytes 33554432'
list list.txt 3 3000
(ulimit -f 256; status winnow scan usb.raw --hashset list.txt --case full)
status winnow verify --case full 2>/dev/null
status winnow scan usb.raw --hashset list.txt --case full
status winnow scan usb.raw --hashset list.txt --case roomy 2>/dev/null
for answer in findings coverage; do
  cmp <(winnow $answer --json --case full) <(winnow $answer --json --case roomy) && echo same $answer
done
# Killed as it made the case: the folder is still one for a case.
mkdir begun
echo '{' >begun/case.json.new
status winnow scan usb.raw --hashset list.txt --case begun 2>/dev/null
