// What a family's computer holds, decided from a seed alone before anything is written:
// every file's path, kind, size and fate. The same plan is written to every file
// system.
//
// 85 % of the files are JPEG pictures of about 62 KB in the middle and 100 KB on
// average, the rest texts and binaries, one file in 1,000 of 10 to 60 MB. They lie in
// some 300 folders (more above 100,000 files), and 15 % of them are deleted at the end.
//
// With planted files, some pictures of the plan become known ones, and the computer has
// more of a past: one file in fifty lies in pieces, a tenth of the first two fifths is
// deleted before the rest is written, and other files have a planted one's size.
#ifndef WINNOW_BENCH_PRACTICE_CORPUS_PLAN_H_
#define WINNOW_BENCH_PRACTICE_CORPUS_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace winnow::practice {

struct CorpusOrder {
  std::string folder;
  std::string file_system = "ntfs";
  std::uint64_t size_bytes = std::uint64_t{4} << 30;
  std::uint64_t files = 20000;
  std::uint64_t seed = 1;
  std::uint64_t planted = 0;  // live ones; a quarter as many deleted, and partly left
  bool is_hollow = false;     // content only where a probe or a match would look
};

struct PlannedFile {
  enum class Kind { picture, text, binary };
  enum class Role {
    ordinary,
    planted,            // known, and live
    planted_deleted,    // known, deleted at the end: whole in unallocated space
    planted_remainder,  // the same, and part of it is overwritten
    same_size,          // has the size of `model`, a planted file
    twin,               // has the content of `model` but for its last byte
  };
  Kind kind = Kind::binary;
  std::string path;
  std::uint64_t seed = 0;
  double size_bytes = 0;  // of a picture: about
  Role role = Role::ordinary;
  std::size_t model = 0;  // index of a planted file
  std::size_t pieces = 1;
  bool is_deleted_early = false;
  bool is_deleted_late = false;
};

struct CorpusPlan {
  std::vector<PlannedFile> files;  // in the order of writing
  std::size_t early_files = 0;     // written before the early deletions
};

[[nodiscard]] bool is_known(PlannedFile::Role role);

// Fails where the files do not fit or there are too few for what is to be planted.
[[nodiscard]] CorpusPlan plan_corpus(const CorpusOrder& order);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_CORPUS_PLAN_H_
