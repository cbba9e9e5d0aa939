// A compiled set and its twin, a std::map, must answer alike, whatever was put in.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

const Digests kNoDigests;

struct Entry {
  Digests digests;
  std::optional<std::int64_t> code;

  bool operator==(const Entry&) const = default;
};

// What build_set() and HashSet promise, done by looking at everything.
class Twin {
 public:
  void add(const Entry& entry) {
    if (std::find(entries_.begin(), entries_.end(), entry) != entries_.end()) return;
    entries_.push_back(entry);
  }

  // Entries are numbered by their digests, one that is absent last, then by what they
  // say, the category that is not stated last.
  void number() {
    std::sort(entries_.begin(), entries_.end(),
              [](const Entry& a, const Entry& b) { return key_of(a) < key_of(b); });
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      for (const auto& digest : entries_[i].digests.by_algorithm) {
        if (digest) by_digest_[*digest].push_back(i);
      }
    }
  }

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

  [[nodiscard]] std::optional<std::size_t> find(const Digest& digest) const {
    return best(digest, kNoDigests);
  }

  [[nodiscard]] std::optional<SetMatch> find(const Digests& digests) const {
    std::optional<SetMatch> inconsistent;
    for (const Algorithm a : {Algorithm::sha256, Algorithm::sha1, Algorithm::md5}) {
      const auto& digest = digests.get(a);
      if (!digest || by_digest_.count(*digest) == 0) continue;
      if (const auto entry = best(*digest, digests)) {
        return SetMatch{static_cast<std::uint32_t>(*entry), a, false};
      }
      const auto first = static_cast<std::uint32_t>(by_digest_.at(*digest).front());
      if (!inconsistent) inconsistent = SetMatch{first, a, true};
    }
    return inconsistent;
  }

 private:
  static std::string key_of(const Entry& entry) {
    std::string key;
    for (const auto& digest : entry.digests.by_algorithm) {
      key += digest ? "0" + digest->hex() : "1";
    }
    return key + (entry.code ? std::to_string(*entry.code) : "x");
  }

  [[nodiscard]] std::optional<std::size_t> best(const Digest& digest,
                                                const Digests& others) const {
    const auto found = by_digest_.find(digest);
    std::optional<std::size_t> best;
    if (found == by_digest_.end()) return best;
    for (const std::size_t entry : found->second) {
      bool agrees = true;
      for (const Algorithm a : kAlgorithms) {
        const auto& listed = entries_[entry].digests.get(a);
        if (listed && others.get(a) && *listed != *others.get(a)) agrees = false;
      }
      if (!agrees) continue;
      if (!best || (!entries_[*best].code && entries_[entry].code)) best = entry;
    }
    return best;
  }

  std::vector<Entry> entries_;
  std::map<Digest, std::vector<std::size_t>> by_digest_;
};

std::string csv_row(const Entry& entry) {
  std::string row;
  for (const auto& digest : entry.digests.by_algorithm) {
    row += (digest ? digest->hex() : std::string()) + ",";
  }
  return row + (entry.code ? std::to_string(*entry.code) : std::string()) + "\n";
}

// Digests from a small world, so that they often meet; some differ in the last bit
// only.
Digests random_digests(std::mt19937& random, unsigned world) {
  Digests digests;
  for (const Algorithm algorithm : kAlgorithms) {
    if (random() % 3 == 0) continue;
    Digest digest = invented(algorithm, random() % world);
    if (random() % 4 == 0) digest.value[digest_length(algorithm) - 1] ^= std::byte{1};
    digests.set(digest);
  }
  return digests;
}

void compare(const HashSet& set, const Twin& twin, const Digests& digests) {
  const auto found = set.find(digests);
  ASSERT_TRUE(found) << found.error().line();
  const auto expected = twin.find(digests);
  ASSERT_EQ(found->has_value(), expected.has_value());
  if (expected) {
    EXPECT_EQ((*found)->entry, expected->entry);
    EXPECT_EQ((*found)->algorithm, expected->algorithm);
    EXPECT_EQ((*found)->inconsistent, expected->inconsistent);
  }
  for (const auto& digest : digests.by_algorithm) {
    if (!digest) continue;
    const auto one = set.find(*digest);
    ASSERT_TRUE(one) << one.error().line();
    const auto expected_one = twin.find(*digest);
    ASSERT_EQ(one->has_value(), expected_one.has_value()) << digest->hex();
    if (expected_one) {
      EXPECT_EQ(**one, *expected_one);
    }
  }
}

void run_model(unsigned seed, unsigned rows, unsigned world) {
  SCOPED_TRACE("seed " + std::to_string(seed) + ", rows " + std::to_string(rows) +
               ", world " + std::to_string(world));
  std::mt19937 random(seed);
  Twin twin;
  std::string list = "md5,sha1,sha256,category\n";
  for (unsigned i = 0; i < rows; ++i) {
    Entry entry;
    entry.digests = random_digests(random, world);
    if (entry.digests == kNoDigests) entry.digests.set(invented(Algorithm::md5, i));
    if (random() % 2 == 0) entry.code = static_cast<std::int64_t>(random() % 3);
    twin.add(entry);
    list += csv_row(entry);
  }
  twin.number();
  const TempFolder folder;
  const auto set = built_set(folder, list);
  ASSERT_TRUE(set);
  ASSERT_TRUE(set->verify());
  ASSERT_EQ(set->entry_count(), twin.entries().size());
  for (std::uint32_t i = 0; i < twin.entries().size(); ++i) {
    const auto entry = set->entry(i);
    ASSERT_TRUE(entry) << entry.error().line();
    ASSERT_EQ(entry->code, twin.entries()[i].code) << i;
    compare(*set, twin, twin.entries()[i].digests);
  }
  for (unsigned i = 0; i < 600; ++i) compare(*set, twin, random_digests(random, world));
}

TEST(SetModel, SmallSetsThatCollide) {
  for (unsigned seed = 1; seed <= 30; ++seed) run_model(seed, seed, 1 + seed / 2);
}

TEST(SetModel, LargerSets) {
  run_model(1001, 2000, 500);
  run_model(1002, 3000, 100'000);
}

}  // namespace
}  // namespace winnow
