// A recipe says line by line what to write onto a volume:
//
//   recipe  = { line }
//   line    = [ command ] [ "#" comment ]
//   volume  size=SIZE [unit=BYTES] [label=NAME] [inodes=N] [offset=SIZE]   first, once
//   folder  PATH
//   file    PATH CONTENT [packed]        packed: NTFS compression
//   stream  PATH NAME CONTENT            alternate data stream; NTFS
//   link    PATH EXISTING                hard link; NTFS, ext4
//   delete  PATH                         a file, or a folder with all below it
//   pieces  PATH CONTENT N               a file in at least N pieces
//   folder-pieces PATH N                 a folder itself in at least N pieces
//   crowd   PATH N [K]                   N small files, then every K-th deleted
//
// Words are parted by blanks; a word with blanks in it stands in double quotes. PATH is
// relative to the top; missing folders above it are made. SIZE is bytes, or a number
// with KiB, MiB or GiB. unit is the cluster or block; offset leaves room for a
// partition table, which is then written (FAT). CONTENT: see practice_content.h.
// Content of deleted files survives only if little is written after the deletion; the
// manifest says what became of it.
#ifndef WINNOW_BENCH_PRACTICE_PRACTICE_RECIPE_H_
#define WINNOW_BENCH_PRACTICE_PRACTICE_RECIPE_H_

#include <string>

#include "bench/practice/practice_volume.h"

namespace winnow::practice {

// `origin` names the recipe in errors.
void follow_recipe(FileSystem kind, const std::string& origin,
                   const std::string& recipe, const std::string& image,
                   const std::string& manifest_path);

// The whole of make_ntfs, make_ext4 and make_fat: RECIPE IMAGE MANIFEST.
int make_volume_main(FileSystem kind, int argc, char** argv);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_PRACTICE_RECIPE_H_
