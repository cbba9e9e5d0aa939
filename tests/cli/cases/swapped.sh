# Images and lists in each other's place.
. "$HELPERS"
exhibit usb.raw 'files 3'
list list.txt 1
winnow scan list.txt --hashset usb.raw
echo "exit status $?"
{ head -c 510 /dev/zero; printf '\125\252'; } >disk.raw
printf 'EVF\011\015\012\377\000' >disk.E01
for image in disk.raw disk.E01; do
  winnow hashset build out.wset $image --name x --type notable
  echo "exit status $?"
  winnow hashset build $image list.txt --name x --type notable
  echo "exit status $?"
done
winnow hashset build out.wset list.txt --name x --type notable
winnow hashset check out.wset 1234
echo "exit status $?"
winnow hashset check out.wset 1234x
echo "exit status $?"
ls
