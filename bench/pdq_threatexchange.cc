// pdq_threatexchange FOLDER QUERIES: the hashes and queries of pdq_search, by
// ThreatExchange's multi-index. Built by pdq_search.sh against a checkout.
#include <pdq/cpp/index/mih.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

using facebook::pdq::hashing::Hash256;

namespace {

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Words of 16 bits, the last one first.
std::vector<Hash256> read_hashes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<Hash256> hashes;
  unsigned char bytes[32];
  while (file.read(reinterpret_cast<char*>(bytes), sizeof(bytes))) {
    Hash256 hash;
    for (int i = 0; i < 16; ++i) {
      hash.w[15 - i] = static_cast<std::uint16_t>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    }
    hashes.push_back(hash);
  }
  return hashes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto hashes = read_hashes(std::string(argv[1]) + "/hashes.bin");
  auto queries = read_hashes(std::string(argv[1]) + "/queries.bin");
  queries.resize(std::min(queries.size(), std::size_t(std::atol(argv[2]))));
  double start = processor_seconds();
  facebook::pdq::index::MIH256<int> index;
  for (const Hash256& hash : hashes) index.insert(hash, 0);
  const double build = processor_seconds() - start;
  start = processor_seconds();
  std::size_t pairs = 0;
  for (const Hash256& query : queries) {
    std::vector<std::pair<Hash256, int>> matches;
    index.queryAll(query, 31, matches);
    pairs += matches.size();
  }
  const double seconds = processor_seconds() - start;
  std::printf(
      "  ThreatExchange MIH256: %9.0f queries/s (%zu), %zu pairs, build %.1f s\n",
      static_cast<double>(queries.size()) / seconds, queries.size(), pairs, build);
}
