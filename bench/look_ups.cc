// look_ups SET.wset LIST.md5 [MILLIONS]: how fast a compiled set answers.
//
// SET is compiled from LIST (make_hash_list). Prints, on one core and with everything
// in the page cache: time to open; batched misses a second and, beside it in the same
// run, those of a bare binary search over the same sorted keys; hits found of a million
// taken from LIST; false matches; resident memory after opening and a million misses.
#include <fcntl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/file.h"
#include "hashsets/hash_set.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double resident_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

Digest random_digest(std::mt19937_64& random) {
  Digest digest;
  for (std::size_t at = 0; at < 16; at += 8) {
    const std::uint64_t value = random();
    std::memcpy(digest.value.data() + at, &value, 8);
  }
  return digest;
}

int run(const char* set_path, const char* list_path, std::uint64_t millions) {
  const auto fd = open_read_only(set_path);
  if (!fd) return std::fprintf(stderr, "%s\n", fd.error().line().c_str()), 2;
  const auto opening = Clock::now();
  const auto set = HashSet::open(fd->get(), set_path);
  const double open_seconds = seconds_since(opening);
  if (!set) return std::fprintf(stderr, "%s\n", set.error().line().c_str()), 2;
  const double resident_open = resident_mib();

  std::mt19937_64 random(20261121);
  std::vector<Digest> batch(1'000'000);
  std::uint64_t false_matches = 0;
  double best = 0;
  double resident_million = 0;
  for (std::uint64_t m = 0; m < millions; ++m) {
    for (Digest& digest : batch) digest = random_digest(random);
    const auto start = Clock::now();
    const auto found = set->find_all(batch);
    const double rate = 1 / seconds_since(start);
    if (!found) return std::fprintf(stderr, "%s\n", found.error().line().c_str()), 2;
    // The first million also brings the set's pages in and checks them.
    if (m == 0) {
      std::printf("first million misses: %.2f M/s\n", rate);
      // What the bench itself holds is not the set's.
      resident_million = resident_mib() - static_cast<double>(batch.size()) *
                                              (sizeof(Digest) + 8 + 16) / 1048576;
    }
    best = std::max(best, rate);
    for (const auto& entry : *found) false_matches += entry.has_value() ? 1 : 0;
  }

  // The peer: binary search over nothing but the sorted keys, from the same list.
  std::vector<std::array<std::byte, 16>> keys;
  keys.reserve(static_cast<std::size_t>(set->digest_count(Algorithm::md5)));
  std::ifstream list(list_path);
  for (std::string line; std::getline(list, line);) {
    const auto digest = parse_digest(std::string_view(line).substr(0, 32));
    if (!digest) continue;
    std::memcpy(keys.emplace_back().data(), digest->value.data(), 16);
  }
  std::vector<Digest> listed;
  for (std::size_t i = 0; i < 1'000'000 && !keys.empty(); ++i) {
    Digest digest;
    std::memcpy(digest.value.data(), keys[random() % keys.size()].data(), 16);
    listed.push_back(digest);
  }
  std::sort(keys.begin(), keys.end());
  const auto start = Clock::now();
  std::uint64_t by_search = 0;
  for (const Digest& digest : batch) {
    std::array<std::byte, 16> key;
    std::memcpy(key.data(), digest.value.data(), 16);
    by_search += std::binary_search(keys.begin(), keys.end(), key) ? 1 : 0;
  }
  const double search_rate = 1 / seconds_since(start);

  const auto hit_start = Clock::now();
  const auto hits = set->find_all(listed);
  const double hit_rate = 1 / seconds_since(hit_start);
  std::uint64_t missing = 0;
  if (hits) {
    for (const auto& entry : *hits) missing += entry.has_value() ? 0 : 1;
  }
  std::printf("keys: %llu\nopen: %.3f ms, resident %.0f MiB\n",
              static_cast<unsigned long long>(keys.size()), open_seconds * 1000,
              resident_open);
  std::printf("after a million misses: resident %.0f MiB\n", resident_million);
  std::printf("misses, batched: %.1f M/s\nmisses, bare binary search: %.2f M/s\n", best,
              search_rate);
  std::printf("ratio: %.1f\nhits, batched: %.2f M/s\n", best / search_rate, hit_rate);
  std::printf("false matches in %llu million misses: %llu (search says %llu)\n",
              static_cast<unsigned long long>(millions),
              static_cast<unsigned long long>(false_matches),
              static_cast<unsigned long long>(by_search));
  std::printf("listed digests not found, of a million: %llu\n",
              static_cast<unsigned long long>(missing));
  return hits && missing == 0 ? 0 : 1;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: look_ups SET.wset LIST.md5 [MILLIONS]\n", stderr);
    return 2;
  }
  return winnow::run(argv[1], argv[2], argc > 3 ? std::stoull(argv[3]) : 10);
}
