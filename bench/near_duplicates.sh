#!/usr/bin/env bash
# What PDQ finds of pictures that were changed, kind of edit by kind, by a scan of the
# whole program: the originals are learned, their edits are scanned.
#
#   bench/near_duplicates.sh BUILD SHARED FOLDER
#
# BUILD is the build folder, SHARED holds evidence/pictures, FOLDER takes the edits (made
# with ffmpeg). Prints a table: expected, found within 31 bits, distances; then whether
# any picture matched one that it does not come from.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
build=$(readlink -f "$1") pictures=$(readlink -f "$2")/evidence/pictures folder=$3
mkdir -p "$folder"; cd "$folder"
rm -rf originals edits case; mkdir originals edits

cp "$pictures"/kodak/*.png "$pictures"/imagededup/data/base_images/*.jpg originals/
cp "$pictures"/threatexchange/pdq/data/bridge-mods/aaa-orig.jpg originals/bridge.jpg
for picture in "$pictures"/threatexchange/pdq/data/reg-test-input/labelme-subset/*.jpg; do
  [ ! -e "$picture" ] || cp "$picture" originals/
done

make() {  # PICTURE EDIT ENDING FFMPEG-WORDS...
  local picture=$1 edit=$2 ending=$3; shift 3
  ffmpeg -nostdin -loglevel error -y -i "originals/$picture" "$@" \
    -frames:v 1 -map_metadata -1 "edits/${picture%.*}__$edit.$ending"
}
for picture in $(ls originals); do
  make "$picture" 'resize to a half' jpg -vf scale=iw/2:ih/2 -q:v 3
  make "$picture" 'resize to a quarter' jpg -vf scale=iw/4:ih/4 -q:v 3
  make "$picture" 'resize to 64 wide' jpg -vf scale=64:-1 -q:v 3
  make "$picture" 'recompress, strong' jpg -q:v 20
  make "$picture" 'recompress, strongest' jpg -q:v 31
  make "$picture" 'crop 2 % a side' jpg -vf crop=iw*0.96:ih*0.96 -q:v 3
  make "$picture" 'crop 5 % a side' jpg -vf crop=iw*0.9:ih*0.9 -q:v 3
  make "$picture" 'crop 15 % a side' jpg -vf crop=iw*0.7:ih*0.7 -q:v 3
  make "$picture" 'rotate by 90' jpg -vf transpose=1 -q:v 3
  make "$picture" 'rotate by 180' jpg -vf transpose=1,transpose=1 -q:v 3
  make "$picture" 'rotate by 2' jpg -vf rotate=2*PI/180 -q:v 3
  make "$picture" 'rotate by 10' jpg -vf rotate=10*PI/180 -q:v 3
  make "$picture" 'flip left to right' jpg -vf hflip -q:v 3
  make "$picture" 'flip, a quarter, recompressed' jpg -vf hflip,scale=iw/4:ih/4 -q:v 15
  make "$picture" 'brightness +20 %' jpg -vf eq=brightness=0.2 -q:v 3
  make "$picture" 'brightness -20 %' jpg -vf eq=brightness=-0.2 -q:v 3
  make "$picture" 'contrast 1.5' jpg -vf eq=contrast=1.5 -q:v 3
  make "$picture" 'grey' jpg -vf format=gray -q:v 3
  make "$picture" 'watermark, a corner' jpg \
    -vf "drawbox=x=iw*0.7:y=ih*0.88:w=iw*0.28:h=ih*0.1:color=white@0.6:t=fill" -q:v 3
  make "$picture" 'banner, a tenth' jpg \
    -vf "drawbox=x=0:y=ih*0.9:w=iw:h=ih*0.1:color=black:t=fill" -q:v 3
  make "$picture" 'bars around' jpg -vf "pad=iw*1.2:ih*1.2:iw*0.1:ih*0.1" -q:v 3
  make "$picture" 'as PNG' png
  make "$picture" 'as BMP' bmp
  make "$picture" 'as GIF' gif
  make "$picture" 'as WebP' webp -c:v libwebp -quality 75
  make "$picture" 'as TIFF' tiff
done

# Each original is its own category: a finding says which one it is near.
{ echo path,category,label
  number=0
  for picture in $(ls originals); do
    number=$((number + 1)); echo "$picture,$number,${picture%.*}"
  done
} > names.csv
"$build/bin/winnow" hashset learn originals.wset originals --name originals \
  --categories names.csv > /dev/null
"$build/bin/winnow" scan edits --hashset originals.wset --case case --no-indications \
  > /dev/null 2>&1 || true
"$build/bin/winnow" findings --case case --json > findings.jsonl

ls edits > list
awk -f "$here/near_duplicates.awk" list findings.jsonl
