// make_hash_list ROWS FILE [SEED]: an invented list as md5sum writes it, in no order.
//
// Digests are the numbers of a generator, not of any content; the same seed gives the
// same list.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// splitmix64 (Steele, Lea, Flood, 2014): one state, every output once in its period.
std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: make_hash_list ROWS FILE [SEED]\n", stderr);
    return 2;
  }
  const std::uint64_t rows = std::strtoull(argv[1], nullptr, 10);
  std::uint64_t state = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  std::FILE* file = std::fopen(argv[2], "w");
  if (file == nullptr) {
    std::perror(argv[2]);
    return 2;
  }
  for (std::uint64_t row = 0; row < rows; ++row) {
    const std::uint64_t high = next(state);
    std::fprintf(file, "%016" PRIx64 "%016" PRIx64 "  file-%" PRIu64 "\n", high,
                 next(state), row);
  }
  if (std::fclose(file) != 0) {
    std::perror(argv[2]);
    return 2;
  }
  return 0;
}
