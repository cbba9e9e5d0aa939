// Damage to files of any kind, which a seed makes again, and exhibits full of them:
// what pictures, videos and containers look like to whoever opens them when they are
// broken by chance or on purpose.
#ifndef WINNOW_TESTS_HOSTILE_CONTENT_MUTATION_H_
#define WINNOW_TESTS_HOSTILE_CONTENT_MUTATION_H_

#include <cstdint>
#include <string>
#include <vector>

namespace winnow::hostile {

// The bytes after one to three of these: bytes and fields changed, a stretch taken out,
// put in twice, overwritten or zeroed, the end cut off. Most of it near the beginning
// or the end, where formats keep what all else hangs on. Never longer than before by
// more than 12 KiB.
[[nodiscard]] std::string damaged(std::uint64_t seed, std::uint64_t number,
                                  std::string bytes);

// One healthy file to be damaged.
struct BaseContent {
  std::string kind;  // its extension in small letters, or what else tells it apart
  std::string path;
  std::vector<std::string> beside;  // what its readers look for beside it
};
// Of the pictures and containers of the shared evidence all files of at most 3 MiB, in
// order of their paths; empty if that folder is not there.
[[nodiscard]] std::vector<BaseContent> base_contents(const std::string& shared);

// A mutant: one base in a folder of its own.
struct DamagedContent {
  std::uint64_t number = 0;
  std::size_t base = 0;
};
// Those of one round: every kind is as likely as the others.
[[nodiscard]] std::vector<DamagedContent> damaged_contents(
    const std::vector<BaseContent>& bases, std::uint64_t seed, std::uint64_t round,
    std::uint64_t count);

// How the mutants of a round are laid out in the folder that is scanned.
enum class Packing : std::uint8_t {
  folders,  // NUMBER/name, with what belongs beside it
  tar,      // mutants.tar, with NUMBER/name in it
};
// Writes them into the empty folder `target`; how many files it then holds.
std::uint64_t pack(const std::vector<BaseContent>& bases,
                   const std::vector<DamagedContent>& mutants, std::uint64_t seed,
                   Packing packing, const std::string& target);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_CONTENT_MUTATION_H_
