// pdq_faiss FOLDER QUERIES: the hashes and queries of pdq_search, by faiss's exact
// multi-index: 16 bands of 16 bits, one bit around each. Built by pdq_search.sh.
#include <faiss/IndexBinaryHash.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <omp.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  omp_set_num_threads(1);
  const auto hashes = read_bytes(std::string(argv[1]) + "/hashes.bin");
  const auto queries = read_bytes(std::string(argv[1]) + "/queries.bin");
  const auto asked = std::min<faiss::Index::idx_t>(
      static_cast<long>(queries.size() / 32), std::atol(argv[2]));
  double start = processor_seconds();
  faiss::IndexBinaryMultiHash index(256, 16, 16);
  index.nflip = 1;
  index.add(static_cast<long>(hashes.size() / 32), hashes.data());
  const double build = processor_seconds() - start;
  faiss::RangeSearchResult result(static_cast<std::size_t>(asked));
  start = processor_seconds();
  // Below the radius, not up to it.
  index.range_search(asked, queries.data(), 32, &result);
  const double seconds = processor_seconds() - start;
  std::printf(
      "  faiss IndexBinaryMultiHash: %9.0f queries/s (%ld), %zu pairs, build %.1f s\n",
      static_cast<double>(asked) / seconds, static_cast<long>(asked),
      result.lims[static_cast<std::size_t>(asked)], build);
}
