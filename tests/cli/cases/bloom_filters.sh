# A filter discards, and never matches: not a set for a scan.
. "$HELPERS"
# For 10 values and 1 error in 100: 7 hashes, 96 bits in two words, all of them alike.
filter() {
  printf '\1\0\0\0\0\0\0\0\12\0\0\0\0\0\0\0\173\024\256\107\341\172\204\077\7\0\0\0\0\0\0\0'
  printf '\140\0\0\0\0\0\0\0\12\0\0\0\0\0\0\0'
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do printf "$1"; done
}
filter '\0' >empty.bloom
filter '\377' >full.bloom
exhibit usb.raw 'files 3'
list list.txt 1
printf 'content-1' >one.jpg
winnow hashset info full.bloom
winnow hashset info full.bloom --json
winnow hashset check empty.bloom one.jpg 00112233445566778899aabbccddeeff
winnow hashset check full.bloom one.jpg 00112233445566778899AABBCCDDEEFF
winnow hashset check full.bloom 1234
echo "exit status $?"
for option in --hashset --known --ignore; do
  winnow scan usb.raw --hashset list.txt $option full.bloom
  echo "exit status $?"
done
winnow hashset build out.wset full.bloom --name x --type known
echo "exit status $?"
ls
