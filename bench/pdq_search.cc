// pdq_search FOLDER HASHES random|clustered: how fast PDQ hashes are found within 31.
//
// Writes invented hashes and queries into FOLDER (hashes.bin, queries.bin: 32 bytes
// each, for the peers of pdq_search.sh), compiles them to a set with and without index,
// and prints, on one core and in seconds of its processor: queries a second by the
// index and by comparing all, whether both find every pair that a plain loop finds and
// none else, time and size of the index. Of 2,000 queries a tenth is planted within 31
// bits of a listed hash; if clustered, a tenth more within 60.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "base/file.h"
#include "base/pdq_hash.h"
#include "hashsets/building/set_writer.h"
#include "hashsets/hash_set.h"

namespace winnow {
namespace {

constexpr std::size_t kQueries = 2000;
constexpr std::uint64_t kMemory = std::uint64_t{1} << 30;

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double peak_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

class Invention {
 public:
  PdqHash hash() {
    PdqHash hash;
    for (std::size_t at = 0; at < 32; at += 8) {
      const std::uint64_t word = random_();
      std::memcpy(hash.value.data() + at, &word, 8);
    }
    return hash;
  }
  // With up to `most` bits turned over.
  PdqHash near(PdqHash hash, std::size_t most) {
    for (std::size_t left = below(most + 1); left > 0; --left) {
      const std::size_t bit = below(256);
      hash.value[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
    }
    return hash;
  }
  std::size_t below(std::size_t limit) { return random_() % limit; }

 private:
  std::mt19937_64 random_{20261121};
};

// Three of four hashes lie within 40 bits of one of few centres; most of these have
// some neighbours, a few have thousands.
std::vector<PdqHash> invent(Invention& invention, std::size_t count, bool clustered) {
  std::vector<PdqHash> hashes;
  while (hashes.size() < count) {
    const PdqHash centre = invention.hash();
    hashes.push_back(centre);
    if (!clustered || invention.below(8) != 0) continue;
    const std::size_t members = 24 / (1 + invention.below(64)) * 8 + 16;
    const std::size_t many = invention.below(1000) == 0 ? 200 : 1;
    for (std::size_t i = 0; i < members * many && hashes.size() < count; ++i) {
      hashes.push_back(invention.near(centre, 40));
    }
  }
  return hashes;
}

std::vector<PdqHash> ask_for(Invention& invention, const std::vector<PdqHash>& hashes,
                             bool clustered) {
  std::vector<PdqHash> queries;
  while (queries.size() < kQueries) {
    const PdqHash& listed = hashes[invention.below(hashes.size())];
    const std::size_t kind = queries.size() % 10;
    queries.push_back(kind == 0                ? invention.near(listed, 31)
                      : kind == 1 && clustered ? invention.near(listed, 60)
                                               : invention.hash());
  }
  return queries;
}

template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().line().c_str());
    std::exit(2);
  }
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().line().c_str());
  std::exit(2);
}

void save(const std::string& path, const std::vector<PdqHash>& hashes) {
  const Fd fd(::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644));
  must(write_all(fd.get(), std::as_bytes(std::span(hashes)), path));
}

struct Built {
  double seconds = 0;
  std::uint64_t bytes = 0;
};

Built build(const std::string& folder, const std::string& path,
            const std::vector<PdqHash>& hashes, std::uint64_t index_from) {
  const double start = processor_seconds();
  SetWriter writer(kMemory, folder);
  writer.index_pdq_from(index_from);
  writer.begin_source("invented");
  for (const PdqHash& hash : hashes) {
    ListRow row;
    row.pdq = hash;
    must(writer.add(row));
  }
  must(writer.settle());
  const Fd fd(::open(path.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644));
  PlainOutput output(fd.get(), path);
  must(writer.write(output, SetType::notable, "invented", "{}"));
  return {processor_seconds() - start, must(size_of(fd, path))};
}

using Found = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>>;

// The truth: hashes in the order of entries, which for a set of PDQ alone is theirs.
Found plain_loop(std::vector<PdqHash> hashes, std::span<const PdqHash> queries) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  Found found;
  for (std::uint32_t q = 0; q < queries.size(); ++q) {
    for (std::uint32_t i = 0; i < hashes.size(); ++i) {
      const unsigned distance = pdq_distance(queries[q], hashes[i]);
      if (distance <= kPdqDistance) found.emplace_back(q, distance, i);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Found found_by(const std::vector<PdqMatch>& matches) {
  Found found;
  for (const PdqMatch& match : matches) {
    found.emplace_back(match.query, match.distance, match.entry);
  }
  return found;
}

struct Measured {
  double per_second = 0;
  double one_by_one = 0;
  Found found;
};

Measured measure(const std::string& path, const std::vector<PdqHash>& queries,
                 std::size_t single) {
  const Fd fd = must(open_read_only(path));
  const HashSet set = must(HashSet::open(fd.get(), path));
  must(set.find_pdq(std::span(queries).first(100), kPdqDistance));  // checks all pages
  Measured measured;
  double start = processor_seconds();
  measured.found = found_by(must(set.find_pdq(queries, kPdqDistance)));
  measured.per_second =
      static_cast<double>(queries.size()) / (processor_seconds() - start);
  start = processor_seconds();
  for (std::size_t q = 0; q < single; ++q) {
    must(set.find_pdq(std::span(queries).subspan(q, 1), kPdqDistance));
  }
  measured.one_by_one = static_cast<double>(single) / (processor_seconds() - start);
  return measured;
}

// Pairs of the truth that were missed, and pairs that are none.
void compare(const char* what, const Found& truth, Found found, std::size_t queries) {
  std::erase_if(found, [&](const auto& pair) { return std::get<0>(pair) >= queries; });
  Found missed;
  Found wrong;
  std::set_difference(truth.begin(), truth.end(), found.begin(), found.end(),
                      std::back_inserter(missed));
  std::set_difference(found.begin(), found.end(), truth.begin(), truth.end(),
                      std::back_inserter(wrong));
  std::printf("  %s: %zu pairs, missed %zu, wrong %zu\n", what, truth.size(),
              missed.size(), wrong.size());
}

int run(const std::string& folder, std::size_t count, bool clustered) {
  ::setvbuf(stdout, nullptr, _IOLBF, 0);
  ::mkdir(folder.c_str(), 0755);
  Invention invention;
  const std::vector<PdqHash> hashes = invent(invention, count, clustered);
  const std::vector<PdqHash> queries = ask_for(invention, hashes, clustered);
  save(folder + "/hashes.bin", hashes);
  save(folder + "/queries.bin", queries);

  const std::string plain = folder + "/plain.wset";
  const std::string indexed = folder + "/indexed.wset";
  const Built without = build(folder, plain, hashes, ~std::uint64_t{0});
  const double peak_without = peak_mib();
  const Built with = build(folder, indexed, hashes, 1);
  const auto each = static_cast<double>(count);
  std::printf("winnow, %zu %s hashes\n", count, clustered ? "clustered" : "random");
  std::printf(
      "  build %.2f s, of it the index %.2f s; peak memory %.0f MiB, without "
      "index %.0f (%.0f are the list itself)\n",
      with.seconds, with.seconds - without.seconds, peak_mib(), peak_without,
      each * 32 / 1048576);
  std::printf("  index %.1f MB, %.1f bytes a hash\n",
              static_cast<double>(with.bytes - without.bytes) / 1e6,
              static_cast<double>(with.bytes - without.bytes) / each);

  const Measured index = measure(indexed, queries, queries.size());
  const Measured all = measure(plain, queries, 50);
  std::printf("  index:       %9.0f queries/s, one by one %9.0f\n", index.per_second,
              index.one_by_one);
  std::printf("  compare all: %9.0f queries/s, one by one %9.0f\n", all.per_second,
              all.one_by_one);
  compare("index and comparing all", all.found, index.found, kQueries);
  const std::size_t asked = std::min<std::size_t>(kQueries, 500'000'000 / count);
  const Found truth = plain_loop(hashes, std::span(queries).first(asked));
  std::printf("  plain loop, first %zu queries\n", asked);
  compare("against the index", truth, index.found, asked);
  compare("against comparing all", truth, all.found, asked);
  return truth.empty() ? 1 : 0;
}

}  // namespace
}  // namespace winnow

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: pdq_search FOLDER HASHES random|clustered\n");
    return 2;
  }
  return winnow::run(argv[1], std::stoul(argv[2]), argv[3] == std::string("clustered"));
}
