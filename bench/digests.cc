// digests [ROUNDS]: how fast contents in memory are digested, one core, OpenSSL one by
// one against the lanes of each instruction set of this machine.
//
// GB/s of the thread's own processor time, so that what else runs takes no time from it
// (but it does take part of the core where that has two threads); medians of ROUNDS
// (9), in which all take turns; in brackets the median of the ratios to OpenSSL's time
// in the same round.
//
// digests --check COUNT: COUNT contents of random lengths and alignments, random ones
// of them in parts, on each instruction set; says how many digests differ from
// OpenSSL's.
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/batch_digester.h"
#include "base/digester.h"
#include "base/simd/digest_lanes.h"
#include "base/simd/instruction_sets.h"

namespace winnow {
namespace {

using Random = std::mt19937_64;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<std::byte> make_noise(std::size_t size, Random& random) {
  std::vector<std::byte> noise(size);
  for (std::byte& byte : noise) byte = static_cast<std::byte>(random());
  return noise;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<Digests> one_by_one(std::span<const Bytes> contents, AlgorithmSet wanted) {
  Digester digester(wanted);
  std::vector<Digests> digests;
  for (const Bytes content : contents) {
    digester.update(content);
    digests.push_back(digester.finish());
  }
  return digests;
}

// Each content in `parts`, a batch for each.
std::vector<Digests> side_by_side(std::span<const Bytes> contents, AlgorithmSet wanted,
                                  std::size_t parts) {
  BatchDigester digester(wanted);
  std::vector<OngoingDigest> ongoing(contents.size());
  std::vector<Digests> digests;
  for (std::size_t part = 0; part < parts; ++part) {
    for (std::size_t i = 0; i < contents.size(); ++i) {
      const std::size_t from = contents[i].size() * part / parts;
      const std::size_t to = contents[i].size() * (part + 1) / parts;
      digester.begin_part(ongoing[i], part + 1 == parts);
      digester.add(contents[i].subspan(from, to - from));
    }
    digests = digester.finish();
  }
  return digests;
}

// What is digested: contents one behind the other in one noise.
struct Load {
  std::string name;
  std::size_t parts = 1;
  std::vector<Bytes> contents;
  std::size_t bytes = 0;
};

constexpr std::size_t kMiB = std::size_t{1} << 20;

Load make_load(std::string name, std::size_t parts, Bytes noise,
               const std::vector<std::size_t>& lengths) {
  Load load{std::move(name), parts, {}, 0};
  for (const std::size_t length : lengths) {
    load.contents.push_back(noise.subspan(load.bytes, length));
    load.bytes += length;
  }
  return load;
}

// Sizes as files have them: half of them below 22 KB, few a thousand times larger.
std::vector<std::size_t> file_sizes(Random& random) {
  std::lognormal_distribution<double> size(std::log(22'000), 1.5);
  std::vector<std::size_t> sizes;
  for (std::size_t sum = 0; sum < 16 * kMiB; sum += sizes.back()) {
    sizes.push_back(std::min(static_cast<std::size_t>(size(random)), 8 * kMiB));
  }
  return sizes;
}

std::vector<Load> make_loads(Bytes noise, Random& random) {
  const auto same = [](std::size_t count, std::size_t length) {
    // An odd few bytes more, as contents seldom end with a page.
    return std::vector<std::size_t>(count, length + 77);
  };
  return {make_load("4 KiB", 1, noise, same(2048, 4096)),
          make_load("64 KiB", 1, noise, same(256, 65536)),
          make_load("1 MiB", 1, noise, same(32, kMiB)),
          make_load("file sizes", 1, noise, file_sizes(random)),
          make_load("32 of 1 MiB in parts", 8, noise, same(32, kMiB)),
          make_load("3 of 4 MiB in parts", 8, noise, same(3, 4 * kMiB)),
          make_load("1 of 8 MiB in parts", 8, noise, same(1, 8 * kMiB))};
}

template <class Work>
double rate_of(const Load& load, const Work& work) {
  const double start = processor_seconds();
  const auto digests = work();
  const double seconds = processor_seconds() - start;
  if (digests.size() != load.contents.size()) std::abort();
  return static_cast<double>(load.bytes) / 1e9 / seconds;
}

// Those with lanes; what has none is OpenSSL.
std::vector<simd::InstructionSet> sets_with_lanes() {
  std::vector<simd::InstructionSet> sets;
  for (const auto set : simd::instruction_sets()) {
    const simd::OnlyInstructionSet only(set);
    if (simd::lane_widths().narrow > 0) sets.push_back(set);
  }
  return sets;
}

void measure(const Load& load, AlgorithmSet wanted, int rounds) {
  const auto sets = sets_with_lanes();
  std::vector<double> alone;
  std::vector<std::vector<double>> rates(sets.size());
  std::vector<std::vector<double>> ratios(sets.size());
  for (int round = 0; round < rounds; ++round) {
    alone.push_back(rate_of(load, [&] { return one_by_one(load.contents, wanted); }));
    for (std::size_t s = 0; s < sets.size(); ++s) {
      const simd::OnlyInstructionSet only(sets[s]);
      rates[s].push_back(rate_of(
          load, [&] { return side_by_side(load.contents, wanted, load.parts); }));
      ratios[s].push_back(rates[s].back() / alone.back());
    }
  }
  std::printf("  %-22s %7.2f", load.name.c_str(), median(alone));
  for (std::size_t s = 0; s < sets.size(); ++s) {
    std::printf("  %6.2f (%5.2f)", median(rates[s]), median(ratios[s]));
  }
  std::printf("\n");
  std::fflush(stdout);
}

int measure_all(int rounds) {
  Random random(20261121);
  const auto noise = make_noise(34 * kMiB, random);
  const std::vector<Load> loads = make_loads(noise, random);
  std::printf("%-24s %7s", "GB/s", "OpenSSL");
  for (const auto set : sets_with_lanes()) std::printf("  %14s", simd::name_of(set));
  std::printf("\n");
  const std::pair<const char*, std::vector<Algorithm>> choices[] = {
      {"MD5", {Algorithm::md5}},
      {"SHA-1", {Algorithm::sha1}},
      {"SHA-256", {Algorithm::sha256}},
      {"MD5 and SHA-1", {Algorithm::md5, Algorithm::sha1}},
      {"all three", {Algorithm::md5, Algorithm::sha1, Algorithm::sha256}}};
  for (const auto& [name, algorithms] : choices) {
    AlgorithmSet wanted;
    for (const Algorithm a : algorithms) wanted.add(a);
    std::printf("%s\n", name);
    for (const Load& load : loads) measure(load, wanted, rounds);
  }
  return 0;
}

// Of one batch, how many digests differ.
std::size_t check_batch(Bytes noise, std::size_t count, Random& random) {
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  std::vector<Bytes> contents;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t length = below(std::size_t{1} << below(14));
    contents.push_back(noise.subspan(below(noise.size() - length), length));
  }
  const auto expected = one_by_one(contents, AlgorithmSet::all());
  const auto found = side_by_side(contents, AlgorithmSet::all(), 1 + below(3));
  std::size_t differing = 0;
  for (std::size_t i = 0; i < count; ++i) differing += found[i] == expected[i] ? 0 : 1;
  return differing;
}

int check(std::size_t count) {
  std::size_t all_differing = 0;
  for (const auto set : simd::instruction_sets()) {
    const simd::OnlyInstructionSet only(set);
    Random random(20261121);
    const auto noise = make_noise(kMiB, random);
    std::size_t differing = 0;
    for (std::size_t done = 0; done < count;) {
      const std::size_t batch = std::min<std::size_t>(count - done, 1 + random() % 100);
      differing += check_batch(noise, batch, random);
      done += batch;
    }
    std::printf("%s: %zu contents, MD5, SHA-1 and SHA-256: %zu differ from OpenSSL\n",
                simd::name_of(set), count, differing);
    std::fflush(stdout);
    all_differing += differing;
  }
  return all_differing == 0 ? 0 : 1;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--check") == 0) {
    return winnow::check(std::strtoull(argv[2], nullptr, 10));
  }
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
  if (argc > 2 || rounds < 1) {
    std::fprintf(stderr, "usage: digests [ROUNDS] | digests --check COUNT\n");
    return 2;
  }
  return winnow::measure_all(rounds);
}
