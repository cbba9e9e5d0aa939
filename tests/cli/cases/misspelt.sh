# A slip of the keys is named, with what was probably meant; nothing is done.
. "$HELPERS"
exhibit usb.raw 'files 3'
list list.txt 1
try() {
  winnow "$@" >out || echo "exit status $?"
  cat out
}
try scna usb.raw --hashset list.txt
try nonsense
try hashset bulid out.wset list.txt
try hashset list.txt
try scan usb.raw --hashet list.txt
try scan usb.raw --hashset list.txt --treads=2
try rank --jsn
try rank usb.raw
try hashset build
try hashset build out.wset list.txt --name x
try hashset
try scan usb.raw --hashset list.txt --threads 0
rm out
ls
